"""MATLAB's bicubic `imresize` with antialiasing, by which papers make small pictures (Keys 1981, a = -0.5)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from entai_image.degrade.chain import Degradation, Floats

MARGIN = 2
"""Pixels of the small picture at each side that depend on what lies outside a cut patch."""


@lru_cache(maxsize=64)
def weights(length: int, out: int) -> NDArray[np.float32]:
    """The matrix `(out, length)` that resizes one axis; past the ends the axis is mirrored."""
    scale = out / length
    stretch = min(1.0, scale)
    width = 4.0 / stretch
    centre = (np.arange(out) + 0.5) / scale - 0.5
    index = np.floor(centre - width / 2)[:, None].astype(np.int64) + np.arange(int(np.ceil(width)) + 2)
    weight = _cubic((centre[:, None] - index) * stretch)
    weight /= weight.sum(1, keepdims=True)
    mirrored = np.mod(index, 2 * length)
    mirrored = np.where(mirrored >= length, 2 * length - 1 - mirrored, mirrored)
    matrix = np.zeros((out, length))
    np.add.at(matrix, (np.arange(out)[:, None], mirrored), weight)
    return matrix.astype(np.float32)


def _cubic(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    x = np.abs(distance)
    near = 1.5 * x**3 - 2.5 * x**2 + 1
    far = -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return np.where(x <= 1, near, np.where(x <= 2, far, 0.0))


def imresize(picture: Floats, height: int, width: int) -> Floats:
    """Resize `(h, w, channels)`, rows first and then columns."""
    rows = np.tensordot(weights(picture.shape[0], height), picture, (1, 0))
    columns: Floats = np.tensordot(weights(picture.shape[1], width), rows, (1, 1))
    return np.asarray(columns.swapaxes(0, 1), np.float32)


def shrink(factor: int) -> Degradation:
    """Smaller by a whole factor, rounded to 8 bits behind each axis, as MATLAB does with uint8."""
    def degrade(picture: Floats, rng: np.random.Generator) -> Floats:
        height, width = picture.shape[0] // factor, picture.shape[1] // factor
        rows = _rounded(np.tensordot(weights(picture.shape[0], height), picture, (1, 0)))
        both = np.tensordot(weights(picture.shape[1], width), rows, (1, 1)).swapaxes(0, 1)
        return _rounded(both)

    return degrade


def _rounded(values: NDArray[np.float32]) -> Floats:
    return np.asarray(np.floor(np.clip(values, 0, 1) * np.float32(255) + np.float32(0.5)) / np.float32(255), np.float32)
