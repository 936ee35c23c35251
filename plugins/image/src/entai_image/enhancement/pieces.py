"""What runs through the task: tiles of frames, and how they become pictures again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai import Image
from entai_image.degrade import imresize
from entai_image.enhancement.restorer import EDGE, Restorer
from entai_image.enhancement.tiles import Tile, place

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Piece:
    """A tile of a frame, before or behind the network.

    Args:
        frame: Number of the frame.
        restorer: What repairs it.
        tile: Where it lies in the padded frame.
        pixels: RGB; behind the network `scale` times as large as the tile.
    """

    frame: int
    restorer: Restorer
    tile: Tile
    pixels: Floats


def assembled(pieces: Iterable[Piece], frames: Iterable[Image], scale: int) -> Iterator[Image]:
    """Frames from their tiles, one after another: no more than one is held at a time."""
    source = iter(pieces)
    piece = next(source, None)
    for number, frame in enumerate(frames):
        height, width = (side + 2 * EDGE + 1 for side in (frame.height, frame.width))
        canvas = np.empty((height * scale, width * scale, 3), np.float32)
        while piece is not None and piece.frame == number:
            place(piece.tile, piece.pixels, canvas, scale)
            piece = next(source, None)
        edge = EDGE * scale
        yield finished(frame, canvas[edge:edge + frame.height * scale, edge:edge + frame.width * scale], scale)


def finished(frame: Image, pixels: Floats, scale: int) -> Image:
    """Restored RGB as a picture like `frame`: grey where that was grey, its alpha as large as it is."""
    if frame.pixels.shape[2] == 1:
        pixels = pixels.mean(2, keepdims=True)
    alpha = frame.alpha
    if alpha is not None and scale > 1:
        alpha = np.clip(imresize(alpha[..., None], frame.height * scale, frame.width * scale)[..., 0], 0, 1)
    return frame.like(np.ascontiguousarray(pixels), alpha)
