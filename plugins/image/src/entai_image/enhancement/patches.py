"""Patches to train on: cut at random, turned and mirrored, degraded on the fly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai.data.dataset import Batch, Dataset
from entai_image.degrade import Degradation
from entai_image.degrade.resize import MARGIN
from entai_image.enhancement.subpixels import fold
from entai_image.pictures import Bytes


@dataclass(frozen=True)
class Patches(Dataset):
    """Pairs of a degraded patch and a clean one, folded as the network takes them.

    Args:
        pictures: Clean, uint8.
        degrade: From clean to degraded, smaller by `scale`.
        size: Side of a clean patch in pixels.
        scale: By how much the network enlarges.
        folded: Pixels a side that are folded into channels of the network's input.
        each: Patches of a picture in one pass over the data.
        offset: Of the grid on which patches are cut.
        grey: The share of patches that are made grey first.
    """

    pictures: tuple[Bytes, ...]
    degrade: Degradation
    size: int
    scale: int = 1
    folded: int = 2
    each: int = 16
    offset: int = 1
    grey: float = 0.0

    def __len__(self) -> int:
        return len(self.pictures) * self.each

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """Degraded `(batch, h, w, channels)` and clean `(batch, h, w, channels)`, float32."""
        pairs = [self._pair(self.pictures[index % len(self.pictures)], rng) for index in indices]
        degraded, clean = (np.stack(side) for side in zip(*pairs, strict=True))
        return fold(degraded, self.folded), fold(clean, self.folded * self.scale)

    def _pair(self, picture: Bytes, rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """With a margin where the picture is made smaller: its edge pixels depend on what lies beyond."""
        margin = MARGIN * self.scale if self.scale > 1 else 0
        clean = cut(picture, self.size + 2 * margin, self.offset, rng).astype(np.float32) / np.float32(255)
        if rng.random() < self.grey:
            clean = np.repeat(clean.mean(2, keepdims=True), 3, axis=2)
        degraded = self.degrade(clean, rng)
        if margin:
            clean = clean[margin:-margin, margin:-margin]
            degraded = degraded[MARGIN:-MARGIN, MARGIN:-MARGIN]
        return degraded, clean


def cut(picture: Bytes, size: int, offset: int, rng: np.random.Generator) -> Bytes:
    """A square of `size`, turned and mirrored at random; a smaller picture is mirrored at its edges first."""
    height, width = picture.shape[:2]
    if min(height, width) < size:
        missing = ((0, max(0, size - height)), (0, max(0, size - width)), (0, 0))
        picture = np.pad(picture, missing, mode="symmetric")
        height, width = picture.shape[:2]
    top, left = (int(rng.integers(0, side - size + 1)) // offset * offset for side in (height, width))
    patch = picture[top:top + size, left:left + size]
    patch = np.rot90(patch, int(rng.integers(4)))
    return np.ascontiguousarray(patch[:, ::-1] if rng.random() < 0.5 else patch)
