"""A picture turned and mirrored, for a network that was trained on all eight ways and is a little wrong on each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def turned(picture: Floats, way: int) -> Floats:
    """A view of `(h, w, channels)` one of eight ways; quarter turns come first, as two of them err most differently."""
    return np.rot90(picture[:, ::-1] if way >= 4 else picture, way % 4)


def back(picture: Floats, way: int) -> Floats:
    """What undoes `turned`."""
    upright = np.rot90(picture, -(way % 4))
    return upright[:, ::-1] if way >= 4 else upright
