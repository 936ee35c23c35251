"""The network that finds scratches: what is far along a line counts, so it looks further with each layer."""

from __future__ import annotations

import keras
from keras import layers

from entai_image.inpainting.finder import DILATIONS


def network(width: int) -> keras.Model:
    """From pictures to how likely each pixel is part of a scratch, as logits.

    Convolutions with holes (Yu and Koltun 2016), each added to its input, at half resolution. No normalisation: tiles of
    a picture must get what the whole picture gets.

    Args:
        width: Channels inside.

    Returns:
        A model from `(batch, height / 2, width / 2, 12)`, pixels of 2 x 2 squares folded into channels, to
        `(batch, height / 2, width / 2, 4)`, folded likewise.
    """
    pixels = layers.Input((None, None, 12), name="pixels")
    x = layers.Conv2D(width, 3, padding="same", activation="relu", kernel_initializer="he_normal", name="head")(pixels)
    for place, dilation in enumerate(DILATIONS):
        y = layers.Conv2D(width, 3, padding="same", dilation_rate=dilation, activation="relu",
                          name=f"along_{place}")(x)
        x = layers.Add(name=f"along_{place}_sum")([x, y])
    rare = keras.initializers.Constant(-3.0)  # a twentieth of all pixels, before anything is learnt
    tail = layers.Conv2D(4, 3, padding="same", kernel_initializer="zeros", bias_initializer=rare, dtype="float32",
                         name="tail")
    return keras.Model(pixels, tail(x))
