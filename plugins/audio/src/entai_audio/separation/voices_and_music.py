"""The data of separation: voices and music to mix, or mixtures with their stems."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from entai import EntaiError, Split
from entai.media.media import Source
from entai_audio.mixing.held_out import by_source
from entai_audio.mixing.sounds import Sound, Sounds


class VoicesAndMusic(Sounds):
    """A folder to train on with `clean/` voices and `music/`; or, to measure with, `mix/` and `speech/`, paired by stem."""

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Look what is in a folder; the recordings themselves are read when they are used."""
        if not isinstance(source, Path) or not source.is_dir():
            raise EntaiError(f"{source} is not a folder with clean/ and music/, or mix/ and speech/")
        if (source / "mix").is_dir():
            speech = {path.stem: path for path in sorted((source / "speech").glob("*"))}
            pairs = tuple((Sound(path, path.stem), Sound(speech[path.stem], path.stem))
                          for path in sorted((source / "mix").glob("*")) if path.stem in speech)
            if not pairs:
                raise EntaiError(f"no file in {source / 'mix'} has one of the same stem in {source / 'speech'}")
            return cls(pairs=pairs, name=source.name)
        found = super().read(source, **options)
        if not found.of_kind("music"):
            raise EntaiError(f"there is no music in {source / 'music'}")
        return found


def by_voice_and_piece(data: Sounds, seed: int) -> Split[Sounds]:
    """Hold out voices and pieces of music; in what follows music is to a voice what noise is to the denoiser."""
    if data.pairs:
        return by_source(data, seed)
    kinds = {"clean": data.of_kind("clean"), "noise": data.of_kind("music"), "rooms": data.of_kind("rooms")}
    return by_source(Sounds(kinds, name=data.name), seed)
