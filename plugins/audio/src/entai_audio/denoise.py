"""The task: noise away, speech kept; whole recordings of any rate, channels and length, and live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, ClassVar, NamedTuple

from entai import Audio, EntaiError, Evaluation, Exhibit, Explanation, Parts, Split, Task
from entai.spec import Options
from entai.task import Part
from entai_audio.denoising.masker import Masker
from entai_audio.denoising.stream import Samples, Stream
from entai_audio.mixing.held_out import by_source
from entai_audio.mixing.sounds import Sounds

SECONDS = 2
"""Of a file at a time: memory stays the same for any length."""


class Piece(NamedTuple):
    """Some samples `(n, channels)` of a recording at `rate` Hz, and what was taken from them."""

    samples: Samples
    rate: int
    taken: Samples | None = None


class Denoiser(Task[Audio, Piece, Audio | Parts, Sounds]):
    """Takes noise from speech. The model is a `Masker`.

    Bins up to 8 kHz get the model's masks; above, the sound follows the mean gain from 4 to 8 kHz. All channels get the
    same mask, so that nothing moves in the stereo picture. The result has as many samples as the input, with no delay.
    """

    Model: ClassVar[type] = Masker
    model: Masker

    @classmethod
    def load(cls, model: str | None = None) -> Denoiser:
        """A denoiser with a shipped model (by name) or your own (by path)."""
        import entai

        return entai.load("audio-denoising", model)  # type: ignore[return-value]

    def clean(self, sound: Any, strength: float = 1.0) -> Audio:
        """As calling it, for one output: a path, an `Audio` or `(samples, rate)` to clean sound."""
        found = self(sound, strength=strength)
        assert isinstance(found, Audio)
        return found

    def stream(self, sample_rate: int, channels: int = 1, strength: float = 1.0) -> Stream:
        """A live denoiser, with `push(samples)` and `flush()`; 32 ms behind.

        Args:
            sample_rate: Hz.
            channels: Of what will be pushed.
            strength: 0 leaves the sound as it is, 1 takes away all that the model finds.
        """
        strength = self.spec.resolve({"strength": strength})["strength"]
        return Stream(self.model, sample_rate, channels, strength)

    def chunks(self, value: Audio | None, options: Options) -> Iterator[Piece]:
        """A file two seconds at a time; a pipe as it comes."""
        if value is None:
            raise EntaiError(f"{self.spec.name} needs an input")
        for block in value.blocks(SECONDS * value.rate if value.again else None):
            yield Piece(block, value.rate)

    def predict(self, chunks: Iterable[Piece], options: Options) -> Iterator[Piece]:
        """What is clean, and what was taken away, as soon as it is known."""
        stream, rate = None, 0
        for piece in chunks:
            if stream is None:
                rate = piece.rate
                stream = Stream(self.model, rate, piece.samples.shape[1], options["strength"])
            clean, taken = stream.parts(piece.samples)
            yield Piece(clean, rate, taken)
        if stream is not None:
            clean, taken = stream.rest()
            yield Piece(clean, rate, taken)

    def join(self, chunks: Iterable[Piece], value: Audio | None, options: Options) -> Audio | Parts:
        """Sound that is made while it is written or listened to, in the form of the input."""
        assert value is not None
        if not options["residual"] and not value.again:
            return value.like((piece.samples for piece in chunks), frames=value.frames)
        if not value.again:
            value.samples  # noqa: B018  a pipe is asked for two outputs: it is kept
        clean, residual = (value.like(partial(self._again, value, options, part), frames=value.frames)
                           for part in ("samples", "taken"))
        return Parts({"clean": clean, "residual": residual}) if options["residual"] else clean

    def _again(self, value: Audio, options: Options, part: str) -> Iterator[Samples]:
        """One part of the result, from the start, as often as it is asked for."""
        return (getattr(piece, part) for piece in self.predict(self.chunks(value, options), options))

    @classmethod
    def split(cls, data: Sounds, seed: int) -> Split[Sounds]:
        """By speaker and by noise; pairs of noisy and clean recordings are all for test."""
        return by_source(data, seed)

    def measure(self, split: Split[Sounds], part: Part) -> Evaluation:
        """SI-SDR, and PESQ, ESTOI and OVRL where the extra `eval` is installed."""
        from entai_audio.denoising.cases import cases
        from entai_audio.denoising.measuring import measure

        data = split.valid if part == "valid" else split.test
        if data is None:
            raise EntaiError("the test part is closed")
        return measure(self.clean, cases(data))

    def explain(self, value: Audio | None, options: Options) -> Explanation:
        """The mask over time and frequency, and how much of each band was taken away."""
        from entai_audio.denoising.reasons import explained

        if value is None:
            raise EntaiError(f"{self.spec.name} needs an input")
        return explained(self.model, value, options["strength"])

    @classmethod
    def synthetic(cls, seed: int) -> Sounds:
        """Made-up voices and noises."""
        from entai_audio.mixing.synthetic import sounds

        return sounds(seed)

    @classmethod
    def example(cls, data: Sounds) -> tuple[Audio | None, dict[str, Any]]:
        """The first voice."""
        return data.of_kind("clean")[0].open(), {}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """A real recording before and after."""
        from entai_audio.denoising.demo import exhibits

        return exhibits()
