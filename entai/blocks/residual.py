"""Convolutions with short ways around them, for pictures."""

from __future__ import annotations

from typing import Any

from keras import layers


def residual_pair(x: Any, width: int, name: str) -> Any:
    """Two 3 x 3 convolutions whose output is added to their input.

    No normalisation (Lim et al. 2017, "EDSR"): it would blur what a restored picture's levels are. The second begins at
    zero, so that a deep stack begins as the identity (Zhang et al. 2019, "Fixup").

    Args:
        x: `(batch, height, width, width)`.
        width: Channels.
        name: Of the layers.
    """
    y = layers.Conv2D(width, 3, padding="same", activation="relu", kernel_initializer="he_normal", name=f"{name}_first")(x)
    y = layers.Conv2D(width, 3, padding="same", kernel_initializer="zeros", name=f"{name}_second")(y)
    return layers.Add(name=f"{name}_sum")([x, y])


def residual_stack(x: Any, width: int, pairs: int, name: str = "pair") -> Any:
    """Some pairs, and a way around them all."""
    y = x
    for index in range(pairs):
        y = residual_pair(y, width, f"{name}_{index}")
    return layers.Add(name=f"{name}_all")([x, y])
