"""How much pictures change from one to the next, beside how much the film's own do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai.media.image import Image

STEP = 3
"""Every third row and column is looked at: single pixels, as means over several would hide noise."""


@dataclass
class Flicker:
    """Sums of mean absolute differences between successive pictures, of the source and of the result."""

    source: float = 0.0
    result: float = 0.0
    _before: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None

    def see(self, source: Image, result: Image) -> None:
        """Take in the next picture."""
        now = _grey(source), _grey(result)
        if self._before is not None:
            self.source += float(np.abs(now[0] - self._before[0]).mean())
            self.result += float(np.abs(now[1] - self._before[1]).mean())
        self._before = now


def _grey(picture: Image) -> NDArray[np.float32]:
    return np.asarray(picture.pixels[::STEP, ::STEP].mean(2), np.float32)
