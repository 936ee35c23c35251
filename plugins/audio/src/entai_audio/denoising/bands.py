"""Between the bins of a file of any rate and channels, and the 257 bins of one channel that a model sees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai_audio.denoising.frames import BINS, Complex

UPPER = (BINS - 1) // 2
"""The net's bin at 4 kHz: what lies above 8 kHz follows the mean gain from here up."""
FOLLOW = 0.7
"""Share of the last frame's gain above 8 kHz that is kept, so that it does not flutter."""


def seen(spectra: Complex) -> Complex:
    """What the model sees: the lower bins, all channels together.

    Magnitudes are the root mean square over channels, so that what is in opposite phase does not cancel; the phase is that
    of the sum.

    Args:
        spectra: `(frames, bins, channels)`.

    Returns:
        `(frames, 257)`, zeros where the file has no such bins.
    """
    lower = spectra[:, :BINS]
    one: Complex = lower[..., 0] if lower.shape[2] == 1 else _together(lower)
    return np.pad(one, ((0, 0), (0, BINS - one.shape[1])))


def _together(lower: Complex) -> Complex:
    total = lower.sum(axis=2)
    size = np.sqrt(np.mean(np.abs(lower) ** 2, axis=2))
    total = np.where(np.abs(total) > 1e-3 * size, total, lower[..., 0])
    turned: Complex = total * (size / np.maximum(np.abs(total), 1e-12))
    return turned.astype(np.complex64, copy=False)


def widened(masks: Complex, bins: int, before: float) -> tuple[Complex, float]:
    """Masks for all bins of a file.

    Args:
        masks: `(frames, 257)`.
        bins: How many the file's frames have.
        before: The gain above 8 kHz of the frame before.

    Returns:
        `(frames, bins)`, and the gain above 8 kHz of the last frame.
    """
    gains = np.abs(masks[:, UPPER:]).mean(axis=1, dtype=np.float64)
    for index, gain in enumerate(gains):
        before = gains[index] = FOLLOW * before + (1 - FOLLOW) * gain
    above: NDArray[np.complex64] = np.repeat(gains.astype(np.complex64)[:, None], max(0, bins - BINS), axis=1)
    return np.concatenate([masks[:, :bins], above], axis=1), float(before)
