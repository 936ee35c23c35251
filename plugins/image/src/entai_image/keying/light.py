"""Display values and linear light: edges and glass mix in the light, before a camera bends it for the display."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Plane: TypeAlias = NDArray[np.floating[Any]]
"""One value a pixel, (height, width), or three, (height, width, 3)."""

_STEPS = 4096
_GRID = np.linspace(0.0, 1.0, _STEPS + 1)


def _linear(value: Any) -> Any:
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _display(value: Any) -> Any:
    return np.where(value <= 0.0031308, value * 12.92, 1.055 * np.maximum(value, 1e-9) ** (1 / 2.4) - 0.055)


_TO_LINEAR = _linear(_GRID).astype(np.float32)
_TO_DISPLAY = _display(_GRID**3).astype(np.float32)
"""At the cubes of the grid, so that the steep part near black has as many steps as the rest."""


def to_linear(value: Plane) -> Plane:
    """From sRGB 0..1 to linear light 0..1 (IEC 61966-2-1), by a table with interpolation."""
    return _looked_up(value, _TO_LINEAR)


def to_display(value: Plane) -> Plane:
    """Linear light 0..1 to sRGB 0..1."""
    import cv2

    root: Plane = cv2.pow(np.clip(value, 0.0, 1.0), 1 / 3)
    return _looked_up(root, _TO_DISPLAY)


def _looked_up(value: Plane, table: Plane) -> Plane:
    place = np.clip(value, 0.0, 1.0) * np.float32(_STEPS)
    below = np.minimum(place.astype(np.int32), _STEPS - 1)
    low = table[below]
    return np.asarray(low + (table[below + 1] - low) * (place - below), np.float32)
