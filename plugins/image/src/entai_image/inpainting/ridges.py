"""Scratches without a model: long thin lines that are brighter or darker than both their sides. The baseline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
SURROUNDINGS = 15
"""Pixels of the median that stands for the surroundings: a scratch is thinner than half of it."""
ASIDE = 6
"""Pixels from a scratch's middle to what is beside it."""
FAINT = 0.08
"""Brightness over the surroundings from which a pixel can belong to a scratch."""
LENGTH = 31
"""Pixels along which brightness is averaged."""
CLEAR, WEAK, SHARE = 0.07, 0.056, 0.6
"""Brightness over both sides, averaged along the line: of a clear scratch, of the least of one, and how much is clear."""
EXTENT = 80
"""Pixels that a scratch is long at least."""
ANGLES = 24
EVEN = 0.08
"""What one pixel of a line counts at most."""
THIN = 1.8
"""Mean distance to the rim, in pixels, of what is still a line."""


def ridges(grey: Floats) -> Mask:
    """Where scratches may be; bright stripes and the edges of buildings are taken for some, too.

    Args:
        grey: `(height, width)`, 0 to 1.
    """
    import cv2

    levels = np.round(np.clip(grey, 0, 1) * 255).astype(np.uint8)
    excess = (levels - cv2.medianBlur(levels, SURROUNDINGS).astype(np.float32)) / 255
    bright, dark = _ridges(levels.astype(np.float32) / np.float32(255))
    return _long(bright * (excess > FAINT)) | _long(dark * (excess < -FAINT))


def _ridges(grey: Floats) -> tuple[Floats, Floats]:
    """How much brighter, and how much darker, a line through each pixel is than both its sides, at the best angle.

    Each pixel of the line counts up to `EVEN`: a scratch is a little brighter all along, and not much in places.
    """
    bright, dark = (np.full_like(grey, -1) for _ in range(2))
    for angle in np.pi * np.arange(ANGLES) / ANGLES:
        sides = [_shifted(grey, sign * ASIDE * np.sin(angle), -sign * ASIDE * np.cos(angle)) for sign in (-1, 1)]
        over, under = grey - np.maximum(*sides), np.minimum(*sides) - grey
        bright, dark = np.maximum(bright, _along(over, angle)), np.maximum(dark, _along(under, angle))
    return bright, dark


def _along(contrast: Floats, angle: float) -> Floats:
    """The mean along a line; next to it counts as well, since scratches are not quite straight."""
    import cv2

    capped = cv2.dilate(np.clip(contrast, -EVEN, EVEN), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.filter2D(capped, -1, _line(angle), borderType=cv2.BORDER_REFLECT))


def _long(ridge: Floats) -> Mask:
    """The parts of a ridge that are long and thin, and clear for a good share of their length."""
    import cv2

    found = ridge > WEAK
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8), connectivity=8)
    extents = np.hypot(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT])
    depth = cv2.distanceTransform(found.astype(np.uint8), cv2.DIST_L2, 3)
    mean_depth = np.bincount(labels.ravel(), depth.ravel(), count) / np.maximum(1, boxes[:, cv2.CC_STAT_AREA])
    clear = np.bincount(labels.ravel(), (ridge > CLEAR).ravel(), count) / np.maximum(1, boxes[:, cv2.CC_STAT_AREA])
    kept = (extents >= EXTENT) & (mean_depth < THIN) & (clear > SHARE)
    kept[0] = False
    return np.asarray(kept[labels])


def _shifted(values: Floats, across: float, down: float) -> Floats:
    import cv2

    height, width = values.shape
    move = np.array([[1, 0, -round(across)], [0, 1, -round(down)]], np.float32)
    return np.asarray(cv2.warpAffine(values, move, (width, height), flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT))


def _line(angle: float) -> Floats:
    """A line through the middle of a square, its weights adding up to one."""
    import cv2

    kernel = np.zeros((LENGTH, LENGTH), np.float32)
    middle, reach = LENGTH // 2, LENGTH / 2
    across, down = reach * np.cos(angle), reach * np.sin(angle)
    cv2.line(kernel, (round(middle - across), round(middle - down)), (round(middle + across), round(middle + down)), 1, 1)
    return np.asarray(kernel / kernel.sum(), np.float32)
