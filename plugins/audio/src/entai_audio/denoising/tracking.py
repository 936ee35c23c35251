"""Steady noise, tracked in every bin as it goes: all of the classical filter, and where the trained net begins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Power = NDArray[np.float64]
PRESENT_SNR = 10 ** 1.5
"""Speech that is there is taken to be 15 dB above the noise."""
STUCK = 0.99
LEAST = 1e-8
AT_FIRST = 0.2
"""Share of the first frame that is taken for noise: a recording may begin in the middle of a word (chosen on validation)."""


class Heard(NamedTuple):
    """What is remembered from frame to frame, `(..., 257)` each: noise power, mean presence of speech, last clean power."""

    noise: Power
    presence: Power
    clean: Power


class Tracker:
    """A Wiener gain for each bin.

    The noise power follows Gerkmann & Hendriks, "Unbiased MMSE-based noise power estimation with low complexity and low
    tracking delay" (2012); the a-priori SNR is decision-directed (Ephraim & Malah 1984).

    Args:
        smoothing: How much of the a-priori SNR comes from the last frame; high values make less musical noise.
        floor: The smallest gain in dB.
    """

    def __init__(self, smoothing: float = 0.97, floor: float = -18.0) -> None:
        self._smoothing, self._floor = smoothing, 10 ** (floor / 20)

    def gains(self, spectra: NDArray[np.complexfloating], heard: Heard | None) -> tuple[NDArray[np.float32], Heard | None]:
        """Frames in turn.

        Args:
            spectra: `(frames, ..., 257)`.
            heard: From the call before; None at first.

        Returns:
            Gains of the same shape, from the floor to 1, and what was heard.
        """
        gains = np.empty(spectra.shape, np.float32)
        for index, power in enumerate(np.abs(spectra).astype(np.float64) ** 2 + LEAST):
            heard = heard or Heard(AT_FIRST * power, np.full(power.shape, 0.5), np.zeros(power.shape))
            gains[index], heard = self._frame(power, heard)
        return gains, heard

    def _frame(self, power: Power, heard: Heard) -> tuple[Power, Heard]:
        ratio = np.minimum(power / heard.noise, 1e3)
        there = 1 / (1 + (1 + PRESENT_SNR) * np.exp(-ratio * PRESENT_SNR / (1 + PRESENT_SNR)))
        presence = 0.9 * heard.presence + 0.1 * there
        there = np.where(presence > STUCK, np.minimum(there, STUCK), there)
        noise = 0.8 * heard.noise + 0.2 * (there * heard.noise + (1 - there) * power)
        a_priori = self._smoothing * heard.clean / noise + (1 - self._smoothing) * np.maximum(power / noise - 1, 0)
        gain = np.maximum(a_priori / (1 + a_priori), self._floor)
        return gain, Heard(noise, presence, gain ** 2 * power)
