"""Large pictures in tiles that overlap by what an output pixel depends on, so that no seam can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Tile:
    """A part of a picture.

    Args:
        rows, columns: What of the picture its inner part is.
        top, left: Where the inner part begins within `pixels`.
        pixels: With the overlap, `(height, width, channels)`.
    """

    rows: slice
    columns: slice
    top: int
    left: int
    pixels: Floats


def cut(picture: Floats, size: int, overlap: int) -> Iterator[Tile]:
    """Tiles from left to right and from top to bottom.

    A tile that touches the picture's edge ends there: the network then pads as it does with the whole picture.

    Args:
        picture: `(height, width, channels)`.
        size: Side of the inner part; the last ones may be smaller.
        overlap: Pixels beyond it at each side.
    """
    height, width = picture.shape[:2]
    for top in range(0, height, size):
        for left in range(0, width, size):
            bottom, right = min(top + size, height), min(left + size, width)
            first_row, first_column = max(0, top - overlap), max(0, left - overlap)
            pixels = picture[first_row:bottom + overlap, first_column:right + overlap]
            yield Tile(slice(top, bottom), slice(left, right), top - first_row, left - first_column, pixels)


def place(tile: Tile, result: Floats, picture: Floats, scale: int) -> None:
    """Put the inner part of a tile's result, `scale` times as large, where it belongs in `picture`."""
    rows, columns = ((part.start * scale, part.stop * scale) for part in (tile.rows, tile.columns))
    top, left = tile.top * scale, tile.left * scale
    inner = result[top:top + rows[1] - rows[0], left:left + columns[1] - columns[0]]
    picture[rows[0]:rows[1], columns[0]:columns[1]] = inner
