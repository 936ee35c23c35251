"""Reverberation taken back: what the last half second predicts of the present, beyond the first 50 ms, is the room.

Weighted prediction error (WPE) of T. Nakatani et al., "Speech dereverberation based on variance-normalized delayed linear
prediction" (IEEE Trans. ASLP 18, 2010), of one channel. The delay keeps speech, which predicts itself over shorter times.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai.media.sound.form import Block

FRAME, HOP = 0.032, 0.008
"""Seconds."""
DELAY, TAPS, PASSES = 7, 40, 2
"""In hops: what is kept of the room, and how far back the prediction looks."""
FLOOR = 1e-3
"""Of a bin's mean power: what a pause counts as."""
AT_ONCE = 16
"""Bins that are solved together, to bound memory."""
BAND = (300.0, 5_000.0)
"""Hz: where speech tells of its room."""
ROOM = -17.0
"""dB: the late part relative to the whole, in that band, from which it is worth taking back."""
Spectra = NDArray[np.complex128]


def late_share(sound: Block, rate: int) -> float:
    """How loud the late part of a window is in the band of speech, dB relative to the window; from every sixth bin.

    Args:
        sound: `(n,)`, some seconds.
        rate: Hz.
    """
    hop = max(1, round(HOP * rate))
    size = round(FRAME / HOP) * hop
    band = slice(int(BAND[0] * size / rate), max(2, int(BAND[1] * size / rate)), 6)
    spectra = _spectra(sound, size, hop)[band]
    share = np.sum(np.abs(_late(spectra)) ** 2) / (np.sum(np.abs(spectra) ** 2) + 1e-30)
    return float(10 * np.log10(share + 1e-30))


def without_room(sound: Block, rate: int) -> Block:
    """A window of some seconds without its late reverberation.

    Args:
        sound: `(n,)`.
        rate: Hz.
    """
    hop = max(1, round(HOP * rate))
    size = round(FRAME / HOP) * hop
    spectra = _spectra(sound, size, hop)
    late = np.concatenate([_late(spectra[first:first + AT_ONCE]) for first in range(0, len(spectra), AT_ONCE)])
    return sound - _sound(late, size, hop, len(sound))


def _late(spectra: Spectra) -> Spectra:
    """What the past predicts of some bins, `(bins, frames)`."""
    from scipy.ndimage import uniform_filter1d

    bins, frames = spectra.shape
    past = np.zeros((bins, TAPS, frames), complex)
    for tap in range(TAPS):
        past[:, tap, DELAY + tap:] = spectra[:, :max(0, frames - DELAY - tap)]
    dry, late = spectra, np.zeros_like(spectra)
    for _ in range(PASSES):
        power = uniform_filter1d(np.abs(dry) ** 2, 3, axis=1)
        power = np.maximum(power, FLOOR * power.mean(1, keepdims=True) + 1e-12)
        weighted = past / power[:, None]
        covariance = weighted @ past.conj().transpose(0, 2, 1)
        trace = np.trace(covariance, axis1=1, axis2=2).real / TAPS
        covariance += np.eye(TAPS) * (1e-4 * trace + 1e-12)[:, None, None]
        filters = np.linalg.solve(covariance, weighted @ spectra.conj()[:, :, None])
        late = (filters.conj().transpose(0, 2, 1) @ past)[:, 0]
        dry = spectra - late
    return late


def _window(size: int) -> Block:
    return np.asarray(np.sin(np.pi * (np.arange(size) + 0.5) / size))


def _spectra(sound: Block, size: int, hop: int) -> Spectra:
    """`(bins, frames)` under a sine window."""
    padded = np.pad(np.asarray(sound, np.float64), (size, 2 * size))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    return np.fft.rfft(frames * _window(size), axis=1).T


def _sound(spectra: Spectra, size: int, hop: int, length: int) -> Block:
    """Overlap and add; the squares of the windows are divided out."""
    window = _window(size)
    frames = np.fft.irfft(spectra.T, size, axis=1) * window
    sound, weight = np.zeros((2, hop * (len(frames) - 1) + size))
    for index, frame in enumerate(frames):
        sound[index * hop:index * hop + size] += frame
        weight[index * hop:index * hop + size] += window**2
    return (sound / np.maximum(weight, 1e-9))[size:size + length]
