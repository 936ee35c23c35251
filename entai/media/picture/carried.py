"""What a picture file carries beside its pixels, kept as it is from file to file."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

ORIENTATION = 0x0112
_XMP_ORIENTATION = re.compile(rb'(tiff:Orientation(?:="|>))[0-9]')


@dataclass(frozen=True)
class Carried:
    """EXIF, colour profile and the like, as bytes: what is not understood is kept as well.

    Args:
        exif: Without the `Exif` mark in front; its orientation is 1, as pixels are turned when they are read.
        icc: Colour profile. Pixels are in its space; nothing converts them.
        xmp: A packet of XML.
        dpi: Pixels an inch, across and down.
        texts: Text entries of a PNG, or `comment` of a GIF or JPEG.
    """

    exif: bytes = b""
    icc: bytes = b""
    xmp: bytes = b""
    dpi: tuple[float, float] | None = None
    texts: dict[str, str] = field(default_factory=dict)

    def upright(self) -> Carried:
        """The same with an orientation of 1."""
        return replace(self, exif=_upright_exif(self.exif), xmp=_XMP_ORIENTATION.sub(rb"\g<1>1", self.xmp))


def _upright_exif(exif: bytes) -> bytes:
    """Set the orientation in place, byte for byte: written anew, makers' notes would point beside what they mean."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    try:
        start, = struct.unpack_from(f"{order}I", exif, 4)
        count, = struct.unpack_from(f"{order}H", exif, start)
        for place in range(start + 2, start + 2 + 12 * count, 12):
            if struct.unpack_from(f"{order}H", exif, place)[0] == ORIENTATION:
                changed = bytearray(exif)
                struct.pack_into(f"{order}HIHH", changed, place + 2, 3, 1, 1, 0)
                return bytes(changed)
    except struct.error:
        pass  # no EXIF, or a broken one: it is kept as it is
    return exif


def turned(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Turn rows and columns as EXIF says (CIPA DC-008, tag 274); an unknown number turns nothing.

    Args:
        pixels: `(height, width, ...)`.
        orientation: 1 to 8.
    """
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
