"""A film's frame amid its neighbours: what of it is worn, and what they show in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai import Image
from entai.media.amid import Amid
from entai_image.inpainting.impulses import impulses
from entai_image.inpainting.motion import Seen, seen_from

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
FIT = 0.05
"""How well a neighbour must show what is here, or what is around a hole, 0 to 1, to be believed."""
AROUND = 5.0
"""Standard deviation, pixels, of the weights of what is around a hole."""
MOVED = 1.5
"""Pixels of motion from which on a line that moves along with things is one of them, and no scratch."""
HIDDEN = 5
"""Pixels across by which a hole is made larger where motion is not to be believed."""


@dataclass(frozen=True, eq=False)
class Surrounded:
    """A frame, what of it looks worn, and its neighbours as they look from here.

    Args:
        here: The frame.
        worn: What looks worn by itself, `(height, width)`.
        near: The neighbours, at most one to each side.
        theirs: What looks worn of each, in its own place.
    """

    here: Image
    worn: Mask
    near: tuple[Seen, ...]
    theirs: tuple[Mask, ...]


def surrounded(window: Amid[Image], worn: Callable[[Image], Mask]) -> Surrounded:
    """Look around; a neighbour of another size is none.

    Args:
        window: The frame amid its neighbours.
        worn: Says what of a picture looks worn.
    """
    here, mine = window.value, worn(window.value)
    near = [side[0] for side in (window.before, window.behind) if side and side[0].pixels.shape == here.pixels.shape]
    theirs = tuple(worn(picture) for picture in near)
    pairs = zip(near, theirs, strict=True)
    seen = tuple(seen_from(here.rgb, _hidden(mine), picture.rgb, _hidden(hole)) for picture, hole in pairs)
    return Surrounded(here, mine, seen, theirs)


def found(frame: Surrounded) -> Mask:
    """What of a frame is worn: what looks so and does not move along with the film's things, and what stands in it alone.

    With a neighbour missing, at the film's ends, it is what looks so.
    """
    if len(frame.near) < 2:
        return frame.worn
    here, (before, behind) = frame.here.rgb, frame.near
    moved = np.minimum(*(np.hypot(seen.shift[..., 0], seen.shift[..., 1]) for seen in (before, behind))) > MOVED
    stays = [np.abs(seen.pixels - here).max(2) < FIT for seen in (before, behind)]
    return np.asarray((frame.worn & ~(moved & stays[0] & stays[1])) | impulses(here, before, behind))


def mended(frame: Surrounded, hole: Mask, fill: Callable[[Image, Mask], Image]) -> Image:
    """A frame whose hole is filled with what its neighbours show; where they can't be believed, from its rim.

    Args:
        frame: The frame and its neighbours.
        hole: What is to be filled, `(height, width)`.
        fill: Fills a hole from its rim.
    """
    spatial = fill(frame.here, hole)
    if not frame.near or not hole.any():
        return spatial
    shown, good = [], []
    for seen, theirs in zip(frame.near, frame.theirs, strict=True):
        seen = seen.through(_hidden(hole))
        whole = seen.inside & ~seen.of(theirs)
        pixels, misfit = _matched(frame.here.rgb, whole & ~hole, seen)
        shown.append(pixels)
        good.append(whole & (misfit < FIT))
    pixels = _chosen(spatial.rgb, shown, good)
    if frame.here.pixels.shape[2] == 1:
        pixels = pixels.mean(2, keepdims=True)
    return frame.here.like(np.where(hole[..., None], pixels, frame.here.pixels))


def _hidden(hole: Mask) -> Mask:
    """A hole, and what is so near it that motion was measured with its pixels."""
    import cv2

    return np.asarray(cv2.dilate(hole.astype(np.uint8), np.ones((HIDDEN, HIDDEN), np.uint8)) > 0)


def _matched(here: Floats, alike: Mask, seen: Seen) -> tuple[Floats, Floats]:
    """A neighbour made as bright as what is around here, and by how much it fails to show that, 0 to 1.

    Args:
        here: `(height, width, 3)`.
        alike: Where both should show the same, `(height, width)`.
        seen: The neighbour.
    """
    import cv2

    known = alike.astype(np.float32)
    weight = np.maximum(cv2.GaussianBlur(known, (0, 0), AROUND), 1e-3)
    missing = (here - seen.pixels) * known[..., None]
    offset = cv2.GaussianBlur(missing, (0, 0), AROUND) / weight[..., None]
    misfit = cv2.GaussianBlur(np.abs(missing).mean(2), (0, 0), AROUND) / weight
    return np.clip(seen.pixels + offset, 0, 1), misfit


def _chosen(spatial: Floats, shown: list[Floats], good: list[Mask]) -> Floats:
    """Of two neighbours that can be believed and the fill from the rim the middle one; of one neighbour, that."""
    if len(shown) == 1:
        return np.where(good[0][..., None], shown[0], spatial)
    low, high = np.minimum(*shown), np.maximum(*shown)
    cases = [good[0] & good[1], good[0], good[1]]
    return np.select([case[..., None] for case in cases], [np.clip(spatial, low, high), *shown], spatial)
