"""Between a film's frames and pictures: with the film's own matrix and range, in 8 or 16 bits, upright."""

from __future__ import annotations

from typing import Any

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from entai.media.film.source import Film
from entai.media.image import Image

_SD, _HD, _WIDE = 5, 1, 9
_MATRICES = {1: _HD, 4: 4, 5: _SD, 6: _SD, 7: 7, 9: _WIDE, 10: _WIDE}
"""From H.273's numbers of matrices to swscale's."""


def matrix_of(film: Film) -> int:
    """The matrix between RGB and YCbCr: as tagged, else that of high definition from 720 lines on."""
    return _MATRICES.get(film.tags[2], _HD if min(film.width, film.height) >= 720 else _SD)


def full_range(film: Film) -> bool:
    """Whether luma goes from 0 to 255."""
    return film.tags[3] == 2 or film.pixel_format.startswith("yuvj")


def has_alpha(pixel_format: str) -> bool:
    """Whether a pixel format has an alpha channel."""
    return pixel_format.startswith(("yuva", "rgba", "argb", "abgr", "bgra", "gbrap", "ya"))


class Darkroom:
    """Turns frames of one film into pictures, and pictures into frames to encode.

    Args:
        film: Whose frames.
    """

    def __init__(self, film: Film) -> None:
        self.film = film
        self._in, self._out = VideoReformatter(), VideoReformatter()
        self._range = 2 if full_range(film) else 1

    def developed(self, frame: Any) -> Image:
        """A frame as an upright picture, in 16 bits where it has more than 8."""
        deep, alpha = self.film.bits > 8, has_alpha(frame.format.name)
        form = ("rgba64le" if alpha else "rgb48le") if deep else ("rgba" if alpha else "rgb24")
        matrix = matrix_of(self.film)
        flat = self._in.reformat(frame, format=form, src_colorspace=matrix, src_color_range=self._range)
        return Image.of(np.ascontiguousarray(np.rot90(flat.to_ndarray(), self.film.rotation // 90)))

    def exposed(self, picture: Image, pixel_format: str) -> Any:
        """A picture as a frame in the pixel format of an encoder, turned back as the film's are."""
        bits = 16 if self.film.bits > 8 else 8
        whole = picture if has_alpha(pixel_format) or picture.alpha is None else Image(picture.pixels)
        pixels = self._coloured(np.rot90(whole.quantised(bits), -self.film.rotation // 90))
        form = {(8, 3): "rgb24", (8, 4): "rgba", (16, 3): "rgb48le", (16, 4): "rgba64le"}[bits, pixels.shape[2]]
        frame = av.VideoFrame.from_ndarray(pixels, form)
        matrix = matrix_of(self.film)
        return self._out.reformat(frame, format=pixel_format, dst_colorspace=matrix, dst_color_range=self._range)

    @staticmethod
    def _coloured(pixels: NDArray[Any]) -> NDArray[Any]:
        """Three channels or four: grey is repeated."""
        if pixels.shape[2] < 3:
            pixels = np.dstack([pixels[..., :1]] * 3 + [pixels[..., 1:]])
        return np.ascontiguousarray(pixels)
