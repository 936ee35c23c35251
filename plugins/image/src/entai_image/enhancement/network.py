"""The one network of all restorers."""

from __future__ import annotations

import keras
from keras import layers

from entai.blocks.residual import residual_stack


def network(channels: int, repeats: int, width: int, pairs: int) -> keras.Model:
    """From a picture to a better one: a 3 x 3 convolution, residual pairs, a 3 x 3 convolution, added to the input.

    The last convolution begins at zero, so that training begins with the input itself.

    Args:
        channels: Of the input, `(batch, height, width, channels)`; pixels may be folded into channels.
        repeats: How often the input is repeated to make the output, `(batch, height, width, channels * repeats)`: the
            squared factor where the picture is enlarged.
        width: Channels inside.
        pairs: Residual pairs.
    """
    pixels = layers.Input((None, None, channels), name="pixels")
    x = layers.Conv2D(width, 3, padding="same", name="head")(pixels)
    x = residual_stack(x, width, pairs)
    x = layers.Conv2D(channels * repeats, 3, padding="same", kernel_initializer="zeros", dtype="float32", name="tail")(x)
    base = layers.Concatenate(dtype="float32", name="repeated")([pixels] * repeats) if repeats > 1 else pixels
    return keras.Model(pixels, layers.Add(dtype="float32", name="better")([base, x]))
