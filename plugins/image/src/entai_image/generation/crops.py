"""Small crops of reduced pictures: what `flow` learns from, and what it is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from entai import EntaiError
from entai.data.dataset import Batch, Dataset
from entai_image.enhancement.subpixels import fold
from entai_image.generation.path import lesson
from entai_image.generation.seams import Floats
from entai_image.pictures import Bytes

SIZES = 6
FOLDED = 2
"""Pixels a side that are folded into channels: the network works at half the size, where it is four times as cheap."""


@dataclass(frozen=True)
class Crops(Dataset):
    """Squares cut at random from pictures that were reduced to one of a few sizes, half of them mirrored.

    Args:
        pictures: Uint8 `(height, width, 3)`.
        side: Of a crop, pixels.
        near, far: Pixels of a reduced picture's shorter side: between these, a few sizes, evenly by their logarithms.
        each: Crops of a picture in one pass over the data.
    """

    pictures: tuple[Bytes, ...]
    side: int
    near: int
    far: int
    each: int

    def __len__(self) -> int:
        return len(self.pictures) * self.each

    @cached_property
    def reduced(self) -> list[list[Bytes]]:
        """Every picture in every size."""
        return [[_reduced(picture, int(size), self.side) for size in np.geomspace(self.near, self.far, SIZES).round()]
                for picture in self.pictures]

    def pixels(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Floats:
        """Crops `(n, side, side, 3)` of display values, one of each picture whose number is given."""
        crops = np.stack([self._crop(self.reduced[index % len(self.pictures)], rng) for index in indices])
        return crops.astype(np.float32) / np.float32(255)

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """Points on the way from noise to crops, folded, with their times, and what the network should say there.

        Times lie closest about the middle of the way, where most is decided (Esser et al., 2024: logit-normal).
        """
        crops = 2 * self.pixels(indices, rng) - 1
        noise = rng.normal(size=crops.shape).astype(np.float32)
        time = (1 / (1 + np.exp(-rng.normal(size=(len(crops), 1, 1, 1))))).astype(np.float32)
        given, wanted = lesson(crops, noise, time)
        return (fold(given, FOLDED), time[:, :, 0, 0]), fold(wanted, FOLDED)

    def _crop(self, sizes: list[Bytes], rng: np.random.Generator) -> Bytes:
        picture = sizes[rng.integers(len(sizes))]
        top, left = (int(rng.integers(0, length - self.side + 1)) for length in picture.shape[:2])
        crop = picture[top:top + self.side, left:left + self.side]
        return crop[:, ::-1] if rng.random() < 0.5 else crop


def _reduced(picture: Bytes, size: int, side: int) -> Bytes:
    """A picture whose shorter side is `size`, or as it is where that is less."""
    shorter = min(picture.shape[:2])
    if shorter < side:
        raise EntaiError(f"a picture of {picture.shape[1]} x {picture.shape[0]} is too small for crops of {side}")
    if shorter <= size:
        return picture
    height, width = (max(side, round(length * size / shorter)) for length in picture.shape[:2])
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
