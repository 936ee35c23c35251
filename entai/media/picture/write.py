"""From pixels to a file, with all that its format can hold."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from entai.errors import EntaiError
from entai.media.picture.carried import Carried
from entai.media.picture.deep_png import png16
from entai.media.picture.tiff import exif_tags, tiff

WRITERS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF",
           ".bmp": "BMP", ".gif": "GIF", ".avif": "AVIF"}
MOVING = ("GIF", "WEBP", "PNG")
OPAQUE = ("JPEG", "BMP")
SIDES = {"JPEG": 65_535, "WEBP": 16_383, "GIF": 65_535, "AVIF": 65_536}
"""The most pixels a side that a format can hold."""


def write_still(pixels: NDArray[Any], carried: Carried, suffix: str, quality: int | None) -> bytes:
    """A picture as the bytes of a file.

    Args:
        pixels: `(height, width, 1 to 4)`, uint8, for PNG uint16, too, for TIFF float32 besides.
        carried: What goes along.
        suffix: Of the format.
        quality: 1 to 100; None is 95, and lossless for WebP.
    """
    kind = WRITERS[suffix]
    if kind == "TIFF":
        return tiff(pixels, carried)
    if pixels.dtype != np.uint8:
        return png16(pixels, carried)
    return _saved(_pillow(pixels, kind), kind, _settings(carried, kind, quality))


def write_animation(frames: list[NDArray[np.uint8]], durations: tuple[float, ...], loop: int | None, carried: Carried,
                    suffix: str, quality: int | None) -> bytes:
    """Frames `(height, width, 1 to 4)` as one GIF, WebP or APNG."""
    kind = WRITERS[suffix]
    if kind not in MOVING:
        raise EntaiError(f"an animation of {len(frames)} frames can't be written as {suffix}; it can as .gif, .webp or .png")
    pictures = [_pillow(frame, kind) for frame in frames]
    settings = _settings(carried, kind, quality) | {
        "save_all": True, "append_images": pictures[1:], "duration": [round(time) for time in durations]}
    if kind == "GIF":
        settings |= {"disposal": 2} if frames[0].shape[2] in (2, 4) else {}
    if loop is not None or kind != "GIF":
        settings["loop"] = 1 if loop is None else loop
    return _saved(pictures[0], kind, settings)


def _pillow(pixels: NDArray[np.uint8], kind: str) -> Any:
    height, width, channels = pixels.shape
    if max(height, width) > SIDES.get(kind, 2**31 - 1):
        raise EntaiError(f"{width} x {height} pixels are too many for {kind}: {SIDES[kind]:,} a side; write PNG or TIFF")
    if channels in (2, 4) and kind in OPAQUE:
        if (pixels[..., -1] < 255).any():
            raise EntaiError(f"{kind} holds no transparency, and this picture has some; write PNG, WebP or TIFF")
        pixels = pixels[..., :-1]
    return Pillow.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else np.ascontiguousarray(pixels))


def _settings(carried: Carried, kind: str, quality: int | None) -> dict[str, Any]:
    """What Pillow is told beside the pixels; what it is not told, it drops."""
    found = _encoding(kind, quality)
    if kind == "PNG":
        found["pnginfo"] = _png_texts(carried)
    if kind in ("JPEG", "WEBP", "PNG") or (kind == "AVIF" and exif_tags(carried.exif)):
        found |= {"exif": b"Exif\0\0" + carried.exif} if carried.exif else {}
    if kind not in ("BMP", "GIF"):
        found |= {"icc_profile": carried.icc} if carried.icc else {}
    if kind in ("JPEG", "WEBP", "AVIF"):
        found |= {"xmp": carried.xmp} if carried.xmp else {}
    if kind in ("JPEG", "PNG", "BMP"):
        found |= {"dpi": carried.dpi} if carried.dpi else {}
    if kind in ("JPEG", "GIF") and "comment" in carried.texts:
        found["comment"] = carried.texts["comment"].encode("latin-1", "replace")
    return found


def _encoding(kind: str, quality: int | None) -> dict[str, Any]:
    if kind == "WEBP":
        return {"quality": quality, "exact": True} if quality else {"lossless": True, "exact": True}
    if kind in ("JPEG", "AVIF"):
        return {"quality": quality or 95, "subsampling": 0 if kind == "JPEG" else "4:4:4"}
    return {}


def _png_texts(carried: Carried) -> Any:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, value in carried.texts.items():
        info.add_text(key.encode("latin-1", "replace")[:79].decode("latin-1"), value)
    if carried.xmp:
        info.add_itxt("XML:com.adobe.xmp", carried.xmp.decode("utf-8", "replace"))
    return info


def _saved(picture: Any, kind: str, settings: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    try:
        picture.save(buffer, kind, **settings)
    except (KeyError, ValueError, TypeError, OverflowError, struct.error) as error:
        raise EntaiError(f"this picture can't be written as {kind}: {error}") from error
    return buffer.getvalue()
