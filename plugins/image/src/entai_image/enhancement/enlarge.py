"""Begin an upscaler from one of another factor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from entai import EntaiError, State
from entai.state import Array
from entai_image.enhancement.subpixels import fold, unfold


def begin_from(start: State, scale: int) -> State:
    """The same network with its last layer spread over `scale` times `scale` sub-pixels.

    Each sub-pixel begins as the one of the older factor that lies where it does.

    Raises:
        EntaiError: The older model's factor does not divide `scale`.
    """
    names = list(start.arrays)
    spread = {name: _spread(start.arrays[name], scale) for name in names[-2:]}
    return replace(start, arrays={**start.arrays, **spread})


def _spread(array: Array, scale: int) -> Array:
    """`(..., 3 * factor * factor)` to `(..., 3 * scale * scale)`."""
    factor = round((array.shape[-1] / 3) ** 0.5)
    if 3 * factor**2 != array.shape[-1] or scale % factor:
        raise EntaiError(f"an upscaler of {scale} can't begin from a model with {array.shape[-1]} outputs a pixel")
    pixels = unfold(array.reshape(-1, 1, array.shape[-1]), factor)
    for axis in (0, 1):
        pixels = np.repeat(pixels, scale // factor, axis=axis)
    return fold(pixels, scale).reshape(*array.shape[:-1], 3 * scale**2)
