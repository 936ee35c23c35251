"""From arrays as the field uses them to blocks of samples, with their axes told apart."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from entai.errors import EntaiError, EntaiWarning
from entai.media.sound.form import MAX_CHANNELS, Block

SCALES = {"int8": ("PCM_S8", 2.0**7), "uint8": ("PCM_U8", 2.0**7),
          "int16": ("PCM_16", 2.0**15), "int32": ("PCM_32", 2.0**31)}
"""Integer samples: the encoding they come from, and their full scale."""


def samples_of(array: Any) -> tuple[Block, str]:
    """An array as `(frames, channels)` between -1 and 1, and the encoding that holds it.

    Args:
        array: `(n,)`, `(n, channels)` or, where it can't be mistaken, `(channels, n)`; floats, or integers of the full
            scale of their type.

    Raises:
        EntaiError: It holds no numbers, nothing at all, or its axes can't be told apart.
    """
    array = np.asarray(array)
    subtype, scale = SCALES.get(array.dtype.name, ("DOUBLE" if array.dtype == np.float64 else "FLOAT", 1.0))
    if scale == 1.0 and array.dtype.kind != "f":
        raise EntaiError(f"samples are floats, or integers of 8, 16 or 32 bits, not {array.dtype.name}")
    array = _framed(array)
    wide = array.astype(np.float64 if subtype in ("DOUBLE", "PCM_32") else np.float32)
    return (wide - (128 if subtype == "PCM_U8" else 0)) / wide.dtype.type(scale) if scale > 1 else wide, subtype


def _framed(array: Any) -> Any:
    """Frames first, channels second."""
    if array.size == 0 or array.ndim not in (1, 2):
        raise EntaiError(f"sound has the shape (samples,) or (samples, channels), not {array.shape}")
    if array.ndim == 1:
        return array[:, None]
    rows, columns = array.shape
    if rows >= columns and columns <= MAX_CHANNELS:
        return array
    if rows <= MAX_CHANNELS < columns:
        return array.T
    raise EntaiError(f"an array of shape {array.shape} is either {columns:,} channels of {rows:,} samples or the other way "
                     "round; give (samples, channels) with more samples than channels, and at most "
                     f"{MAX_CHANNELS} channels")


def finite(blocks: Iterable[Block], name: str) -> Iterator[Block]:
    """The blocks with NaN and infinity taken as silence, and a warning of how many there were."""
    bad = 0
    for block in blocks:
        right = np.isfinite(block)
        if right.all():
            yield block
        else:
            bad += int(right.size - right.sum())
            yield np.where(right, block, block.dtype.type(0))
    if bad:
        warnings.warn(f"{name} holds {bad:,} samples that are no numbers (NaN or infinity); they are taken as silence",
                      EntaiWarning, stacklevel=2)


def in_sizes(blocks: Iterable[Block], size: int) -> Iterator[Block]:
    """The same samples in blocks of `size` frames; the last may be shorter."""
    held: list[Block] = []
    count = 0
    for block in blocks:
        held.append(block)
        count += len(block)
        if count >= size:
            whole = np.concatenate(held)
            cut = count - count % size
            yield from (whole[start:start + size] for start in range(0, cut, size))
            held, count = [whole[cut:]], count - cut
    if count:
        yield np.concatenate(held)
