"""Pictures made of nothing: slopes, discs, bars and textures, for tests and checks without a file."""

from __future__ import annotations

import numpy as np

from entai_image.pictures import Bytes, Pictures

COUNT, SIDE = 24, 96


def pictures(seed: int) -> Pictures:
    """24 pictures of 96 x 96."""
    rng = np.random.default_rng(seed)
    made = tuple(_picture(rng) for _ in range(COUNT))
    return Pictures(made, (), tuple(f"made-up-{index}" for index in range(COUNT)), "synthetic")


def _picture(rng: np.random.Generator) -> Bytes:
    rows, columns = np.mgrid[:SIDE, :SIDE].astype(np.float64) / SIDE
    slope = np.cos(rng.uniform(0, 6.3)) * rows + np.sin(rng.uniform(0, 6.3)) * columns
    canvas = 0.5 + 0.3 * slope[..., None] * rng.uniform(-1, 1, 3)
    for _ in range(8):
        middle, size = rng.uniform(0, 1, 2), rng.uniform(0.05, 0.3)
        inside = (rows - middle[0]) ** 2 + (columns - middle[1]) ** 2 < size**2 if rng.random() < 0.5 else \
            (np.abs(rows - middle[0]) < size) & (np.abs(columns - middle[1]) < size / 3)
        canvas[inside] = rng.uniform(0.1, 0.9, 3)
    canvas += 0.05 * np.sin(2 * np.pi * rng.uniform(4, 16) * slope)[..., None]
    return np.asarray(np.round(np.clip(canvas, 0, 1) * 255), np.uint8)
