"""Rotary positions: turn queries and keys by an angle that grows with the position."""

from __future__ import annotations

from typing import Any

from keras import ops


def rotate(inputs: Any, positions: Any, base: float = 10_000.0) -> Any:
    """Turn pairs of features, so that a product of two vectors depends on how far apart they stand, not on where.

    Feature i of the first half is paired with feature i of the second, and turned by `position * base^(-i / half)`
    radians (Su et al., "RoFormer", 2021; halves paired as GPT-NeoX and Llama do).

    Args:
        inputs: `(..., length, features)`, features even.
        positions: `(length,)`.
        base: The larger, the longer the slowest turn.

    Returns:
        The same shape and dtype.
    """
    half = inputs.shape[-1] // 2
    speed = ops.power(base, -ops.arange(half, dtype="float32") / half)
    angle = ops.cast(positions, "float32")[:, None] * speed
    cos, sin = ops.cast(ops.cos(angle), inputs.dtype), ops.cast(ops.sin(angle), inputs.dtype)
    first, second = inputs[..., :half], inputs[..., half:]
    return ops.concatenate([first * cos - second * sin, first * sin + second * cos], axis=-1)
