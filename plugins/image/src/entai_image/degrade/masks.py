"""Holes and scratches, drawn at random."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai_image.degrade.chain import Floats

Mask = NDArray[np.bool_]


def strokes(height: int, width: int, rng: np.random.Generator, share: float = 0.2) -> Mask:
    """Strokes of a brush, 4 to 12 pixels wide, until they cover a share of the picture."""
    canvas = np.zeros((height, width), np.uint8)
    for _ in range(400):
        _stroke(canvas, rng, int(rng.integers(4, 13)), int(rng.integers(3, 10)), (10, 40), 0.6)
        if canvas.mean() >= share:
            break
    return canvas > 0


def scratches(picture: Floats, rng: np.random.Generator, count: int = 8) -> tuple[Floats, Mask]:
    """A photograph with scratches, most of them upright, bright or dark, 1 to 3 pixels wide.

    Returns:
        The scratched picture, and where the scratches are.
    """
    height, width = picture.shape[:2]
    scratched, where = picture.copy(), np.zeros((height, width), bool)
    for _ in range(count):
        canvas = np.zeros((height, width), np.uint8)
        upright = rng.random() < 0.6
        _stroke(canvas, rng, int(rng.integers(1, 4)), int(rng.integers(4, 12)), (15, 45), 0.08,
                np.pi / 2 + rng.normal(0, 0.1) if upright else None)
        level, cover = rng.uniform(0.85, 1.0) if rng.random() < 0.7 else rng.uniform(0.0, 0.1), rng.uniform(0.6, 1.0)
        inside = canvas > 0
        scratched[inside] += cover * (level - scratched[inside])
        where |= inside
    return np.clip(scratched, 0, 1).astype(np.float32), where


def worn(picture: Floats, rng: np.random.Generator, count: int = 6) -> tuple[Floats, Mask]:
    """A photograph with marks of more sorts than `scratches`: scratches, lines from top to bottom as a projector cuts
    them, and hairs; 1 to 5 pixels wide, hard or soft, some of them coloured or faint.

    Returns:
        The worn picture, and where the marks are.
    """
    height, width = picture.shape[:2]
    marked, where = picture.copy(), np.zeros((height, width), bool)
    for _ in range(count):
        cover = _mark(height, width, rng) * np.float32(rng.uniform(0.3, 1.0))
        level = rng.uniform(0.7, 1.0) if rng.random() < 0.6 else rng.uniform(0.0, 0.3)
        colour = np.clip(level + rng.normal(0, 0.15 if rng.random() < 0.3 else 0.0, 3), 0, 1)
        marked += cover[..., None] * (colour - marked)
        where |= cover > 0.25 * cover.max()
    return np.clip(marked, 0, 1).astype(np.float32), where


def _mark(height: int, width: int, rng: np.random.Generator) -> Floats:
    """One scratch, line or hair, 0 to 1."""
    import cv2

    canvas, kind = np.zeros((height, width), np.uint8), rng.random()
    if kind < 0.5:
        upright = rng.random() < 0.5
        _stroke(canvas, rng, int(rng.integers(1, 5)), int(rng.integers(3, 12)), (15, 45), 0.12,
                np.pi / 2 + rng.normal(0, 0.15) if upright else None)
    elif kind < 0.75:
        across = rng.uniform(0, width) + np.cumsum(rng.normal(0, 0.3, height // 16 + 2))
        points = np.stack([across, 16.0 * np.arange(len(across))], 1).round().astype(np.int32)
        cv2.polylines(canvas, [points], False, 1, int(rng.integers(1, 4)))
    else:
        _stroke(canvas, rng, int(rng.integers(1, 3)), int(rng.integers(6, 20)), (4, 12), 0.35)
    soft = rng.uniform(0.3, 1.0) if rng.random() < 0.5 else 0.0
    return cv2.GaussianBlur(canvas.astype(np.float32), (0, 0), soft) if soft else canvas.astype(np.float32)


def _stroke(canvas: NDArray[np.uint8], rng: np.random.Generator, thickness: int, parts: int, lengths: tuple[int, int],
            bend: float, angle: float | None = None) -> None:
    """Draw a line of several parts, each turned a little against the one before."""
    import cv2

    height, width = canvas.shape
    x, y = rng.uniform(0, width), rng.uniform(0, height)
    turned = rng.uniform(0, 2 * np.pi) if angle is None else angle
    for _ in range(parts):
        turned += rng.normal(0, bend)
        length = rng.uniform(*lengths)
        end = x + length * np.cos(turned), y + length * np.sin(turned)
        cv2.line(canvas, (round(x), round(y)), (round(end[0]), round(end[1])), 1, thickness)
        x, y = end
