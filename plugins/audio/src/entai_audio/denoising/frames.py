"""Spectra as the net sees them: frames of 32 ms under a square-root Hann window, at any sampling rate.

A model sees a frame every 16 ms. A stream has two such lattices of frames, 8 ms apart: a frame every 8 ms.

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
"""Samples from frame to frame at 16 kHz, as a model sees them."""
BINS = HOP + 1
LATTICES = 2
"""How many of a stream's hops make one of a model's."""
OVERLAP = 2 * LATTICES
"""How many of a stream's hops make a frame."""
Complex = NDArray[np.complex64]
Wave = NDArray[np.float32]


@lru_cache(maxsize=16)
def window(size: int) -> Wave:
    """The square root of a periodic Hann window: used before and after, the frames of a lattice add up to what was there."""
    return np.sin(np.pi * np.arange(size) / size).astype(np.float32)


@lru_cache(maxsize=64)
def hop_at(rate: int) -> int:
    """A stream's hop, about 8 ms in samples: a number of small prime factors, so that a frame's spectrum is fast.

    44.1 kHz gives 352: bins are 31.32 Hz apart in place of 31.25, a quarter of a per cent off.
    """
    wanted = rate * HOP / LATTICES / RATE
    near = sorted(range(max(2, int(wanted * 0.97)), int(wanted * 1.03) + 2), key=lambda hop: abs(hop - wanted))
    return next((hop for hop in near if _smooth(hop)), near[0])


def _smooth(number: int) -> bool:
    for prime in (2, 3, 5, 7, 11):
        while number % prime == 0:
            number //= prime
    return number == 1


def analysis(hops: NDArray[Any]) -> Complex:
    """Spectra of frames that begin at every hop.

    Args:
        hops: `(frames + 3, hop, channels)`.

    Returns:
        `(frames, 2 * hop + 1, channels)`, scaled to the sums of a frame of 512 samples.
    """
    size, count = OVERLAP * hops.shape[1], len(hops) - OVERLAP + 1
    frames = np.concatenate([hops[at:at + count] for at in range(OVERLAP)], axis=1).astype(np.float32, copy=False)
    found = np.fft.rfft(frames * window(size)[:, None], axis=1) * np.float32(2 * HOP / size)
    return found.astype(np.complex64, copy=False)


def synthesis(spectra: Complex) -> Wave:
    """Windowed frames as `(frames, 4, hop, channels)`, which add up to the sound where they lie over each other."""
    frames, bins, channels = spectra.shape
    size = 2 * (bins - 1)
    waves = np.fft.irfft(spectra, size, axis=1).astype(np.float32, copy=False)
    waves *= window(size)[:, None] * np.float32(size / (2 * HOP) / LATTICES)
    return waves.reshape(frames, OVERLAP, size // OVERLAP, channels)


def spectra(waves: Wave) -> Complex:
    """Spectra of waves at 16 kHz, to train on: `(batch, samples)` to `(batch, frames, 257)`."""
    frames = np.lib.stride_tricks.sliding_window_view(waves, 2 * HOP, axis=1)[:, ::HOP]
    return np.fft.rfft(frames * window(2 * HOP), axis=2).astype(np.complex64, copy=False)


def real(spectra: Complex) -> Wave:
    """Real and imaginary part as a last axis of two."""
    return np.ascontiguousarray(spectra).view(np.float32).reshape(*spectra.shape, 2)
