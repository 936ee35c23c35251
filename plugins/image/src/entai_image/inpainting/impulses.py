"""What stands in one frame of a film alone: dirt, hairs, scratches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai_image.inpainting.motion import Seen

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
OUT, RIM = 0.1, 0.04
"""How far beyond all that both neighbours show, 0 to 1, is an impulse; and how far what belongs to it, beside it."""
AROUND = 15
"""Pixels around that say how well the neighbours fit here: where they do not, an impulse must stand out by that more."""
MOST = 0.1
"""What one pixel counts in that at most."""
ALIKE = 0.2
"""By how much both neighbours may differ, 0 to 1, where they are to be believed."""


def impulses(here: Floats, before: Seen, behind: Seen) -> Mask:
    """Pixels that are brighter or darker than everything that both neighbours show near them.

    The rank-ordered difference of Nadenau and Mitra (1997), in three channels: the range of the 3 x 3 pixels around, in
    both neighbours, allows for motion that was measured half a pixel wrong.

    Args:
        here: `(height, width, 3)`, 0 to 1.
        before, behind: Its neighbours.
    """
    import cv2

    square = np.ones((3, 3), np.uint8)
    both = [_as_bright(seen.pixels, here) for seen in (before, behind)]
    low = np.minimum(*(cv2.erode(pixels, square) for pixels in both))
    high = np.maximum(*(cv2.dilate(pixels, square) for pixels in both))
    misfit = np.minimum(*(np.abs(here - pixels).max(2) for pixels in both))
    beyond = np.maximum(here - high, low - here).max(2) - cv2.blur(np.minimum(misfit, MOST), (AROUND, AROUND))
    apart = cv2.blur(np.abs(both[0] - both[1]).max(2), (5, 5))
    return _grown_from(beyond, before.inside & behind.inside & (apart < ALIKE))


def _as_bright(pixels: Floats, here: Floats) -> Floats:
    """A neighbour as bright as the picture here: old film flickers."""
    return np.asarray(pixels + np.median(here - pixels, axis=(0, 1)), np.float32)


def _grown_from(beyond: Floats, believed: Mask) -> Mask:
    """The parts beyond `RIM` that somewhere are beyond `OUT`."""
    import cv2

    count, labels = cv2.connectedComponents(((beyond > RIM) & believed).astype(np.uint8), connectivity=8)
    kept = np.bincount(labels.ravel(), ((beyond > OUT) & believed).ravel(), count) > 0
    kept[0] = False
    return np.asarray(kept[labels])
