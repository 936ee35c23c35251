"""Where two overlapping pieces are cut, so that the cut shows least (Efros and Freeman, 2001)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def vertical_cut(difference: Floats) -> NDArray[np.intp]:
    """The cheapest way from the top to the bottom, by dynamic programming.

    Args:
        difference: What a cut through each pixel costs, (height, width).

    Returns:
        The column it goes through in each row, (height,).
    """
    height, width = difference.shape
    cost = difference.astype(np.float64)
    for row in range(1, height):
        padded = np.pad(cost[row - 1], 1, constant_values=np.inf)
        cost[row] += np.minimum(np.minimum(padded[:-2], padded[1:-1]), padded[2:])
    path = np.empty(height, np.intp)
    path[-1] = int(cost[-1].argmin())
    for row in range(height - 2, -1, -1):
        low = max(0, path[row + 1] - 1)
        path[row] = low + int(cost[row, low:min(width, path[row + 1] + 2)].argmin())
    return path


def keep_new(old: Floats, new: Floats, left: int, top: int) -> Floats:
    """How much of a new piece is taken at each pixel, 0..1, over an old one that it overlaps at its left and its top.

    Args:
        old, new: (side, side, 3).
        left, top: How wide the overlaps are; 0 where there is none.
    """
    difference = ((old - new) ** 2).sum(2)
    mask = np.ones(difference.shape, np.float32)
    if left:
        cut = vertical_cut(difference[:, :left])
        mask[:, :left] *= np.arange(left)[None] > cut[:, None]
    if top:
        cut = vertical_cut(difference[:top].T)
        mask[:top] *= np.arange(top)[:, None] > cut[None]
    soft = cv2.GaussianBlur(mask, (0, 0), 0.7)
    return np.where(_overlap(mask.shape, left, top), soft, mask)[..., None].astype(np.float32)


def _overlap(shape: tuple[int, ...], left: int, top: int) -> NDArray[np.bool_]:
    inside = np.zeros(shape, bool)
    inside[:, :left] = inside[:top] = True
    return inside
