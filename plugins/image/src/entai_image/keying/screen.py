"""The screen: which colour it has, where it is seen bare, and how its light falls."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from entai import EntaiError
from entai_image.keying.chroma import chroma, hue_angle, squared_length, weighed_sum
from entai_image.keying.light import Plane

LEAST_SHARE = 0.02
"""A colour that fills less of the picture is no screen."""
LEAST_CHROMA = 0.08
_SIDE = 160
"""The key is looked for in a picture of about this side, where noise is averaged out."""
_BINS = 24


@dataclass(frozen=True)
class Key:
    """The screen's colour.

    Args:
        colour: Display values, (3,).
        share: How much of the picture it fills, 0..1.
    """

    colour: Plane
    share: float

    @property
    def direction(self) -> Plane:
        """Of its chroma, of length 1, (3,)."""
        own = chroma(self.colour)
        return np.asarray(own / np.linalg.norm(own), np.float32)


def hexadecimal(colour: Plane) -> str:
    """#rrggbb."""
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in np.clip(colour, 0, 1))


def find_key(picture: Plane, wanted: Plane | None = None) -> Key:
    """The screen's colour: the commonest saturated one, where it lies at the border first of all.

    Args:
        picture: Display values, (height, width, 3).
        wanted: A colour near which it must be; any, if None.

    Raises:
        EntaiError: No colour fills enough of the picture, or the wanted one is not there.
    """
    small = _small(picture)
    own = chroma(small)
    strong = squared_length(own) > LEAST_CHROMA**2
    if wanted is not None:
        strong &= hue_angle(small, wanted) < 35
    weights = strong * _border(*strong.shape)
    if float(strong.mean()) < LEAST_SHARE:
        raise EntaiError(_absent(small, wanted, float(strong.mean())))
    centre = _commonest(own, weights)
    near = strong & (squared_length(own - centre) < 0.35**2 * squared_length(centre))
    if float(near.mean()) < LEAST_SHARE:
        raise EntaiError(_absent(small, wanted, float(near.mean())))
    return Key(np.median(small[near], axis=0).astype(np.float32), float(near.mean()))


def _absent(small: Plane, wanted: Plane | None, share: float) -> str:
    if wanted is None:
        return (f"no screen was found: no strong colour fills more than {share:.1%} of the picture; "
                "name one with --set key=#rrggbb")
    edge = np.median(np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]]), axis=0)
    return (f"the key {hexadecimal(wanted)} is not in the picture ({share:.1%} of it is near that colour); "
            f"its border is about {hexadecimal(edge)}")


def _small(picture: Plane) -> Plane:
    scale = max(1.0, max(picture.shape[:2]) / _SIDE)
    size = [max(1, round(side / scale)) for side in picture.shape[1::-1]]
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def _border(height: int, width: int) -> Plane:
    """Three at the border, falling to one: a screen is behind, so it reaches the border."""
    y, x = np.ogrid[-1:1:height * 1j, -1:1:width * 1j]
    return np.asarray(1 + 2 * np.maximum(np.abs(x), np.abs(y)) ** 8, np.float32)


def _commonest(own: Plane, weights: Plane) -> Plane:
    """The fullest bin of a histogram over two axes of the chroma plane, smoothed; as the mean chroma in it."""
    flat = own.reshape(-1, 3)
    axes = np.array([[1, -0.5, -0.5], [0, 0.866, -0.866]], np.float32) * np.float32((2 / 3) ** 0.5)
    place = np.clip(((flat @ axes.T / 0.85 + 1) / 2 * _BINS).astype(int), 0, _BINS - 1)
    bins = place[:, 0] * _BINS + place[:, 1]
    full = np.bincount(bins, weights.ravel(), _BINS**2).reshape(_BINS, _BINS).astype(np.float32)
    top = int(cv2.GaussianBlur(full, (3, 3), 0.8).argmax())
    inside = (np.abs(place[:, 0] - top // _BINS) <= 1) & (np.abs(place[:, 1] - top % _BINS) <= 1)
    chosen = weights.ravel() * inside
    return np.asarray((flat * chosen[:, None]).sum(0) / chosen.sum(), np.float32)


def bare(picture: Plane, key: Key) -> NDArray[np.bool_]:
    """Where surely nothing stands before the screen: near its hue and its strength, and so all around."""
    own, centre = chroma(picture), chroma(key.colour)
    length = float(np.linalg.norm(centre))
    along = weighed_sum(own, key.direction)
    off = np.sqrt(np.maximum(squared_length(own) - along * along, 0))
    like = (along > 0.6 * length) & (off < 0.15 * np.maximum(along, 1e-6) + 0.02)
    radius = max(1, round(max(picture.shape[:2]) / 400))
    return np.asarray(cv2.erode(like.astype(np.uint8), np.ones((2 * radius + 1,) * 2, np.uint8)) > 0)


def surface(picture: Plane, sure: NDArray[np.bool_]) -> Plane:
    """The screen as it would look without the figure: a quadratic surface a channel, and what is left of folds.

    Args:
        picture: (height, width, 3), in the light that is worked in.
        sure: Where the screen is bare, (height, width).

    Returns:
        Its colour at each pixel, (height, width, 3).
    """
    height, width = sure.shape
    step = max(1, round(max(height, width) / 96))
    cells = [max(1, side // step) for side in (width, height)]
    weight = cv2.resize(sure.astype(np.float32), cells, interpolation=cv2.INTER_AREA)
    colours = cv2.resize(picture * sure[..., None], cells, interpolation=cv2.INTER_AREA)
    colours = colours / np.maximum(weight, 1e-6)[..., None]
    smooth, folds = _quadratic(colours, weight)
    return np.asarray(cv2.resize(smooth + folds, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _quadratic(colours: Plane, weight: Plane) -> tuple[Plane, Plane]:
    """A fit by least squares, three times, each without the cells that lay far off; and the folds it leaves."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side, dtype=np.float32) for side in weight.shape), indexing="ij")
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1).reshape(-1, 6)
    flat, trust = colours.reshape(-1, 3), np.where(weight > 0.5, weight, 0).ravel()
    for _ in range(3):
        scaled = terms * trust[:, None]
        factors = np.linalg.solve(scaled.T @ terms + 1e-3 * np.eye(6), scaled.T @ flat)
        off = np.abs(flat - terms @ factors).max(axis=1)
        limit = 3 * np.median(off[trust > 0]) + 1e-3 if (trust > 0).any() else 1.0
        trust = np.where(off < 2 * limit, trust, 0)
    smooth = (terms @ factors).reshape(colours.shape)
    weighed = (colours - smooth) * trust.reshape(weight.shape)[..., None]
    folds = _spread(weighed.astype(np.float32), trust.reshape(weight.shape).astype(np.float32))
    return np.asarray(smooth, np.float32), folds


def _spread(weighed: Plane, weight: Plane) -> Plane:
    """Residuals, spread from where they are known and fading to nothing where they are not."""
    top, under = (cv2.GaussianBlur(plane, (0, 0), 3.0) for plane in (weighed, weight))
    return np.asarray(top / (under + 0.05)[..., None], np.float32)
