"""Pictures of more than 8 bits: Pillow opens them as 8 bits without a word, so FFmpeg (PyAV) reads them.

Measured against OpenCV on PNG and TIFF, 16-bit and float, grey, RGB and with alpha: both give equal pixels; PyAV is
there already for films.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError

_KNOWN = ("gray16be", "gray16le", "ya16be", "ya16le", "rgb48be", "rgb48le", "rgba64be", "rgba64le", "rgbf32be", "rgbf32le",
          "rgbaf32be", "rgbaf32le")
BITS_PER_SAMPLE = 258


def deep_bits(picture: Any, content: bytes) -> int:
    """Bits a channel where Pillow would cut them to 8; else 0."""
    if picture.format == "PNG" and content[24:25] == b"\x10" and content[25:26] in (b"\2", b"\4", b"\6"):
        return 16
    if picture.format == "TIFF" and picture.mode in ("RGB", "RGBA", "RGBX", "LA"):
        bits = picture.tag_v2.get(BITS_PER_SAMPLE, (8,))
        return int(max(bits)) if max(bits) > 8 else 0
    return 0


def read_deep(content: bytes, name: str, check: Callable[[int, int], None]) -> NDArray[Any]:
    """Read a PNG or TIFF with all its bits.

    Args:
        content: Of the file.
        name: For messages.
        check: Told width and height before anything is unpacked; it may refuse.

    Returns:
        `(height, width, channels)`, uint16 or float32.
    """
    import av

    try:
        with av.open(io.BytesIO(content)) as container:
            stream = container.streams.video[0]
            check(stream.width, stream.height)
            frame = next(container.decode(stream))
            if frame.format.name not in _KNOWN:
                raise EntaiError(f"{name} has more than 8 bits in an order that is not read here ({frame.format.name})")
            pixels: NDArray[Any] = _grey_alpha(frame) if frame.format.name.startswith("ya") else frame.to_ndarray()
    except (av.error.FFmpegError, StopIteration, IndexError, ValueError) as error:
        raise EntaiError(f"{name} can't be read as a picture: {error or 'it is cut off'}") from error
    return pixels if pixels.ndim == 3 else pixels[..., None]


def _grey_alpha(frame: Any) -> NDArray[Any]:
    """Grey with alpha, which PyAV does not turn into an array: the rows of its plane, less what fills them up."""
    plane = frame.planes[0]
    rows = np.frombuffer(plane, ">u2" if frame.format.name.endswith("be") else "<u2").reshape(frame.height, -1)
    return rows[:, :2 * frame.width].reshape(frame.height, frame.width, 2).astype(np.uint16)
