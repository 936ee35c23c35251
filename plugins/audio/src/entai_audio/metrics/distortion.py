"""Ratios of what should be heard to what should not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LIMIT = 100.0
"""dB of a perfect copy."""


def si_sdr(reference: NDArray[np.floating], estimate: NDArray[np.floating]) -> float:
    """Scale-invariant signal-to-distortion ratio in dB, from -100 to 100.

    Le Roux et al., "SDR - half-baked or well done?" (2019): the estimate's projection on the reference counts as signal,
    the rest as distortion. Means are removed first. A silent reference gives -100.

    Args:
        reference, estimate: `(samples,)`, equally long.
    """
    if reference.shape != estimate.shape or reference.ndim != 1:
        raise ValueError(f"one reference and one estimate of one length, not {reference.shape} and {estimate.shape}")
    r, e = (wave.astype(np.float64) - wave.mean(dtype=np.float64) for wave in (reference, estimate))
    energy = r @ r
    if energy == 0 or not len(r):
        return -LIMIT
    target = (e @ r) / energy * r
    signal, noise = target @ target, (e - target) @ (e - target)
    if signal == 0 or noise == 0:
        return -LIMIT if signal == 0 else LIMIT
    return float(np.clip(10 * np.log10(signal / noise), -LIMIT, LIMIT))
