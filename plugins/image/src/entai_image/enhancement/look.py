"""What ails a picture, by measures that no training makes: noise, the grid of JPEG, and darkness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai_image.degrade.light import to_linear

Floats = NDArray[np.float32]
_LAPLACE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
BLOCK = 8
"""JPEG's blocks, and the squares in which noise is measured."""
INVISIBLE = 1.5 / 255
"""Steps so small are not seen, and do not make a grid: in a smooth sky even the best JPEG leaves some."""
QUIET = 0.1
"""Noise is read off the quietest tenth of squares: there, least of it is the picture's own detail."""
QUIET_BIAS = 0.75
"""What the quietest tenth shows of white noise, of the whole (measured on noise alone)."""


@dataclass(frozen=True)
class Findings:
    """What was measured.

    Args:
        noise: Standard deviation of white noise, grey levels of 255.
        blocking: Steps across the 8 x 8 grid over steps beside it; 1 where there is no grid.
        light: The median of linear light, 0 to 1.
        highlights: The 98th percentile of linear light.
    """

    noise: float
    blocking: float
    light: float
    highlights: float


def look(pixels: Floats) -> Findings:
    """Measure a picture `(height, width, 3)`, 0 to 1."""
    grey = pixels.mean(2)
    light = to_linear(np.clip(pixels, 0, 1)).max(2)
    noise = float(np.median([noise_of(pixels[..., channel]) for channel in range(pixels.shape[2])]))
    return Findings(noise, blocking_of(grey), float(np.median(light)), float(np.quantile(light, 0.98)))


def noise_of(channel: Floats) -> float:
    """After Immerkaer 1996, "Fast noise variance estimation", but from the quietest squares, clipped ones left out.

    Args:
        channel: `(height, width)`, 0 to 1.

    Returns:
        Grey levels of 255; 0 for a picture of fewer than four squares.
    """
    height, width = ((side - 2) // BLOCK * BLOCK for side in channel.shape)
    if height * width < 4 * BLOCK**2:
        return 0.0
    response = sum(_LAPLACE[i, j] * channel[i:i + height, j:j + width] for i in range(3) for j in range(3))
    squares, levels = (_squares(np.asarray(values, np.float32)) for values in (response, channel[1:1 + height, 1:1 + width]))
    means = levels.mean(1)
    usable = (means > 0.06) & (means < 0.94)
    if usable.sum() < 4:
        usable = np.ones_like(usable)
    deviations = np.sqrt((squares[usable] ** 2).mean(1)) / np.float32(np.sqrt((_LAPLACE**2).sum()))
    return float(np.quantile(deviations, QUIET) / QUIET_BIAS * 255)


def blocking_of(grey: Floats) -> float:
    """How much larger steps are across the grid of 8 than elsewhere (after Wang, Bovik & Evans 2000), rows and columns.

    Second differences are compared, so that slopes don't count; the grid begins at the picture's corner.
    """
    ratios = []
    for turned in (grey, grey.T):
        if turned.shape[1] < 3 * BLOCK:
            continue
        step = np.diff(turned, axis=1)
        steps = np.abs(2 * step[:, 1:-1] - step[:, :-2] - step[:, 2:])
        column = np.arange(1, 1 + steps.shape[1]) % BLOCK
        across, beside = steps[:, column == BLOCK - 1].mean(), steps[:, (column > 1) & (column < BLOCK - 3)].mean()
        ratios.append(float((across + INVISIBLE) / (beside + INVISIBLE)))
    return max(ratios, default=1.0)


def _squares(values: Floats) -> Floats:
    """`(height, width)` as `(squares, 64)`."""
    height, width = values.shape
    parts = values.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    return np.ascontiguousarray(parts.swapaxes(1, 2).reshape(-1, BLOCK**2))
