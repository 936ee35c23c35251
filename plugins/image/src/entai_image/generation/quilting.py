"""Image quilting: a texture laid piece by piece from an example (Efros and Freeman, 2001), then again with smaller ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from entai_image.generation.seams import Floats, keep_new

TOLERANCE = 0.15
"""Of the pieces that fit nearly as well as the best one, one is drawn: else all would be the same few."""
GUIDED = 0.6
"""From the second pass on, how much a piece should look like what it replaces, beside what it overlaps."""


def quilt(example: Floats, height: int, width: int, patch: int, steps: int, seed: int,
          progress: Callable[[float], None] = lambda done: None) -> Floats:
    """Grow a texture.

    Args:
        example: Display values, (rows, columns, 3).
        height, width: Of the result, pixels.
        patch: Side of a piece in the first pass; each later pass halves it, to 8 at least.
        steps: How many passes.
        seed: From which the choice of pieces follows.
        progress: Told what share is done, 0..1.
    """
    rng = np.random.default_rng([30, seed])
    result: Floats | None = None
    for step in range(steps):
        side = max(8, min(patch >> step, *example.shape[:2]))
        places = list(_places(height, width, side))
        used = np.zeros((example.shape[0] - side + 1, example.shape[1] - side + 1), np.float32)
        canvas = np.zeros((height + side, width + side, 3), np.float32) if result is None else _enlarged(result, side)
        for done, (top, left) in enumerate(places):
            _lay(canvas, example, top, left, side, rng, used, guided=result is not None)
            progress((step + done / len(places)) / steps)
        result = canvas[:height, :width]
    assert result is not None
    return np.ascontiguousarray(result)


def _places(height: int, width: int, side: int) -> Iterator[tuple[int, int]]:
    step = side - _overlap(side)
    return ((top, left) for top in range(0, height, step) for left in range(0, width, step))


def _overlap(side: int) -> int:
    return max(2, side // 4)


def _enlarged(result: Floats, side: int) -> Floats:
    return np.asarray(cv2.copyMakeBorder(result, 0, side, 0, side, cv2.BORDER_REFLECT), np.float32)


def _lay(canvas: Floats, example: Floats, top: int, left: int, side: int, rng: np.random.Generator, used: Floats,
         guided: bool) -> None:
    """Choose the next piece, cut it along the best seams, and lay it down.

    Of the pieces that fit, those are preferred near which few were taken: what comes again and again is seen.
    """
    place = canvas[top:top + side, left:left + side]
    wide, high = (_overlap(side) if left else 0), (_overlap(side) if top else 0)
    cost = _costs(example, place, wide, high, guided)
    low = cost.min()
    rows, columns = np.nonzero(cost <= low + TOLERANCE * max(float(low), 1e-4 * side * side))
    pick = int(np.argmin(used[rows, columns] + rng.random(len(rows))))
    row, column = int(rows[pick]), int(columns[pick])
    used[max(0, row - side // 4):row + side // 4, max(0, column - side // 4):column + side // 4] += 1
    piece = example[row:row + side, column:column + side]
    share = keep_new(place, piece, wide, high)
    place += share * (piece - place)


def _costs(example: Floats, place: Floats, wide: int, high: int, guided: bool) -> Floats:
    """How badly each piece of the example fits: over the overlaps, and in later passes over the whole."""
    side = len(place)
    last = example.shape[0] - side + 1, example.shape[1] - side + 1
    cost = np.zeros(last, np.float32)
    if high:
        cost += cv2.matchTemplate(example[:last[0] - 1 + high], place[:high], cv2.TM_SQDIFF)
    if wide:
        rest = place[high:, :wide]
        cost += cv2.matchTemplate(example[high:, :last[1] - 1 + wide], rest, cv2.TM_SQDIFF)
    if guided:
        cost += np.float32(GUIDED) * cv2.matchTemplate(example, np.ascontiguousarray(place), cv2.TM_SQDIFF)
    return np.maximum(cost, 0)
