"""PNG with 16 bits a channel, which Pillow does not write (W3C Portable Network Graphics, third edition)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai.media.picture.carried import Carried

_COLOUR = {1: 0, 2: 4, 3: 2, 4: 6}
"""Colour types by the number of channels."""
_UP = 2


def png16(pixels: NDArray[Any], carried: Carried) -> bytes:
    """A PNG of 16 bits.

    Args:
        pixels: `(height, width, 1 to 4)`, uint16, or float32 of 0 to 1.
        carried: What goes along.
    """
    if pixels.dtype != np.uint16:
        pixels = np.round(np.clip(pixels, 0, 1) * 65535).astype(np.uint16)
    height, width, channels = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 16, _COLOUR[channels], 0, 0, 0)
    chunks = [_chunk(b"IHDR", header), *_beside(carried), _chunk(b"IDAT", zlib.compress(_filtered(pixels), 6)),
              _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _filtered(pixels: NDArray[np.uint16]) -> bytes:
    """Each row less the one above it, byte for byte, behind the filter's number."""
    rows = pixels.astype(">u2").reshape(len(pixels), -1).view(np.uint8)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    return np.hstack([np.full((len(rows), 1), _UP, np.uint8), rows - above]).tobytes()


def _beside(carried: Carried) -> Iterator[bytes]:
    if carried.icc:
        yield _chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(carried.icc))
    if carried.dpi:
        yield _chunk(b"pHYs", struct.pack(">IIB", *(round(value / 0.0254) for value in carried.dpi), 1))
    if carried.exif:
        yield _chunk(b"eXIf", carried.exif)
    if carried.xmp:
        yield _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + carried.xmp)
    for key, value in carried.texts.items():
        yield _chunk(b"iTXt", key.encode("latin-1", "replace")[:79] + b"\0\0\0\0\0" + value.encode())


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
