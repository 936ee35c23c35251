"""A cut-out before another background."""

from __future__ import annotations

import cv2
import numpy as np

from entai_image.keying.light import Plane, to_display, to_linear


def mixed(figure: Plane, background: Plane, alpha: Plane, linear: bool) -> Plane:
    """`alpha` of the figure, the rest of the background.

    Args:
        figure, background: Display values 0..1, (height, width, 3).
        alpha: 0..1, (height, width).
        linear: Whether light is mixed, as by a lens, or display values, as by most programs.
    """
    part = alpha[..., None]
    if not linear:
        return np.asarray(part * figure + (1 - part) * background, np.float32)
    return to_display(part * to_linear(figure) + (1 - part) * to_linear(background))


def covering(background: Plane, height: int, width: int) -> Plane:
    """A background scaled until it covers a picture, and cut to it around its middle: nothing is stretched."""
    scale = max(height / background.shape[0], width / background.shape[1])
    size = max(height, round(background.shape[0] * scale)), max(width, round(background.shape[1] * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = background if size == background.shape[:2] else cv2.resize(background, size[::-1], interpolation=method)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    return np.clip(scaled[top:top + height, left:left + width], 0, 1)
