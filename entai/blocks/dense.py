"""Dense layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras


def mlp(inputs: Any, widths: Sequence[int], dropout: float = 0.0, activation: str = "gelu") -> Any:
    """Dense layers one after another, each with an activation and dropout.

    Args:
        inputs: `(batch, ..., features)`.
        widths: Units of each layer.
        dropout: Share of the units hidden while training.
        activation: As Keras names it.

    Returns:
        `(batch, ..., widths[-1])`.
    """
    for width in widths:
        inputs = keras.layers.Dropout(dropout)(keras.layers.Dense(width, activation=activation)(inputs))
    return inputs
