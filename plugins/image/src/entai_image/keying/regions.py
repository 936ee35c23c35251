"""A first look: what surely is figure, what surely is screen, and the band between, by the colour difference."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from entai_image.keying.chroma import key_excess
from entai_image.keying.light import Plane
from entai_image.keying.smooth import wiener

Mask = NDArray[np.bool_]

SOLID, ERODED = 0.9, 3
"""Above this first alpha, and so for that many pixels around (of a picture of 400), is figure."""
FAINT, SIGMAS = 0.02, 3.0
"""Below this first alpha, and as many deviations of the bare screen's, is screen."""
_LEAST_SOLID = 0.01


@dataclass(frozen=True)
class Regions:
    """The picture in three.

    Args:
        figure, screen: Where alpha is 1 and 0, (height, width).
        first: The colour difference key's alpha, smoothed, (height, width).
    """

    figure: Mask
    screen: Mask
    first: Plane

    @property
    def band(self) -> tuple[NDArray[np.intp], ...]:
        """Rows and columns of what is neither."""
        return np.nonzero(~(self.figure | self.screen))


def regions(picture: Plane, screen: Plane, direction: Plane, sure: Mask) -> Regions:
    """Cut a picture in three.

    Args:
        picture, screen: What is seen, and the screen behind it, (height, width, 3).
        direction: Of the key's chroma.
        sure: Where the screen is bare: there the key is 0 but for noise.
    """
    raw = 1 - key_excess(picture, direction) / np.maximum(key_excess(screen, direction), 1e-3)
    first = wiener(raw, 1.5 * float(raw[sure].var()) if sure.any() else 0.0)
    some = first[::3, ::3][sure[::3, ::3]] if sure[::3, ::3].any() else np.zeros(1, np.float32)
    middle = float(np.median(some))
    noise = 1.48 * float(np.median(np.abs(some - middle)))
    radius = ERODED * max(1, round(max(first.shape) / 400))
    return Regions(_solid(first, radius), _eroded(first - middle < SIGMAS * noise + FAINT, 1), first)


def _solid(first: Plane, radius: int) -> Mask:
    """Where the figure is whole; of one whose colours come near the key's, where it is as whole as it gets."""
    solid = _eroded(first > SOLID, radius)
    if solid.mean() < _LEAST_SOLID and (first > 0.5).mean() > _LEAST_SOLID:
        solid = _eroded(first > SOLID * min(1.0, float(np.quantile(first[first > 0.5], 0.9))), radius)
    return solid


def _eroded(mask: Mask, radius: int) -> Mask:
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((2 * radius + 1,) * 2, np.uint8)) > 0)
