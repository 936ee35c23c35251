"""What a texture looks like in figures: energies of a bank of oriented filters, and how unevenly they are spread.

After steerable pyramids (Simoncelli and Freeman, 1995) and the statistics of Portilla and Simoncelli (2000).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from entai_image.generation.seams import Floats

SCALES, ORIENTATIONS, CROP = 4, 4, 64
_LEAST_SPREAD = 1 / 255
"""Of grey: what is flatter has no shape, and a speck in it no say."""


@cache
def bank(side: int) -> NDArray[np.float64]:
    """Analytic filters by their spectra, (bands, side, side): an octave and 45 degrees each."""
    y, x = np.meshgrid(np.fft.fftfreq(side), np.fft.fftfreq(side), indexing="ij")
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    filters = []
    for scale in range(SCALES):
        with np.errstate(divide="ignore"):
            octave = np.exp(-0.5 * (np.log2(radius / (0.35 / 2**scale)) / 0.55) ** 2)
        for turn in range(ORIENTATIONS):
            off = np.angle(np.exp(1j * (angle - np.pi * turn / ORIENTATIONS)))
            filters.append(octave * np.where(np.abs(off) < np.pi / 2, np.cos(off) ** (ORIENTATIONS - 1), 0))
    return np.array(filters)


def features(crops: Floats) -> NDArray[np.float64]:
    """Figures of crops, (n, side, side, 3) to (n, figures).

    Logarithms of each band's energy; how unevenly its strength is spread (a Gaussian texture's is spread evenly); means
    and spreads of the channels; skewness and kurtosis of grey, both drawn in by arcsinh.
    """
    grey = crops.mean(-1, dtype=np.float64)
    centred = grey - grey.mean((1, 2), keepdims=True)
    strength = np.abs(np.fft.ifft2(np.fft.fft2(centred)[:, None] * bank(crops.shape[1])))
    energy = (strength**2).mean((2, 3)) + _LEAST_SPREAD**2 / 100
    uneven = strength.std((2, 3)) / np.sqrt(energy)
    spread = centred.std((1, 2)) + _LEAST_SPREAD
    shape = [np.arcsinh(((centred / spread[:, None, None]) ** power).mean((1, 2))) for power in (3, 4)]
    colours = np.concatenate([crops.mean((1, 2)), crops.std((1, 2))], 1)
    return np.concatenate([0.5 * np.log(energy), 4 * uneven, 4 * colours, np.stack(shape, 1)], 1)


def crops_of(picture: Floats, step: int = CROP // 2) -> Floats:
    """Overlapping squares of a picture, (n, CROP, CROP, 3)."""
    rows, columns = (range(0, side - CROP + 1, step) for side in picture.shape[:2])
    return np.stack([picture[top:top + CROP, left:left + CROP] for top in rows for left in columns])


def frechet(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The Fréchet distance between two clouds of figures, (n, figures), each taken as normal with independent figures.

    With few crops a full covariance can't be known; that of each figure alone can.
    """
    means = ((one.mean(0) - other.mean(0)) ** 2).sum()
    return float(means + ((one.std(0) - other.std(0)) ** 2).sum())
