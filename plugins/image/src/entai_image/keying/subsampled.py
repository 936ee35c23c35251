"""Chroma of half the resolution, as JPEG and film keep it: found, and drawn to luma's edges."""

from __future__ import annotations

import cv2
import numpy as np

from entai_image.keying.light import Plane
from entai_image.keying.regions import Mask

RADIUS, EDGE = 1, 5e-5
"""Of the guided filter: its window, and the variance of luma from which on it counts as an edge."""
_RATIO = 0.5


def is_subsampled(picture: Plane, sure: Mask) -> bool:
    """Whether colour is smoother than brightness on the bare screen, from one pixel to the next, beyond what noise does.

    Args:
        picture: Display values, (height, width, 3).
        sure: Where the screen is bare.
    """
    ycc = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)
    pairs = sure[:, 1:] & sure[:, :-1]
    if pairs.sum() < 100:
        return False
    luma, red, blue = (float(np.square(np.diff(ycc[..., part], axis=1)[pairs]).mean()) for part in range(3))
    return min(red, blue) < _RATIO * luma


def sharpened(picture: Plane) -> Plane:
    """Denoise chroma with luma as the guide, so that colour changes where brightness does (He et al., 2013)."""
    ycc = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)
    luma = np.ascontiguousarray(ycc[..., 0])
    colour = [_guided(luma, np.ascontiguousarray(ycc[..., part])) for part in (1, 2)]
    return np.asarray(np.clip(cv2.cvtColor(cv2.merge([luma, *colour]), cv2.COLOR_YCrCb2RGB), 0, 1), np.float32)


def _guided(guide: Plane, plane: Plane) -> Plane:
    side = (2 * RADIUS + 1,) * 2
    mean_guide, mean = cv2.blur(guide, side), cv2.blur(plane, side)
    variance = cv2.blur(guide * guide, side) - mean_guide * mean_guide
    slope = (cv2.blur(guide * plane, side) - mean_guide * mean) / (variance + np.float32(EDGE))
    return np.asarray(cv2.blur(slope, side) * guide + cv2.blur(mean - slope * mean_guide, side), np.float32)
