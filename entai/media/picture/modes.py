"""Every mode of a picture as grey or RGB, with or without alpha."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError

_SAME = ("L", "LA", "RGB", "RGBA")
_AS = {"1": "L", "P": "RGB", "PA": "RGBA", "La": "LA", "RGBa": "RGBA", "RGBX": "RGB", "YCbCr": "RGB", "HSV": "RGB"}


def plain(picture: Any, name: str) -> NDArray[Any]:
    """Pixels of an opened picture.

    Args:
        picture: Opened by Pillow.
        name: For messages.

    Returns:
        `(height, width, 1 to 4)`: uint8, uint16, or float32 for floats.
    """
    mode = picture.mode
    if mode.startswith("I"):
        return _integers(np.asarray(picture), picture.info.get("transparency"), name)
    if mode == "F":
        return np.asarray(picture, np.float32)[..., None]
    if mode in ("CMYK", "LAB"):
        return np.asarray(_to_srgb(picture))
    if "transparency" in picture.info and mode in ("1", "L", "P", "RGB"):
        picture = picture.convert("LA" if mode in ("1", "L") else "RGBA")
    elif mode not in _SAME:
        if mode not in _AS:
            raise EntaiError(f"{name} is a picture of the mode {mode}, which is not read here")
        picture = picture.convert(_AS[mode])
    pixels = np.asarray(picture)
    return pixels[..., None] if pixels.ndim == 2 else pixels


def _integers(values: NDArray[Any], clear: Any, name: str) -> NDArray[np.uint16]:
    """16-bit grey; the level `clear`, where there is one, is transparent."""
    if values.size and not 0 <= int(values.min()) <= int(values.max()) <= 65535:
        raise EntaiError(f"{name} holds whole numbers outside 0 to 65535: they are no grey levels that are read here")
    grey = values.astype(np.uint16)[..., None]
    return np.dstack([grey, np.where(grey == clear, 0, 65535).astype(np.uint16)]) if isinstance(clear, int) else grey


def _to_srgb(picture: Any) -> Any:
    """Inks or Lab as sRGB: by the profile where a good one is there, else by formula; the profile is then spent."""
    from PIL import ImageCms

    profile = picture.info.pop("icc_profile", None)
    lab = picture.mode == "LAB"
    try:
        source = ImageCms.createProfile("LAB") if lab else ImageCms.ImageCmsProfile(io.BytesIO(profile or b""))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture.convert("RGB")
