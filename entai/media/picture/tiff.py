"""TIFF of any depth (Adobe, TIFF revision 6.0).

Pillow does not write colours of 16 bits or floats, and where it calls libtiff a broken EXIF ends in an error.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from entai.media.picture.carried import Carried

_DEFLATE, _UINT, _FLOAT = 8, 1, 3
_GREY, _RGB, _STRAIGHT_ALPHA = 1, 2, 2
_START = 8
KEPT = (270, 271, 272, 305, 306, 315, 316, 33432, 34665, 34853)
"""Tags that tell of a picture and not of how it is stored: description, maker, model, software, date, artist, host,
copyright, and the blocks of EXIF and GPS."""


def tiff(pixels: NDArray[Any], carried: Carried) -> bytes:
    """A TIFF of one strip.

    Args:
        pixels: `(height, width, 1 to 4)`, uint8, uint16 or float32.
        carried: What goes along.
    """
    strip = zlib.compress(pixels.astype(pixels.dtype.newbyteorder("<")).tobytes(), 6)
    directory = _directory(pixels, carried, len(strip))
    directory[273] = 0  # Pillow adds where the directory ends, and there the strip begins
    content: bytes = directory.tobytes(_START)
    return b"II*\0" + struct.pack("<I", _START) + content + strip


def _directory(pixels: NDArray[Any], carried: Carried, size: int) -> Any:
    height, width, channels = pixels.shape
    directory = ImageFileDirectory_v2(ifh=b"II*\0" + struct.pack("<I", _START))
    for tag, value in exif_tags(carried.exif):
        directory[tag] = value
    kind = _FLOAT if pixels.dtype == np.float32 else _UINT
    directory[256], directory[257] = width, height
    directory[258] = (8 * pixels.dtype.itemsize,) * channels
    directory[259], directory[262] = _DEFLATE, _GREY if channels < 3 else _RGB
    directory.tagtype[273] = directory.tagtype[279] = 4
    directory[277], directory[278], directory[279], directory[284] = channels, height, size, 1
    directory[339] = (kind,) * channels
    if channels in (2, 4):
        directory[338] = _STRAIGHT_ALPHA
    if carried.dpi:
        directory[282], directory[283], directory[296] = *carried.dpi, 2
    if carried.xmp:
        directory.tagtype[700], directory[700] = 1, carried.xmp
    if carried.icc:
        directory.tagtype[34675], directory[34675] = 7, carried.icc
    return directory


def exif_tags(content: bytes) -> list[tuple[int, Any]]:
    """The tags of an EXIF block, which are a TIFF's own; a block that can't be read is left out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is wrong with it is not the user's to mend
            found = _kept(content)
    except (SyntaxError, ValueError, TypeError, KeyError, AttributeError, OSError, OverflowError, struct.error):
        return []
    return found


def _kept(content: bytes) -> list[tuple[int, Any]]:
    exif, trial = Pillow.Exif(), ImageFileDirectory_v2()
    exif.load(b"Exif\0\0" + content)
    found = [(tag, exif.get_ifd(tag) if tag in (34665, 34853) else value) for tag, value in exif.items() if tag in KEPT]
    for tag, value in found:
        trial[tag] = value
    trial.tobytes(0)  # raises where a value does not fit its tag
    return found
