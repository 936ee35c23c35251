"""A trained finder of scratches as the task uses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from entai import Image
from entai_image.enhancement.subpixels import fold, unfold
from entai_image.enhancement.tiles import cut, place

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
TILE = 512
"""Pixels a side of a tile, without what it overlaps others by."""
EDGE = 8
"""Mirrored pixels around a picture, so that the network's own zeros at the edge do no harm."""
LENGTH = 24
"""Pixels that a scratch is long at least."""
VIEWS = ((1, 1), (1, -1), (-1, 1))
"""Steps down and across by which a picture is looked at: as it is, and mirrored. What is sure is so in all of them."""
DILATIONS = (1, 2, 4, 8, 16, 8, 4, 2, 1)
"""Pixels of half resolution between what a 3 x 3 convolution looks at, layer by layer."""
RADIUS = sum(DILATIONS) + 2
"""Pixels of half resolution to each side that an output pixel depends on; two layers more stand around the stack."""


@dataclass(frozen=True)
class Finder:
    """Says where scratches are.

    Args:
        network: From folded pixels to folded logits, batch first.
        radius: Pixels of its input to each side that an output pixel depends on.
        threshold: How likely a pixel of a scratch is at least, 0 to 1.
        tile: Pixels a side of a tile.
    """

    network: Callable[[Floats], Floats]
    radius: int
    threshold: float
    tile: int = TILE
    _kept: WeakKeyDictionary[Image, Mask] = field(default_factory=WeakKeyDictionary, repr=False, compare=False)

    def likely(self, rgb: Floats) -> Floats:
        """How likely each pixel is part of a scratch, `(height, width)`, 0 to 1: the mean over mirrored views.

        Args:
            rgb: `(height, width, 3)`, 0 to 1.
        """
        views = [self._one_view(np.ascontiguousarray(rgb[::down, ::across]))[::down, ::across] for down, across in VIEWS]
        return np.asarray(np.mean(views, axis=0), np.float32)

    def _one_view(self, rgb: Floats) -> Floats:
        """Tile by tile, in bounded memory."""
        height, width = rgb.shape[:2]
        padding = ((EDGE, EDGE + height % 2), (EDGE, EDGE + width % 2), (0, 0))
        padded = np.pad(np.clip(rgb, 0, 1), padding, mode="symmetric")
        logits = np.empty((*padded.shape[:2], 1), np.float32)
        for tile in cut(padded, self.tile, 2 * self.radius):
            place(tile, unfold(np.asarray(self.network(fold(tile.pixels[None], 2)), np.float32), 2)[0], logits, 1)
        return np.asarray(1 / (1 + np.exp(-logits[EDGE:EDGE + height, EDGE:EDGE + width, 0])), np.float32)

    def __call__(self, picture: Image) -> Mask:
        """Where scratches are, `(height, width)`; of a film's frame, which is looked at thrice, they are kept."""
        if picture not in self._kept:
            self._kept[picture] = _long(self.likely(picture.rgb) > self.threshold)
        return self._kept[picture]


def _long(found: Mask) -> Mask:
    """Without specks."""
    import cv2

    _, labels, boxes, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8), connectivity=8)
    kept = np.hypot(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) >= LENGTH
    kept[0] = False
    return np.asarray(kept[labels])


def shipped() -> Finder:
    """The finder that travels with the plugin."""
    import entai

    return entai.load("image-inpainting", "scratches").model  # type: ignore[no-any-return]
