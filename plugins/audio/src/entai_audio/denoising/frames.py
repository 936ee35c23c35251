"""Spectra as the net sees them: frames of 32 ms, every 16 ms, under a square-root Hann window, at any sampling rate.

At 16 kHz a frame has 257 bins, 31.25 Hz apart. At any other rate the frame is as long in time, so that its lower bins lie
where the net's do: nothing has to be resampled, and what the net does not touch comes out as it went in.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
HOP = 256
"""Samples from frame to frame at 16 kHz."""
BINS = HOP + 1
Complex = NDArray[np.complex64]
Wave = NDArray[np.float32]


@lru_cache(maxsize=16)
def window(size: int) -> Wave:
    """The square root of a periodic Hann window: used before and after, frames at half overlap add up to what was there."""
    return np.sin(np.pi * np.arange(size) / size).astype(np.float32)


@lru_cache(maxsize=64)
def hop_at(rate: int) -> int:
    """About 16 ms in samples, a number of small prime factors, so that its spectrum is fast.

    44.1 kHz gives 704: bins are 31.32 Hz apart in place of 31.25, a quarter of a per cent off.
    """
    wanted = rate * HOP / RATE
    near = sorted(range(max(2, int(wanted * 0.97)), int(wanted * 1.03) + 2), key=lambda hop: abs(hop - wanted))
    return next((hop for hop in near if _smooth(hop)), near[0])


def _smooth(number: int) -> bool:
    for prime in (2, 3, 5, 7, 11):
        while number % prime == 0:
            number //= prime
    return number == 1


def analysis(hops: NDArray[Any]) -> Complex:
    """Spectra of neighbouring pairs of hops.

    Args:
        hops: `(frames + 1, hop, channels)`.

    Returns:
        `(frames, hop + 1, channels)`, scaled to the sums of a frame of 512 samples.
    """
    size = 2 * hops.shape[1]
    frames = np.concatenate([hops[:-1], hops[1:]], axis=1).astype(np.float32, copy=False) * window(size)[:, None]
    return (np.fft.rfft(frames, axis=1) * np.float32(2 * HOP / size)).astype(np.complex64, copy=False)


def synthesis(spectra: Complex) -> Wave:
    """Windowed frames `(frames, 2, hop, channels)`, whose first half adds to the second half of the frame before."""
    frames, bins, channels = spectra.shape
    size = 2 * (bins - 1)
    waves = np.fft.irfft(spectra, size, axis=1).astype(np.float32, copy=False)
    waves *= window(size)[:, None] * np.float32(size / (2 * HOP))
    return waves.reshape(frames, 2, bins - 1, channels)


def spectra(waves: Wave) -> Complex:
    """Spectra of waves at 16 kHz, to train on: `(batch, samples)` to `(batch, frames, 257)`."""
    frames = np.lib.stride_tricks.sliding_window_view(waves, 2 * HOP, axis=1)[:, ::HOP]
    return np.fft.rfft(frames * window(2 * HOP), axis=2).astype(np.complex64, copy=False)


def real(spectra: Complex) -> Wave:
    """Real and imaginary part as a last axis of two."""
    return np.ascontiguousarray(spectra).view(np.float32).reshape(*spectra.shape, 2)
