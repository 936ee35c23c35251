"""The task: what an editor of podcasts and films does by hand, each stage by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from entai import Audio, EntaiError, Evaluation, Exhibit, Explanation, Split, Task
from entai.media.sound.form import Block
from entai.spec import Options
from entai.task import Part
from entai_audio.enhancement.mastering import Shelf, master
from entai_audio.enhancement.mending import Mender
from entai_audio.mixing.held_out import by_source
from entai_audio.mixing.sounds import Sounds
from entai_audio.mixing.synthetic import sounds


class Piece(NamedTuple):
    """Some samples `(frames, channels)` of a recording at `rate` Hz."""

    samples: Block
    rate: int


class Enhancer(Task[Audio, Piece, Audio, Sounds]):
    """Mends clipping, clicks, hum and reverberation where it finds them, then sets loudness and true peak.

    Long recordings pass in windows of twelve seconds; what is mended waits in a temporary file until its loudness is known.
    """

    @classmethod
    def load(cls) -> Enhancer:
        """The task, ready to be called."""
        import entai

        return entai.load("audio-enhancement")  # type: ignore[return-value]

    def chunks(self, value: Audio | None, options: Options) -> Iterator[Piece]:
        """The recording as it comes."""
        if value is None:
            raise EntaiError(f"{self.spec.name} needs an input")
        return (Piece(block, value.rate) for block in value.blocks())

    def predict(self, chunks: Iterable[Piece], options: Options) -> Iterator[Piece]:
        """What is mended, at the level that it came with."""
        pieces = iter(chunks)
        first = next(pieces, None)
        if first is not None:
            blocks = (piece.samples for source in ((first,), pieces) for piece in source)
            yield from (Piece(block, first.rate) for block in Mender(first.rate, options).run(blocks))

    def join(self, chunks: Iterable[Piece], value: Audio | None, options: Options) -> Audio:
        """The whole at its level, in the form of the input."""
        assert value is not None
        shelf = Shelf((piece.samples for piece in chunks), value.rate, value.channels)
        found = master(shelf, options["loudness"], options["peak"], value.name)
        return value.like(found.blocks, frames=shelf.frames)

    @classmethod
    def split(cls, data: Sounds, seed: int) -> Split[Sounds]:
        """By speaker; the stages learn nothing, but their settings were chosen on some."""
        clean = data.of_kind("clean")
        return by_source(Sounds({"clean": clean, "noise": clean}, name=data.name), seed)

    def measure(self, split: Split[Sounds], part: Part) -> Evaluation:
        """What each stage gains on damage made on purpose, what it costs clean speech, and the loudness reached."""
        from entai_audio.enhancement.measuring import measure

        return measure(self, split.test if part == "test" and split.test is not None else split.valid)

    def explain(self, value: Audio | None, options: Options) -> Explanation:
        """What was found and done, before and after."""
        from entai_audio.enhancement.reasons import explained

        if value is None:
            raise EntaiError(f"{self.spec.name} needs an input")
        return explained(value, options)

    @classmethod
    def synthetic(cls, seed: int) -> Sounds:
        """Made-up voices."""
        return sounds(seed)

    @classmethod
    def example(cls, data: Sounds) -> tuple[Audio | None, dict[str, Any]]:
        """The first voice."""
        return data.of_kind("clean")[0].open(), {}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """A recording that was damaged on purpose, mended and mastered."""
        from entai_audio.enhancement.demo import exhibits

        return exhibits()
