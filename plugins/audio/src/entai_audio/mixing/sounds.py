"""Folders of sound to train on or to measure with, as a value."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from entai import Audio, EntaiError, Media
from entai.media.media import Source

KINDS = ("clean", "noise", "music", "rooms")
SOUND = (".wav", ".flac", ".ogg", ".mp3", ".opus")
_TAKE = re.compile(r"[_-]\d+$")


@dataclass(frozen=True)
class Sound:
    """One recording.

    Args:
        place: Its file, or the sound itself.
        source: Who speaks, or which recording it was cut from; what is held out together.
        licence: Its terms, empty where nothing says.
    """

    place: Path | Audio
    source: str
    licence: str = ""

    def open(self) -> Audio:
        """The recording."""
        return Audio.accept(self.place)

    def mark(self) -> str:
        """What tells it from others: name and size of the file, or a hash of the samples."""
        if isinstance(self.place, Audio):
            return self.place.fingerprint()
        return f"{self.place.parent.name}/{self.place.name} {self.place.stat().st_size}"


@dataclass(frozen=True)
class Sounds(Media):
    """Recordings by kind (`clean`, `noise`, `music`, `rooms`), and pairs of noisy and clean recordings.

    A folder to train on holds `clean/` and `noise/`, and `music/` and `rooms/` (impulse responses) where there are any; a
    `manifest.csv` beside them may tell each file's `speaker` and `licence`. A folder to measure with holds `noisy/` and
    `clean/`, paired by stem.
    """

    kinds: dict[str, tuple[Sound, ...]] = field(default_factory=dict)
    pairs: tuple[tuple[Sound, Sound], ...] = ()
    name: str = "sounds"

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Look what is in a folder; the recordings themselves are read when they are used."""
        if not isinstance(source, Path) or not source.is_dir():
            raise EntaiError(f"{source} is not a folder with clean/ and noise/, or noisy/ and clean/")
        if (source / "noisy").is_dir():
            return cls(pairs=_paired(source / "noisy", source / "clean"), name=source.name)
        told = _manifest(source / "manifest.csv")
        kinds = {kind: tuple(_sound(path, kind, told.get(f"{kind}/{path.name}", {})) for path in _files(source / kind))
                 for kind in KINDS}
        if not kinds["clean"]:
            raise EntaiError(f"there is no clean speech in {source / 'clean'} ({', '.join(SOUND)})")
        return cls(kinds, name=source.name)

    def of_kind(self, kind: str) -> tuple[Sound, ...]:
        """The recordings of one kind; none where there are none."""
        return self.kinds.get(kind, ())

    def fingerprint(self) -> str:
        """A hash of what tells each recording from others."""
        marks = [sound.mark() for kind in KINDS for sound in self.of_kind(kind)]
        marks += [sound.mark() for pair in self.pairs for sound in pair]
        return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:16]

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Recordings stay where they are."""
        raise EntaiError("a folder of sounds is read, never written")

    def to_html(self) -> str:
        """How many there are of each kind."""
        counts = [f"{len(found)} {kind}" for kind, found in self.kinds.items() if found]
        return f"<p>{', '.join([*counts, f'{len(self.pairs)} pairs'] if self.pairs else counts)}</p>"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SOUND) if folder.is_dir() else []


def _paired(noisy: Path, clean: Path) -> tuple[tuple[Sound, Sound], ...]:
    targets = {path.stem: path for path in _files(clean)}
    pairs = tuple((Sound(path, path.stem), Sound(targets[path.stem], path.stem)) for path in _files(noisy)
                  if path.stem in targets)
    if not pairs:
        raise EntaiError(f"no file in {noisy} has one of the same stem in {clean}")
    return pairs


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["path"]: row for row in csv.DictReader(rows) if row.get("path")}


def _sound(path: Path, kind: str, told: dict[str, str]) -> Sound:
    """Takes of one source differ by a number at the end: `rain_0`, `rain_1`."""
    speaker = told.get("speaker", "") if kind == "clean" else ""
    return Sound(path, speaker or _TAKE.sub("", path.stem), told.get("licence", ""))


def free_of_share_alike(sounds: Sequence[Sound]) -> tuple[Sound, ...]:
    """Those whose licence does not ask that what is made from them carries it, too."""
    return tuple(sound for sound in sounds if "-SA" not in sound.licence.upper())
