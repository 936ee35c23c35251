"""The recipe `wiener`: a classical filter with nothing to learn, which a trained model must beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from entai import Recipe, Run, Split, State
from entai.spec import setting
from entai_audio.denoising.frames import Complex
from entai_audio.denoising.masker import Masker
from entai_audio.denoising.tracking import Heard, Tracker
from entai_audio.mixing.sounds import Sounds


class WienerFilter:
    """A `Masker`: the tracker's gains, and nothing else.

    Args:
        smoothing, floor: As of `Tracker`.
    """

    def __init__(self, smoothing: float, floor: float) -> None:
        self._tracker = Tracker(smoothing, floor)

    def start(self) -> Heard | None:
        """Nothing was heard."""
        return None

    def masks(self, spectra: Complex, state: Heard | None) -> tuple[Complex, Heard | None]:
        """Gains of `(frames, 257)`, without a turn of the phase."""
        gains, state = self._tracker.gains(spectra, state)
        return gains.astype(np.complex64), state


@dataclass(frozen=True)
class Wiener(Recipe[Sounds, Masker]):
    """Settings of the filter."""

    smoothing: float = setting(0.97, "how much of the a-priori SNR comes from the last frame", 0, 1)
    floor: float = setting(-18.0, "the smallest gain in dB", -60, 0)

    def fit(self, split: Split[Sounds], run: Run) -> State:
        """There is nothing to learn; a bundle holds the settings."""
        return State({"settings": np.array([self.smoothing, self.floor])})

    def restore(self, state: State) -> Masker:
        """The filter."""
        smoothing, floor = state.arrays["settings"]
        return WienerFilter(float(smoothing), float(floor))
