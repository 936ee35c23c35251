"""Sound between waveform and spectrum: frames at half overlap under a square-root Hann window.

The window is used before and after, so that frames which nothing changed add up to the waveform again. Keras' own
`istft` is wrong at the edges with more overlap, and hides the frames that causal networks work on.
"""

from __future__ import annotations

import math
from typing import Any

from keras import ops


def window(size: int) -> Any:
    """The square root of a periodic Hann window, `(size,)`."""
    return ops.sin(math.pi * ops.arange(size, dtype="float32") / size)


def analysis(waves: Any) -> Any:
    """Spectra of pairs of hops.

    Args:
        waves: `(batch, frames + 1, hop)`, the waveform cut in hops.

    Returns:
        Real and imaginary part, `(batch, frames, hop + 1, 2)`.
    """
    hop = waves.shape[-1]
    frames = ops.concatenate([waves[:, :-1], waves[:, 1:]], axis=-1) * window(2 * hop)
    return ops.stack(ops.rfft(frames, 2 * hop), axis=-1)


def synthesis(spectra: Any) -> Any:
    """Add frames up to a waveform; its first and last hop are faded, as one frame only covers them.

    Args:
        spectra: `(batch, frames, hop + 1, 2)`.

    Returns:
        `(batch, frames + 1, hop)`.
    """
    hop = spectra.shape[2] - 1
    frames = ops.irfft((spectra[..., 0], spectra[..., 1]), 2 * hop) * window(2 * hop)
    ahead = ops.pad(frames[..., :hop], ((0, 0), (0, 1), (0, 0)))
    return ahead + ops.pad(frames[..., hop:], ((0, 0), (1, 0), (0, 0)))


def magnitude(spectra: Any, least: float = 1e-5) -> Any:
    """The magnitude of `(..., 2)`, never under `least`, so that its gradient stays finite: `(...,)`."""
    return ops.sqrt(ops.sum(ops.square(spectra), axis=-1) + least ** 2)


def compressed(spectra: Any, power: float = 0.3, least: float = 1e-5) -> Any:
    """Spectra with their magnitudes raised to a power, phases kept: quiet detail counts as the ear has it.

    Braun & Tashev, "A consolidated view of loss functions for supervised deep learning-based speech enhancement" (2021).
    """
    return spectra * (magnitude(spectra, least) ** (power - 1))[..., None]
