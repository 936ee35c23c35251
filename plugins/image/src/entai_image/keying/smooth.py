"""Filters: noise out of what is flat, and values spread from where they are known to where they are not."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from entai_image.keying.light import Plane


def wiener(plane: Plane, variance: float, radius: int = 2) -> Plane:
    """A local Wiener filter (Lee, 1980): where a plane varies no more than its noise, the mean around; else itself.

    Args:
        plane: (height, width).
        variance: Of the noise.
        radius: Of the square window, pixels.
    """
    side = (2 * radius + 1, 2 * radius + 1)
    mean, square = cv2.blur(plane, side), cv2.sqrBoxFilter(plane, cv2.CV_32F, side)
    spread = np.maximum(square - mean * mean, 0)
    kept = np.maximum(spread - np.float32(variance), 0) / np.maximum(spread, 1e-9)
    return np.asarray(mean + kept * (plane - mean), np.float32)


def mean_around(values: Plane, place: tuple[NDArray[np.intp], ...], shape: tuple[int, ...], radius: int = 3) -> Plane:
    """Means of scattered values over the square windows around each, counting only where there are some.

    Args:
        values: (n,).
        place: Their rows and columns.
        shape: Of the picture they lie in.
        radius: Of the window, pixels.
    """
    side = (2 * radius + 1, 2 * radius + 1)
    plane, there = np.zeros((2, *shape[:2]), np.float32)
    plane[place], there[place] = values, 1
    return np.asarray((cv2.blur(plane, side) / np.maximum(cv2.blur(there, side), 1e-6))[place], np.float32)


def spread_out(values: Plane, weight: Plane) -> Plane:
    """Fill what is not known from what is, near before far, by a pyramid of weighed means (Gortler's push and pull).

    Args:
        values: (height, width, channels up to 4); anything where the weight is 0.
        weight: (height, width), 0..1.
    """
    levels = [(values * weight[..., None], weight)]
    while min(levels[-1][1].shape) > 2:
        levels.append((cv2.pyrDown(levels[-1][0]), cv2.pyrDown(levels[-1][1])))
    top, under = levels.pop()
    filled = top / np.maximum(under, 1e-6)[..., None]
    for top, under in reversed(levels):
        raised = cv2.pyrUp(filled, dstsize=under.shape[::-1])
        trust = np.minimum(2 * under, 1)[..., None]
        filled = trust * (top / np.maximum(under, 1e-6)[..., None]) + (1 - trust) * raised
    return np.asarray(filled, np.float32)
