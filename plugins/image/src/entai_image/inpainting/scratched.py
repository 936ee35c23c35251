"""Scratched patches to learn from: cut at random, scratched on the fly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai.data.dataset import Batch, Dataset
from entai_image.degrade import Degradation, as_it_is, eight_bits, gaussian_noise, jpeg
from entai_image.degrade.masks import scratches, worn
from entai_image.enhancement.patches import cut
from entai_image.enhancement.subpixels import fold
from entai_image.pictures import Bytes

Floats = NDArray[np.float32]
MOST = 6
"""Scratches of a patch at most; there may be none."""
GREY, SMALLER, SIDEWAYS = 0.3, 0.5, 0.15
"""The share of patches that are grey, that are taken from a picture made smaller, and whose scratches lie."""
BUSIER = 0.5
"""The share of patches that are the busier one of two."""
AFTER: tuple[Degradation, ...] = (eight_bits, as_it_is, gaussian_noise(0, 8), jpeg(60, 95))
"""What a scratched picture goes through when it is scanned and kept."""


@dataclass(frozen=True)
class Scratched(Dataset):
    """Pairs of a scratched patch and where its scratches are, 2 x 2 squares folded into channels.

    Args:
        pictures: Without scratches, uint8.
        size: Side of a patch, pixels.
        variety: The share of patches with marks of all sorts (`worn`); the others have plain scratches.
        each: Patches of a picture in one pass over the data.
    """

    pictures: tuple[Bytes, ...]
    size: int
    variety: float = 0.5
    each: int = 16

    def __len__(self) -> int:
        return len(self.pictures) * self.each

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """Pixels `(batch, h / 2, w / 2, 12)` and scratches `(batch, h / 2, w / 2, 4)`, float32."""
        pairs = [self._pair(self.pictures[index % len(self.pictures)], rng) for index in indices]
        pixels, where = (np.stack(side) for side in zip(*pairs, strict=True))
        return fold(pixels, 2), fold(where[..., None].astype(np.float32), 2)

    def _pair(self, picture: Bytes, rng: np.random.Generator) -> tuple[Floats, NDArray[np.bool_]]:
        patch = self._patch(picture, rng)
        draw = worn if rng.random() < self.variety else scratches
        pixels, where = draw(patch, rng, int(rng.integers(0, MOST + 1)))
        pixels = AFTER[rng.integers(len(AFTER))](pixels, rng)
        return (pixels.swapaxes(0, 1), where.T) if rng.random() < SIDEWAYS else (pixels, where)

    def _patch(self, picture: Bytes, rng: np.random.Generator) -> Floats:
        """A square of the picture or, for finer texture, of the picture made smaller."""
        import cv2

        side = round(self.size * rng.uniform(1, 2)) if rng.random() < SMALLER else self.size
        patch = self._busy(picture, side, rng).astype(np.float32) / np.float32(255)
        if side != self.size:
            patch = cv2.resize(patch, (self.size, self.size), interpolation=cv2.INTER_AREA)
        if rng.random() < GREY:
            patch = np.repeat(patch.mean(2, keepdims=True), 3, axis=2)
        return np.asarray(patch, np.float32)

    @staticmethod
    def _busy(picture: Bytes, side: int, rng: np.random.Generator) -> Bytes:
        """Of two squares often the busier one: fences and branches are what scratches are mistaken for."""
        import cv2

        squares = [cut(picture, side, 1, rng) for _ in range(2 if rng.random() < BUSIER else 1)]
        return max(squares, key=lambda square: float(cv2.Laplacian(square[::2, ::2, 1], cv2.CV_16S).std()))
