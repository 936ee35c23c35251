"""Made-up materials to grow textures from, and to measure on without a file."""

from __future__ import annotations

import cv2
import numpy as np

from entai_image.generation.seams import Floats

SIZE = 256


def materials(seed: int) -> list[Floats]:
    """Pebbles, planks and cells in colours that follow from the seed, display values (256, 256, 3)."""
    rng = np.random.default_rng([32, seed])
    return [make(rng) for make in (pebbles, planks, cells)]


def _coloured(grey: Floats, rng: np.random.Generator) -> Floats:
    """Between two colours, dark to light."""
    dark, light = np.sort(rng.uniform(0.05, 0.95, (2, 3)), axis=0)
    grain = rng.normal(0, 0.02, grey.shape)
    return np.asarray(np.clip(dark + (light - dark) * (grey + grain)[..., None], 0, 1), np.float32)


def pebbles(rng: np.random.Generator) -> Floats:
    """Overlapping discs, lit from above."""
    grey = np.zeros((SIZE, SIZE), np.float32)
    for _ in range(900):
        centre, radius = rng.integers(0, SIZE, 2), int(rng.integers(5, 13))
        shade = rng.uniform(0.3, 0.9)
        cv2.circle(grey, centre.tolist(), radius, shade * 0.3, -1, cv2.LINE_AA)
        cv2.circle(grey, (centre - 1).tolist(), radius - 2, shade, -1, cv2.LINE_AA)
    return _coloured(cv2.GaussianBlur(grey, (0, 0), 0.8), rng)


def planks(rng: np.random.Generator) -> Floats:
    """Boards with grain along them and dark joints between."""
    grain = cv2.resize(rng.random((SIZE, 10)).astype(np.float32), (SIZE, SIZE), interpolation=cv2.INTER_CUBIC)
    board = np.repeat(rng.uniform(-0.25, 0.25, SIZE // 32), 32)[:, None]
    joint = (np.arange(SIZE) % 32 < 2)[:, None]
    return _coloured(np.where(joint, 0.0, np.clip(0.35 + 0.5 * grain + board, 0, 1)).astype(np.float32), rng)


def cells(rng: np.random.Generator) -> Floats:
    """Cells with walls: the distance to the second nearest of random points, less that to the nearest."""
    points = rng.uniform(0, SIZE, (180, 2))
    y, x = np.mgrid[:SIZE, :SIZE]
    distance = np.hypot(y[..., None] - points[:, 0], x[..., None] - points[:, 1])
    distance = np.partition(distance.astype(np.float32), 1, axis=2)
    return _coloured(np.clip((distance[..., 1] - distance[..., 0]) / 8, 0, 1), rng)
