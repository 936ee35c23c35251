"""A trained restorer as the task uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from entai_image.degrade import Degradation, imresize
from entai_image.enhancement.subpixels import fold, unfold
from entai_image.enhancement.tiles import Tile, cut
from entai_image.enhancement.turns import back, turned

Floats = NDArray[np.float32]
TILE = 512
"""Pixels a side of a tile's result: at 48 channels and half resolution about 100 MB of work space."""
EDGE = 8
"""Mirrored pixels around a picture, so that the network's own zeros at the edge do no harm."""


@dataclass(frozen=True)
class Restorer:
    """A network that makes pictures better.

    Args:
        network: From folded pixels to folded pixels, batch first.
        radius: Pixels of its input at each side that an output pixel depends on.
        folded: Pixels a side that are folded into channels.
        scale: By how much it enlarges.
        trial: The degradation that it is measured on.
        repairs: What it repairs, in a word or two.
        tile: Pixels a side of a tile's result.
        ensemble: How many ways a picture is turned, the results' mean being taken (Timofte, Rothe & Van Gool 2016, "Seven
            ways to improve example-based single image super resolution"); time grows with it.
    """

    network: Callable[[Floats], Floats]
    radius: int
    folded: int
    scale: int
    trial: Degradation
    repairs: str
    tile: int = field(default=TILE)
    ensemble: int = 1

    def of(self, picture: Floats) -> Restorer:
        """The restorer for one picture; here the same for all."""
        return self

    def with_ensemble(self, ways: int | None) -> Self:
        """Turned so many ways; by None, as many as the model's recipe says."""
        return self if ways is None else replace(self, ensemble=ways)

    def padded(self, pixels: Floats) -> Floats:
        """RGB `(h, w, 3)` with mirrored edges, its sides even where pixels are folded."""
        height, width = pixels.shape[:2]
        rows, columns = (EDGE, EDGE + height % self.folded), (EDGE, EDGE + width % self.folded)
        return np.pad(pixels, (rows, columns, (0, 0)), mode="symmetric")

    def tiles(self, padded: Floats) -> Iterator[Tile]:
        """Tiles of a padded picture."""
        return cut(padded, self.tile // self.scale, self.radius * self.folded)

    def run(self, tile: Floats) -> Floats:
        """The network on one tile `(h, w, 3)`: `(h * scale, w * scale, 3)`."""
        ways = [back(self._once(turned(tile, way)), way) for way in range(self.ensemble)]
        return ways[0] if len(ways) == 1 else np.mean(ways, axis=0, dtype=np.float32)

    def _once(self, tile: Floats) -> Floats:
        better = np.asarray(self.network(fold(tile[None], self.folded)), np.float32)
        return np.asarray(unfold(better, self.folded * self.scale)[0])

    def plain(self, pixels: Floats) -> Floats:
        """What is there without the network: the picture, or its bicubic enlargement."""
        if self.scale == 1:
            return pixels
        return imresize(pixels, pixels.shape[0] * self.scale, pixels.shape[1] * self.scale)

    def __call__(self, pixels: Floats) -> Floats:
        """A whole picture `(h, w, 3)` at once."""
        result = self.run(self.padded(pixels))
        edge = EDGE * self.scale
        return result[edge:edge + pixels.shape[0] * self.scale, edge:edge + pixels.shape[1] * self.scale]
