"""What colours the figure has, near each pixel: their mean, and how they vary."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from entai_image.keying.light import Plane, to_linear
from entai_image.keying.smooth import spread_out

SHADING, SPREAD = 0.15, 0.004
"""How much brightness varies beside what is measured (a share of the mean, squared), and every channel."""
GREY, GREY_SHADING, GREY_SPREAD = 0.42, 0.25, 0.05
"""Colours of anything: a middle grey that varies widely."""
_REDUCED = 4
UNIT = np.array([1, 1, 1, 0, 0, 0], np.float32)
"""The unit matrix, as the six entries that a symmetric one has."""

_PAIRS = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
"""The order in which the six different entries of a symmetric matrix stand."""


@dataclass(frozen=True)
class Colours:
    """A normal distribution of colours for each of n pixels.

    Args:
        mean: (n, 3).
        covariance: (n, 6): the entries rr, gg, bb, rg, rb, gb.
    """

    mean: Plane
    covariance: Plane


def products(colours: Plane) -> Plane:
    """The six products of the channels, (..., 6)."""
    return np.asarray(np.stack([colours[..., a] * colours[..., b] for a, b in _PAIRS], -1), np.float32)


def anything(count: int, linear: bool) -> Colours:
    """Colours of a thing one knows nothing about, such as a glass."""
    grey = np.full((1, 3), GREY, np.float32)
    grey = to_linear(grey) if linear else grey
    covariance = GREY_SHADING * products(grey) + GREY_SPREAD * UNIT
    return Colours(np.repeat(grey, count, 0), np.repeat(covariance, count, 0))


def nearby(figure: Plane, solid: Plane, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Colours:
    """The solid figure's colours around each of some pixels.

    Args:
        figure: Colours, (height, width, 3).
        solid: Where they are those of the figure alone, (height, width), 0 or 1.
        rows, columns: Of the pixels asked for.
    """
    size = [max(1, side // _REDUCED) for side in solid.shape[::-1]]
    weight = cv2.resize(solid, size, interpolation=cv2.INTER_AREA)
    small = cv2.resize(figure * solid[..., None], size, interpolation=cv2.INTER_AREA) / np.maximum(weight, 1e-6)[..., None]
    weight = (weight > 0.5).astype(np.float32)
    squares = products(small)
    mean, diagonal, cross = (_around(np.ascontiguousarray(part), weight, solid.shape)[rows, columns]
                             for part in (small, squares[..., :3], squares[..., 3:]))
    covariance = np.concatenate([diagonal, cross], 1) - products(mean)
    variance = np.maximum(covariance[:, :3], 0)
    for place, (a, b) in enumerate(_PAIRS[3:], 3):
        most = 0.98 * np.sqrt(variance[:, a] * variance[:, b])
        covariance[:, place] = np.clip(covariance[:, place], -most, most)
    covariance[:, :3] = variance
    return Colours(mean, covariance + np.float32(SHADING) * products(mean) + np.float32(SPREAD) * UNIT)


def _around(values: Plane, weight: Plane, shape: tuple[int, ...]) -> Plane:
    """Weighed means around each pixel, spread to where there are none, at full size."""
    blurred = cv2.GaussianBlur(weight, (0, 0), 3.0)
    means = cv2.GaussianBlur(values * weight[..., None], (0, 0), 3.0) / np.maximum(blurred, 1e-4)[..., None]
    whole = spread_out(np.asarray(means, np.float32), (blurred > 0.02).astype(np.float32))
    return np.asarray(cv2.resize(whole, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
