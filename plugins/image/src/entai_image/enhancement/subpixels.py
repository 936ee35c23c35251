"""Pixels of a small square as channels of one, and back: a network at half resolution sees twice as far for a quarter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def fold(pixels: NDArray[Any], factor: int) -> NDArray[Any]:
    """`(..., h * factor, w * factor, c)` to `(..., h, w, factor * factor * c)` (space to depth)."""
    *lead, height, width, channels = pixels.shape
    parts = pixels.reshape(*lead, height // factor, factor, width // factor, factor, channels)
    return np.ascontiguousarray(np.moveaxis(parts, -4, -3).reshape(*lead, height // factor, width // factor, -1))


def unfold(pixels: NDArray[Any], factor: int) -> NDArray[Any]:
    """Back again (depth to space)."""
    *lead, height, width, channels = pixels.shape
    parts = pixels.reshape(*lead, height, width, factor, factor, channels // factor**2)
    return np.ascontiguousarray(np.moveaxis(parts, -4, -3).reshape(*lead, height * factor, width * factor, -1))
