"""How near a picture is to the one it should be."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
BEST = 99.0
"""What equal pictures get, in dB."""


def psnr(picture: Any, truth: Any, border: int = 0) -> float:
    """Peak signal-to-noise ratio of 8-bit pictures `(height, width, ...)`, in dB, over all channels.

    Args:
        picture, truth: uint8.
        border: Pixels at each side that don't count.
    """
    inner = slice(border, -border or None)
    error = np.mean((np.asarray(picture, np.float64)[inner, inner] - np.asarray(truth, np.float64)[inner, inner]) ** 2)
    return BEST if error == 0 else float(10 * np.log10(255.0**2 / error))


def luma(pixels: Any) -> NDArray[np.float64]:
    """Y of ITU-R BT.601 as MATLAB's `rgb2ycbcr` gives it, 16 to 235, of uint8 `(height, width, 3)`."""
    red, green, blue = np.moveaxis(np.asarray(pixels, np.float64), -1, 0)
    return np.asarray(16.0 + (65.481 * red + 128.553 * green + 24.966 * blue) / 255.0)


def ssim(picture: Any, truth: Any) -> float:
    """Structural similarity of 8-bit pictures (Wang et al. 2004: Gaussian window of 11, sigma 1.5), mean over channels.

    Pictures smaller than the window are compared as a whole.
    """
    a, b = (np.atleast_3d(np.asarray(side, np.float64)) for side in (picture, truth))
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mean_a, mean_b = _window(a), _window(b)
    var_a, var_b = _window(a * a) - mean_a**2, _window(b * b) - mean_b**2
    both = _window(a * b) - mean_a * mean_b
    index = (2 * mean_a * mean_b + c1) * (2 * both + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))
    return float(np.mean(index))


def _window(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import cv2

    if min(values.shape[:2]) < 11:
        return np.asarray(values.mean((0, 1), keepdims=True))
    blurred = np.atleast_3d(cv2.GaussianBlur(values, (11, 11), 1.5, borderType=cv2.BORDER_REFLECT))
    return np.asarray(blurred[5:-5, 5:-5], np.float64)
