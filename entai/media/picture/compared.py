"""Two pictures side by side: a value that shows itself with a slider."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from entai.media.image import Image
from entai.media.picture import show


@dataclass(frozen=True)
class Compared:
    """A picture before and after something was done to it; they may differ in size.

    Args:
        before, after: The pictures.
        captions: What is said of each.
    """

    before: Image
    after: Image
    captions: tuple[str, str] = ("before", "after")

    def _repr_html_(self) -> str:
        return show.slider(self.before.quantised(), self.after.quantised(), self.captions)

    def difference(self, gain: float = 4.0) -> Image:
        """What changed, around mid grey, enlarged by `gain`; for pictures of one size."""
        return Image.of(np.clip(0.5 + gain * (self.after.pixels - self.before.pixels), 0, 1))


def brightness(image: Image, bins: int = 64) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """A histogram: middles of brightness bins, 0 to 1, and the share of pixels in each, of the mean over channels."""
    counts, edges = np.histogram(np.clip(image.pixels.mean(2), 0, 1), bins, (0.0, 1.0))
    middles = (edges[1:] + edges[:-1]) / 2
    return tuple(map(float, middles)), tuple(map(float, counts / max(1, counts.sum())))
