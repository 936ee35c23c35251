"""How many stops of light a dark picture lacks: a regression on quantiles of its light, in closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai_image.degrade import low_light
from entai_image.degrade.light import to_linear
from entai_image.pictures import Bytes

Floats = NDArray[np.float32]
SAMPLES = 48
"""Pixels are looked at on a grid of so many a side: as they are, since means of several would hide noise and spots."""
MOST = 6.0
"""Stops that are put back at most."""
_QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.995, 1.0)
_OF_BRIGHTEST = (0.5, 0.9, 0.99)
_RIDGE = 1.0
_PARTS = 12
"""Parts of each picture to learn from: a part stands for a whole, so that there are more wholes than pictures."""


def sample(picture: NDArray[Any]) -> NDArray[Any]:
    """Pixels of a grid over the picture, `(n, 1, channels)`."""
    rows, columns = (np.linspace(0, side - 1, min(side, SAMPLES)).round().astype(np.int64) for side in picture.shape[:2])
    return picture[np.ix_(rows, columns)].reshape(-1, 1, picture.shape[2])


def features(pixels: Floats) -> Floats:
    """Quantiles of the light of a sample, in stops around 8 below full, and the share of black pixels.

    Args:
        pixels: `(n, 1, 3)`, sRGB.
    """
    stops = np.log2(to_linear(np.clip(pixels[:, 0], 0, 1)) + 2.0**-12)
    middle, brightest = stops.mean(1), stops.max(1)
    black = (pixels.max((1, 2)) < 0.5 / 255).mean()
    found = (*np.quantile(middle, _QUANTILES), *np.quantile(brightest, _OF_BRIGHTEST))
    return np.array([*((value + 8) / 3 for value in found), black], np.float32)


def lacking(picture: Floats, weights: Floats) -> float:
    """Stops that a picture `(h, w, 3)` lacks, 0 to 6, by what `learn` found."""
    return float(np.clip(_terms(features(sample(picture))[None]) @ weights, 0, MOST)[0])


def learn(pictures: tuple[Bytes, ...], stops: tuple[float, float], shot: tuple[float, float], read: tuple[float, float],
          seed: int) -> Floats:
    """Ridge regression of the stops that were taken on the features, their products and one.

    Args:
        pictures: In good light.
        stops, shot, read: As of `low_light`.
        seed: Of what is drawn.
    """
    rng = np.random.default_rng(seed)
    rows, taken = [], rng.uniform(*stops, _PARTS * len(pictures))
    for number, lost in enumerate(taken):
        light = sample(_part(pictures[number % len(pictures)], rng)).astype(np.float32) / np.float32(255)
        dark = low_light((lost, lost), shot, read)(light, rng)
        rows.append(features(np.round(dark * 255) / np.float32(255)))
    terms = _terms(np.stack(rows))
    return np.asarray(np.linalg.solve(terms.T @ terms + _RIDGE * np.eye(terms.shape[1]), terms.T @ taken), np.float32)


def _terms(rows: Floats) -> NDArray[np.float64]:
    first, second = np.triu_indices(rows.shape[1])
    return np.hstack([np.ones((len(rows), 1)), rows, rows[:, first] * rows[:, second]])


def _part(picture: Bytes, rng: np.random.Generator) -> Bytes:
    spans = []
    for side in picture.shape[:2]:
        length = max(1, int(side * rng.uniform(0.5, 1.0)))
        first = int(rng.integers(0, side - length + 1))
        spans.append(slice(first, first + length))
    return picture[spans[0], spans[1]]
