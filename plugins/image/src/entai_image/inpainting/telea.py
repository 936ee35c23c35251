"""OpenCV's Telea (2004, "An image inpainting technique based on the fast marching method"): the baseline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RADIUS = 3


def telea(pixels: NDArray[np.float32], hole: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Fill a hole of `(height, width, 1 or 3)`; OpenCV takes 8 bits."""
    import cv2

    levels = np.round(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    result = cv2.inpaint(levels, hole.astype(np.uint8), RADIUS, cv2.INPAINT_TELEA)
    return np.asarray(result, np.float32).reshape(pixels.shape) / np.float32(255)
