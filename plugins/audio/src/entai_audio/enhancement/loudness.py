"""Loudness of sound of any length: ITU-R BS.1770-4, K-weighted power in blocks of 400 ms, gated twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai.media.sound.form import Block

HOP = 0.1
"""Seconds; a gating block is four of them, so that neighbours overlap by three quarters."""
ABSOLUTE, RELATIVE = -70.0, -10.0
"""LUFS, and LU below the loudness of what passes the first gate."""
SURROUND = 1.41
WEIGHTS = {5: (1, 1, 1, SURROUND, SURROUND), 6: (1, 1, 1, 0, SURROUND, SURROUND), 8: (1, 1, 1, 0, *4 * (SURROUND,))}
"""Of the channels by their number, in the order of WAV; the fourth of 5.1 and 7.1 is the low-frequency channel."""


class LoudnessMeter:
    """Measures while blocks pass.

    Args:
        rate: Hz.
        channels: How many; 5.1 and 7.1 are weighted as such.
    """

    def __init__(self, rate: int, channels: int) -> None:
        import pyloudnorm

        filters = pyloudnorm.Meter(rate)._filters.values()  # K-weighting designed for this rate
        self._filters = [(np.atleast_1d(f.b) * f.passband_gain, np.atleast_1d(f.a)) for f in filters]
        self._states = [np.zeros((max(len(b), len(a)) - 1, channels)) for b, a in self._filters]
        self._weights = np.array(WEIGHTS.get(channels, (1,) * channels))
        self._hop = round(HOP * rate)
        self._rest = np.zeros((0, channels))
        self._hops: list[NDArray[np.float64]] = []

    def add(self, block: Block) -> None:
        """Take the next samples, `(frames, channels)`."""
        from scipy.signal import lfilter

        weighted = np.asarray(block, np.float64)
        for index, (b, a) in enumerate(self._filters):
            weighted, self._states[index] = lfilter(b, a, weighted, axis=0, zi=self._states[index])
        whole = np.concatenate([self._rest, weighted])
        count = len(whole) // self._hop
        hops = np.square(whole[:count * self._hop]).reshape(count, self._hop, len(self._weights)).mean(1)
        self._hops.append(hops @ self._weights)
        self._rest = whole[count * self._hop:]

    @property
    def loudness(self) -> float | None:
        """LUFS so far; None where it is silent or shorter than 0.4 s."""
        hops = np.concatenate(self._hops) if self._hops else np.zeros(0)
        if len(hops) < 4:
            return None
        blocks = np.convolve(hops, np.full(4, 0.25), "valid")
        heard = blocks[_lufs(blocks) > ABSOLUTE]
        if not len(heard):
            return None
        gated = heard[_lufs(heard) > _lufs(heard.mean()) + RELATIVE]
        return float(_lufs(gated.mean()))


def _lufs(power: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-20)))
