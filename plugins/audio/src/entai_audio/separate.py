"""The task: one recording into stems that add up to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, ClassVar, NamedTuple

from entai import Audio, EntaiError, Evaluation, Exhibit, Explanation, Parts, Split, Task
from entai.media.sound.form import Block
from entai.spec import Options
from entai.task import Part
from entai_audio.mixing.sounds import Sound, Sounds
from entai_audio.mixing.synthetic import sounds
from entai_audio.separation.splitter import Splitter
from entai_audio.separation.voices_and_music import VoicesAndMusic, by_voice_and_piece

SECONDS = 2


class Piece(NamedTuple):
    """Some samples `(frames, channels)` of a recording at `rate` Hz, or its two stems."""

    stems: tuple[Block, ...]
    rate: int


class Separator(Task[Audio, Piece, Parts, Sounds]):
    """Takes a recording apart. The model is a `Splitter`; the second stem is what the first leaves."""

    Model: ClassVar[type] = Splitter
    model: Splitter

    @classmethod
    def load(cls, model: str | None = None) -> Separator:
        """The task with a shipped model, or the bundle at a path."""
        import entai

        return entai.load("audio-separation", model)  # type: ignore[return-value]

    def chunks(self, value: Audio | None, options: Options) -> Iterator[Piece]:
        """A file two seconds at a time; a pipe as it comes."""
        if value is None:
            raise EntaiError(f"{self.spec.name} needs an input")
        for block in value.blocks(SECONDS * value.rate if value.again else None):
            yield Piece((block,), value.rate)

    def predict(self, chunks: Iterable[Piece], options: Options) -> Iterator[Piece]:
        """The stems, as soon as they are known."""
        pieces = iter(chunks)
        first = next(pieces, None)
        if first is None:
            return
        blocks = (piece.stems[0] for source in ((first,), pieces) for piece in source)
        for stems in self.model.split(blocks, first.rate, first.stems[0].shape[1]):
            yield Piece(stems, first.rate)

    def join(self, chunks: Iterable[Piece], value: Audio | None, options: Options) -> Parts:
        """Stems as 32-bit float WAV, so that they still add up to the input when they are written."""
        assert value is not None
        if not value.again:
            value.samples  # noqa: B018  a pipe is asked for two outputs: it is kept
        return Parts({name: value.like(partial(self._stem, value, options, index), frames=value.frames)
                      .formed("WAV", "DOUBLE" if value.form.dtype == "float64" else "FLOAT")
                      for index, name in enumerate(self.model.names)})

    def _stem(self, value: Audio, options: Options, index: int) -> Iterator[Block]:
        return (piece.stems[index] for piece in self.predict(self.chunks(value, options), options))

    @classmethod
    def split(cls, data: Sounds, seed: int) -> Split[Sounds]:
        """By voice and by piece of music; mixtures with their stems are all for test."""
        return by_voice_and_piece(data, seed)

    def measure(self, split: Split[Sounds], part: Part) -> Evaluation:
        """SI-SDR of both stems."""
        from entai_audio.separation.measuring import measure

        held = split.test if part == "test" and split.test is not None else split.valid
        return measure(self, held)

    def explain(self, value: Audio | None, options: Options) -> Explanation:
        """How much of each moment and pitch went into the first stem."""
        from entai_audio.separation.reasons import explained

        if value is None:
            raise EntaiError(f"{self.spec.name} needs an input")
        return explained(self, value)

    @classmethod
    def synthetic(cls, seed: int) -> VoicesAndMusic:
        """Made-up voices and, for music, made-up noises."""
        made = sounds(seed)
        music = tuple(Sound(sound.place, sound.source) for sound in made.of_kind("noise"))
        return VoicesAndMusic({"clean": made.of_kind("clean"), "music": music}, name=made.name)

    @classmethod
    def example(cls, data: Sounds) -> tuple[Audio | None, dict[str, Any]]:
        """The first voice."""
        return data.of_kind("clean")[0].open(), {}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """Chords and drums, taken apart."""
        from entai_audio.separation.demo import exhibits

        return exhibits()
