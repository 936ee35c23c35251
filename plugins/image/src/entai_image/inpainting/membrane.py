"""Holes filled by a membrane and a thin plate stretched over them.

A membrane (Laplace's equation, harmonic) is flat and safe; a plate (biharmonic, Damelin & Hoang 2018) goes on with
slopes and swings over where little holds it. Seven tenths of the one and three of the other were best on validation
pictures: 1.2 dB above OpenCV's Telea, where the membrane alone gains 1.0 and the plate 0.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai_image.inpainting.telea import telea

Floats = NDArray[np.float32]
PLATE = 0.3
LARGEST = 150_000
"""Pixels of one hole that are solved for at once."""
SIDE = 256
"""Pixels a side of the parts of a larger one."""
_ROUND = 2
"""Pixels around a hole that the plate holds on to."""
_MEMBRANE = ((0, 0, 4.0), *((y, x, -1.0) for y, x in ((0, 1), (1, 0), (0, -1), (-1, 0))))
_PLATE = ((0, 0, 20.0), *((y, x, -8.0) for y, x in ((0, 1), (1, 0), (0, -1), (-1, 0))),
          *((y, x, 2.0) for y, x in ((1, 1), (1, -1), (-1, 1), (-1, -1))),
          *((y, x, 1.0) for y, x in ((0, 2), (2, 0), (0, -2), (-2, 0))))


def fill(pixels: Floats, hole: NDArray[np.bool_]) -> Floats:
    """Fill a hole from its rim.

    Args:
        pixels: `(height, width, channels)`; what stands in the hole does not matter.
        hole: `(height, width)`; not the whole picture.

    Returns:
        New pixels; outside the hole they are the same.
    """
    import cv2

    result = np.where(hole[..., None], telea(pixels, hole), pixels)
    near = cv2.dilate(hole.astype(np.uint8), np.ones((2 * _ROUND + 1,) * 2, np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in boxes[label])
        window = (slice(top, top + height), slice(left, left + width))
        inside = hole[window] & (labels[window] == label)
        for part in _parts(inside):
            whole = result[window][part]
            whole[inside[part]] = _solved(whole, inside[part])[inside[part]]
    return result


def _parts(hole: NDArray[np.bool_]) -> Iterator[tuple[slice, slice]]:
    """The whole window of a hole; of a large one parts, twice over with other borders, beginning from Telea's fill."""
    if hole.sum() <= LARGEST:
        yield slice(None), slice(None)
        return
    for first in (0, SIDE // 2):
        for top in range(-first, hole.shape[0], SIDE):
            for left in range(-first, hole.shape[1], SIDE):
                part = (slice(max(0, top), top + SIDE), slice(max(0, left), left + SIDE))
                if hole[part].any() and not hole[part].all():
                    yield part


def _solved(pixels: Floats, hole: NDArray[np.bool_]) -> Floats:
    membrane = _solution(pixels, hole, _MEMBRANE)
    if min(hole.shape) <= 2 * _ROUND + 1:
        return membrane
    mixed = (1 - PLATE) * membrane + PLATE * _solution(pixels, hole, _PLATE)
    known = pixels[~hole]
    return np.clip(mixed, known.min(), known.max()).astype(np.float32)


def _solution(pixels: Floats, hole: NDArray[np.bool_], stencil: tuple[tuple[int, int, float], ...]) -> Floats:
    """Solve `stencil * picture = 0` inside the hole; past the picture's edge it is mirrored."""
    from scipy import sparse
    from scipy.sparse.linalg import splu

    rows, columns = np.nonzero(hole)
    number = np.full(hole.shape, -1)
    number[rows, columns] = np.arange(len(rows))
    at, to, weights = [], [], []
    right = np.zeros((len(rows), pixels.shape[2]))
    for down, across, weight in stencil:
        y, x = _mirrored(rows + down, hole.shape[0]), _mirrored(columns + across, hole.shape[1])
        other = number[y, x]
        unknown = other >= 0
        at.append(np.flatnonzero(unknown))
        to.append(other[unknown])
        weights.append(np.full(int(unknown.sum()), weight))
        right[~unknown] -= weight * pixels[y[~unknown], x[~unknown]]
    matrix = sparse.csc_matrix((np.concatenate(weights), (np.concatenate(at), np.concatenate(to))), (len(rows),) * 2)
    result = pixels.copy()
    result[rows, columns] = splu(matrix).solve(right)
    return result


def _mirrored(index: NDArray[np.intp], length: int) -> NDArray[Any]:
    index = np.abs(index)
    return np.clip(np.where(index >= length, 2 * length - 2 - index, index), 0, length - 1)
