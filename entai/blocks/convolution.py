"""Convolutions over the frequency axis of a sequence of frames; time is left alone, so that nothing looks ahead."""

from __future__ import annotations

from typing import Any

import keras


def over_frequency(filters: int, size: int = 3, name: str | None = None) -> keras.layers.Layer:
    """A convolution within each frame: `(batch, frames, slots, features)` to `(batch, frames, slots, filters)`.

    Args:
        filters: Features that come out.
        size: How many neighbouring slots it sees.
        name: Of the layer.
    """
    return keras.layers.Conv2D(filters, (1, size), padding="same", name=name)


def folded(inputs: Any, stride: int) -> Any:
    """Neighbouring slots side by side as features, which makes the next convolution a strided one, at less cost.

    `(batch, frames, slots, c)` to `(batch, frames, slots / stride, c * stride)`.
    """
    _, frames, slots, features = inputs.shape
    return keras.ops.reshape(inputs, (-1, frames, slots // stride, features * stride))


def unfolded(inputs: Any, stride: int) -> Any:
    """The way back (a sub-pixel convolution, Shi et al. 2016): `(..., slots, c * stride)` to `(..., slots * stride, c)`."""
    _, frames, slots, features = inputs.shape
    return keras.ops.reshape(inputs, (-1, frames, slots * stride, features // stride))
