"""The recipe `pair`: two nets side by side, whose masks are averaged: what one errs in the other need not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from entai import Bundle, EntaiError, Run, Split, State, TrainConfig
from entai.spec import setting
from entai_audio.denoising.recipe import Crn, Net
from entai_audio.mixing.sounds import Sounds


@dataclass(frozen=True)
class Pair(Crn):
    """Settings of both nets; they may begin from two that were trained apart, and are trained together."""

    channels: int = setting(32, "features of a band in encoder and decoder of the first net", 4)
    width: int = setting(48, "features of a slot in the first net; a multiple of 4", 4)
    second_channels: int = setting(20, "features of a band in the second net", 4)
    second_width: int = setting(24, "features of a slot in the second net; a multiple of 4", 4)
    second: str = setting("", "a bundle of `crn` that the second net begins from; the first begins from that of --from")
    waveform: float = setting(0.3, "weight of the waveform's error in the loss: with more the voice suffers less", 0)

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=28, batch_size=8, steps_per_epoch=150, optimizer="adamw", learning_rate=7e-4, schedule="cosine",
        warmup_steps=100, weight_decay=0.01, clip_norm=3.0, ema=0.998)

    def nets(self, kind: type[Net]) -> list[Net]:
        """Both."""
        return [kind(self.channels, self.slots, self.width, self.blocks, name="first"),
                kind(self.second_channels, self.slots, self.second_width, self.blocks, name="second")]

    @property
    def remembered(self) -> tuple[int, int, int]:
        """How much a stream keeps: blocks, slots, and the features of a slot in both nets."""
        return self.blocks, self.slots, self.width + self.second_width

    def fit(self, split: Split[Sounds], run: Run) -> State:
        """Train both together; a pair that is gone on with begins from itself alone."""
        if self.second and run.start is None:
            raise EntaiError(f"{self.second} is the second of two nets to begin from: name the first with --from")
        if self.second and run.start is not None and not _is_pair(run.start):
            run = replace(run, start=side_by_side(run.start, Bundle.open(self.second).state()))
        return super().fit(split, run)


def side_by_side(first: State, second: State) -> State:
    """The weights of two nets as those of a pair; what else the bundles hold is left."""
    return State({f"{place}/{name}": array for place, state in (("first", first), ("second", second))
                  for name, array in state.arrays.items()})


def _is_pair(state: State) -> bool:
    return any("/second/" in f"/{name}" for name in state.arrays)
