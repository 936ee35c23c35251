"""Old film, made up: a photograph that moves, and what years leave on each of its frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from entai_image.degrade.chain import Floats
from entai_image.degrade.masks import Mask, scratches

GRAIN = 2.5 / 255
"""Standard deviation of the grain that every frame has anew."""


def moving(photograph: Floats, thing: Floats, count: int, size: tuple[int, int],
           rng: np.random.Generator) -> Iterator[Floats]:
    """A camera that pans and zooms over a photograph, while a round thing crosses the picture.

    Args:
        photograph: `(h, w, 3)`, larger than the film.
        thing: What the round thing is cut out of, `(h, w, 3)`.
        count: Frames.
        size: Height and width of a frame, pixels.
        rng: Decides on the motion: up to 3 pixels a frame, half a percent of zoom, the thing up to 5 pixels.
    """
    height, width = size
    room = np.maximum(0, np.array([photograph.shape[1] - width, photograph.shape[0] - height]))
    speed = rng.uniform(-1, 1, 2) * np.minimum(3, room / count)
    corner, zoom = np.where(speed > 0, 0, room), 1 + rng.uniform(-0.005, 0.005)
    radius = height // 7
    disc = _disc(thing.shape[:2], radius)
    place, pace = rng.uniform((0, 0), (width / 2, height - 2 * radius)), rng.uniform((2, -1), (5, 1))
    for number in range(count):
        behind = _placed(photograph, -(corner + number * speed) * zoom**number, zoom**number, size)
        over, cover = (_placed(layer, place + number * pace, 1, size) for layer in (thing, disc))
        yield behind + cover[..., None] * (over - behind)


def _disc(size: tuple[int, int], radius: int) -> Floats:
    import cv2

    return np.asarray(cv2.circle(np.zeros(size, np.float32), (radius, radius), radius - 1, 1, -1, cv2.LINE_AA), np.float32)


def _placed(layer: Floats, at: Any, scale: float, size: tuple[int, int]) -> Floats:
    """A layer with its corner at a place, mirrored at its edges where it has three channels, else zero beyond them."""
    import cv2

    matrix = np.array([[scale, 0, at[0]], [0, scale, at[1]]])
    border = cv2.BORDER_REFLECT if layer.ndim == 3 else cv2.BORDER_CONSTANT
    return np.asarray(cv2.warpAffine(layer, matrix, size[::-1], flags=cv2.INTER_LINEAR, borderMode=border), np.float32)


def worn_film(frames: Iterable[Floats], rng: np.random.Generator) -> Iterator[tuple[Floats, Mask]]:
    """Every frame with grain, scratches and dirt of its own, and a line that runs through them all, swaying a little.

    Yields:
        The worn frame, and where it is worn, `(height, width)`.
    """
    across: float | None = None
    for frame in frames:
        width = frame.shape[1]
        grainy = frame + rng.normal(0, GRAIN, frame.shape).astype(np.float32)
        worn, where = scratches(grainy, rng, 2)
        worn, spots = dirty(worn, rng)
        across = rng.uniform(0.2, 0.8) * width if across is None else across + rng.normal(0, 0.7)
        worn, line = lined(worn, across, rng)
        yield worn, where | spots | line


def dirty(picture: Floats, rng: np.random.Generator, count: int = 8) -> tuple[Floats, Mask]:
    """A picture with spots of dirt, 3 to 16 pixels across, bright or dark, of no regular shape."""
    import cv2

    height, width = picture.shape[:2]
    spotted, where = picture.copy(), np.zeros((height, width), bool)
    for _ in range(count):
        canvas, turns = np.zeros((height, width), np.uint8), np.linspace(0, 2 * np.pi, 9)[:-1]
        radii = rng.uniform(1.5, 8) * rng.uniform(0.5, 1.2, 8)
        corners = rng.uniform((0, 0), (width, height)) + radii[:, None] * np.stack([np.cos(turns), np.sin(turns)], 1)
        cv2.fillPoly(canvas, [corners.round().astype(np.int32)], 1)
        level, cover = rng.uniform(0.85, 1.0) if rng.random() < 0.6 else rng.uniform(0.0, 0.15), rng.uniform(0.6, 1.0)
        spotted[canvas > 0] += cover * (level - spotted[canvas > 0])
        where |= canvas > 0
    return np.clip(spotted, 0, 1).astype(np.float32), where


def lined(picture: Floats, across: float, rng: np.random.Generator) -> tuple[Floats, Mask]:
    """A picture with a bright line from top to bottom, `across` pixels from the left, as a worn projector cuts it."""
    import cv2

    height, width = picture.shape[:2]
    canvas = np.zeros((height, width), np.uint8)
    cv2.line(canvas, (round(across + rng.normal(0, 0.5)), 0), (round(across + rng.normal(0, 0.5)), height), 1, 2)
    lined, where = picture.copy(), canvas > 0
    lined[where] += rng.uniform(0.5, 0.8) * (0.95 - lined[where])
    return lined, where
