"""A look-ahead limiter of the true peak: what lies between samples counts, as ITU-R BS.1770-4, annex 2, asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from entai.media.sound.form import Block

FINE = 128_000
"""Hz to which sound is oversampled at least, and at least fourfold."""
LOOK_AHEAD, RELEASE = 0.005, 0.03
"""Seconds before a peak in which the gain falls, and behind it in which it comes back."""
MARGIN = 0.05
"""dB that are kept below the limit, as no finite number of points sees all of a peak."""


def true_peaks(sound: Block, rate: int) -> NDArray[np.float64]:
    """The highest of all channels around each sample, oversampled, `(n, channels)` to `(n,)`."""
    from scipy.signal import resample_poly

    if not len(sound):
        return np.zeros(0)
    times = max(4, -(-FINE // rate))
    fine = np.abs(resample_poly(np.asarray(sound, np.float64), times, 1, axis=0, window=("kaiser", 8.0)))
    between: NDArray[np.float64] = fine.reshape(len(sound), times, -1).max((1, 2))
    return np.asarray(np.maximum(between, np.concatenate([[0], between[:-1]])))


class Limiter:
    """Turns the gain down before a peak and up again behind it, the same for all channels, with no delay in the result.

    Args:
        rate: Hz.
        limit: dBTP.
    """

    def __init__(self, rate: int, limit: float) -> None:
        self._rate, self._limit = rate, 10 ** ((limit - MARGIN) / 20)
        self._ahead, self._release = max(1, round(LOOK_AHEAD * rate)), max(1, round(RELEASE * rate))
        self.least = 1.0
        """The lowest gain so far."""

    def run(self, blocks: Iterable[Block], gain: float = 1.0) -> Iterator[Block]:
        """The blocks, times `gain`, with their peaks held; together as many frames as went in."""
        margin = 2 * self._ahead + 3 * self._release
        held: Block | None = None
        done = 0
        for block in blocks:
            louder = block * block.dtype.type(gain)
            held = louder if held is None else np.concatenate([held, louder])
            if len(held) > 4 * margin + done:
                ready = self._limited(held)[done:len(held) - margin]
                yield ready
                start = max(0, done + len(ready) - margin)
                held, done = held[start:], done + len(ready) - start
        if held is not None:
            yield self._limited(held)[done:]

    def _limited(self, sound: Block) -> Block:
        peaks = true_peaks(sound, self._rate)
        if peaks.max(initial=0) <= self._limit:
            return sound
        gains = self._gains(peaks)
        self.least = min(self.least, float(gains.min()))
        return sound * gains[:, None].astype(sound.dtype)

    def _gains(self, peaks: NDArray[np.float64]) -> NDArray[np.float64]:
        """The smallest gain that any near peak needs, smoothed so that it is there when the peak is."""
        from scipy.ndimage import minimum_filter1d, uniform_filter1d

        needed = np.minimum(1.0, self._limit / np.maximum(peaks, 1e-12))
        span = self._ahead + self._release
        held = minimum_filter1d(needed, span, origin=(self._release - self._ahead) // 2, mode="nearest")
        once = uniform_filter1d(held, self._ahead, mode="nearest")
        return np.asarray(uniform_filter1d(once, self._ahead, mode="nearest"))
