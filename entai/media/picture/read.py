"""From a file to pixels: what kind of file it is, whether it is too large, and every mode as grey or RGB."""

from __future__ import annotations

import io
import os
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import AvifImagePlugin, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin  # noqa: F401  registers readers
from PIL import Image as Pillow

from entai.errors import EntaiError
from entai.media.media import Source
from entai.media.picture.carried import ORIENTATION, Carried, turned
from entai.media.picture.deep import deep_bits, read_deep
from entai.media.picture.modes import plain
from entai.media.picture.tiff import KEPT
from entai.quiet import quiet

MEGAPIXELS = float(os.environ.get("ENTAI_MAX_MEGAPIXELS", 100))
"""A picture with more, all frames together, is refused; the variable or `read.max_megapixels` raises the limit."""
FORMATS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "TIFF": ".tif", "BMP": ".bmp", "GIF": ".gif", "AVIF": ".avif"}
"""What is read, and nothing else that Pillow could: some of its readers start other programs."""
MOVING = ("GIF", "WEBP", "PNG")
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError, ArithmeticError,
          RuntimeError, MemoryError, AssertionError, struct.error, zlib.error, Pillow.DecompressionBombError)
"""What Pillow raises for damaged files; each of them was seen on fuzzed ones."""
_LIMIT = threading.Lock()


@dataclass(frozen=True)
class Decoded:
    """A picture as it was read.

    Args:
        frames: `(height, width, channels)` each, of uint8, uint16 or float32; 2 or 4 channels end in alpha.
        durations: How long each frame stays, milliseconds; of an animation only.
        loop: How often it plays, 0 without end; None where the file does not say.
        suffix: Of its format.
    """

    frames: tuple[NDArray[Any], ...]
    carried: Carried
    suffix: str
    durations: tuple[float, ...] = ()
    loop: int | None = None


def read_picture(source: Source, megapixels: float) -> Decoded:
    """Read a picture whole.

    Raises:
        EntaiError: It is empty, cut off, no picture, of a mode without meaning here, or larger than the limit.
    """
    name = str(source) if isinstance(source, Path) else "standard input"
    try:
        content = source.read_bytes() if isinstance(source, Path) else source.read()
    except OSError as error:
        raise EntaiError(f"{name} can't be read: {error.strerror or error}") from error
    if not content:
        raise EntaiError(f"{name} is empty")
    with _our_limit(), quiet():
        try:
            with Pillow.open(io.BytesIO(content), formats=tuple(FORMATS)) as picture:
                return _decoded(picture, content, name, megapixels)
        except UnidentifiedImageError:
            return _unknown(content, name, megapixels)
        except DAMAGE as error:
            raise EntaiError(f"{name} can't be read as a picture: {_reason(error)}") from error


@contextmanager
def _our_limit() -> Iterator[None]:
    """Pillow's own limit is one for the whole process and may be lower than the user's; ours is checked instead."""
    with _LIMIT, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, Pillow.MAX_IMAGE_PIXELS = Pillow.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Pillow.MAX_IMAGE_PIXELS = before


def _unknown(content: bytes, name: str, megapixels: float) -> Decoded:
    """Pillow has no mode for TIFF with several channels of floats; the deep reader has."""
    if content[:4] not in (b"II*\0", b"MM\0*"):
        raise EntaiError(f"{name} is no picture in a format that is read here "
                         f"({', '.join(FORMATS)})")
    pixels = read_deep(content, name, lambda width, height: check_size(name, width, height, 1, megapixels))
    return Decoded((pixels,), Carried(), ".tif")


def _decoded(picture: Any, content: bytes, name: str, megapixels: float) -> Decoded:
    kind = "JPEG" if picture.format == "MPO" else str(picture.format)  # cameras add previews behind the first picture
    check_size(name, picture.width, picture.height, 1, megapixels)
    count = int(getattr(picture, "n_frames", 1)) if kind in MOVING else 1
    check_size(name, picture.width, picture.height, count, megapixels)
    if count > 1:
        return _animation(picture, count, FORMATS[kind], name, megapixels)
    deep = deep_bits(picture, content)
    orientation = _orientation(picture)
    pixels = read_deep(content, name, lambda width, height: None) if deep else plain(picture, name)
    return Decoded((turned(pixels, orientation),), _carried(picture).upright(), FORMATS[kind])


def check_size(name: str, width: int, height: int, frames: int, megapixels: float) -> None:
    """Refuse what would not fit, before anything is unpacked."""
    if width * height * frames > megapixels * 1e6:
        many = f" in {frames} frames" if frames > 1 else ""
        raise EntaiError(f"{name} has {width} x {height} pixels{many}, more than {megapixels:g} million; "
                         "--set read.max_megapixels=NUMBER raises the limit (or ENTAI_MAX_MEGAPIXELS)")


def _animation(picture: Any, count: int, suffix: str, name: str, megapixels: float) -> Decoded:
    carried, loop = _carried(picture), picture.info.get("loop")
    frames, durations = [], []
    for index in range(count):
        picture.seek(index)
        check_size(name, picture.width, picture.height, count, megapixels)  # a frame may make the canvas larger
        frames.append(np.asarray(picture.convert("RGBA")))
        durations.append(float(picture.info.get("duration") or 100))
    if len({frame.shape for frame in frames}) > 1:
        raise EntaiError(f"{name} is an animation whose frames are of different sizes")
    if all((frame[..., 3] == 255).all() for frame in frames):
        frames = [np.ascontiguousarray(frame[..., :3]) for frame in frames]
    return Decoded(tuple(frames), carried, suffix, tuple(durations), loop)


def _orientation(picture: Any) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except DAMAGE:
        return 1


def _carried(picture: Any) -> Carried:
    info = picture.info
    exif = _tiff_exif(picture) if picture.format == "TIFF" else _bytes(info.get("exif")).removeprefix(b"Exif\0\0")
    texts = {str(key): str(value) for key, value in getattr(picture, "text", {}).items() if key != "XML:com.adobe.xmp"}
    if isinstance(info.get("comment"), bytes):
        texts["comment"] = info["comment"].decode("latin-1")
    dpi = info.get("dpi")
    return Carried(exif, _bytes(info.get("icc_profile")), _bytes(info.get("xmp")),
                   (float(dpi[0]), float(dpi[1])) if dpi and min(dpi) > 0 else None, texts)


def _tiff_exif(picture: Any) -> bytes:
    """Of a TIFF's own tags, those that tell of the picture and not of how it is stored."""
    try:
        old, new = picture.getexif(), Pillow.Exif()
        for tag in KEPT:
            if tag in old:
                new[tag] = old.get_ifd(tag) if tag in (34665, 34853) else old[tag]
        return new.tobytes().removeprefix(b"Exif\0\0") if len(new) else b""
    except DAMAGE:
        return b""


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value) if isinstance(value, bytes | bytearray) else b""


def _reason(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "it does not fit in memory"
    return str(error) or "its parts don't fit together"
