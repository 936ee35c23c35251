"""A picture with its hole filled, by the way that was asked for."""

from __future__ import annotations

import numpy as np

from entai import Image
from entai_image.inpainting.holes import Mask
from entai_image.inpainting.membrane import fill
from entai_image.inpainting.telea import telea


def filled(picture: Image, hole: Mask, method: str = "membrane") -> Image:
    """A picture with its hole filled.

    Args:
        picture: With all that it carries, which stays.
        hole: `(height, width)`, not the whole picture.
        method: `membrane` or `telea`.
    """
    if not hole.any():
        return picture
    result = fill(picture.pixels, hole) if method == "membrane" else telea(picture.pixels, hole)
    return picture.like(np.where(hole[..., None], result, picture.pixels))
