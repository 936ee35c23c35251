"""The network of `flow`: a small U-Net that is told the time (Ronneberger et al., 2015; Ho et al., 2020)."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops

FREQUENCIES = tuple(np.float32(1.5703125 * 2.0**octave) for octave in range(7))
"""Radians in the whole time, from a quarter turn up. Float16 holds them exactly: programs in it must agree with Keras."""
EMBEDDED = 128


def unet(channels: int, widths: tuple[int, ...], blocks: int) -> keras.Model:
    """From a noisy picture and a time to a picture of the same size; any size that can be halved at every level.

    The last convolution begins at zero, and so does the second one of every block.

    Args:
        channels: Of a picture, `(batch, rows, columns, channels)`; pixels may be folded into channels.
        widths: Channels inside at full size, half of it, and so on.
        blocks: At each level, on the way down and on the way up.
    """
    picture, time = layers.Input((None, None, channels), name="a_picture"), layers.Input((1,), name="b_time")
    told = _embedded(time)
    x = layers.Conv2D(widths[0], 3, padding="same", name="head")(picture)
    passed = []
    for level, width in enumerate(widths):
        if level:
            x = layers.Conv2D(width, 2, strides=2, name=f"shrink_{level}")(x)
        x = _blocks(x, told, width, blocks, f"down_{level}")
        passed.append(x)
    for level, width in reversed(list(enumerate(widths))):
        if level < len(widths) - 1:
            x = layers.Conv2DTranspose(width, 2, strides=2, name=f"grow_{level}")(x)
            x = layers.Add(name=f"meet_{level}")([x, passed[level]])
        x = _blocks(x, told, width, blocks, f"up_{level}")
    x = layers.Activation("silu")(layers.RMSNormalization(name="last_norm")(x))
    x = layers.Conv2D(channels, 3, padding="same", kernel_initializer="zeros", dtype="float32", name="tail")(x)
    return keras.Model([picture, time], x)


def _embedded(time: Any) -> Any:
    """The time as waves of several lengths, `(batch, EMBEDDED)`."""
    angles = time * np.array([FREQUENCIES])
    waves = layers.Concatenate(name="waves")([ops.sin(angles), ops.cos(angles)])
    return layers.Dense(EMBEDDED, activation="silu", name="told")(waves)


def _blocks(x: Any, told: Any, width: int, blocks: int, name: str) -> Any:
    for block in range(blocks):
        x = _block(x, told, width, f"{name}_{block}")
    return x


def _block(x: Any, told: Any, width: int, name: str) -> Any:
    """Two convolutions whose output is added to their input; between them the time scales and shifts each channel.

    Each pixel is normalised by itself (Zhang and Sennrich, 2019), so that a picture's size changes nothing.
    """
    y = layers.Activation("silu")(layers.RMSNormalization(name=f"{name}_norm")(x))
    y = layers.Conv2D(width, 3, padding="same", name=f"{name}_first")(y)
    y = layers.RMSNormalization(name=f"{name}_told_norm")(y)
    scale, shift = (layers.Dense(width, kernel_initializer="zeros", name=f"{name}_{part}")(told)[:, None, None]
                    for part in ("scale", "shift"))
    y = layers.Activation("silu")(y * (1 + scale) + shift)
    y = layers.Conv2D(width, 3, padding="same", kernel_initializer="zeros", name=f"{name}_second")(y)
    return layers.Add(name=f"{name}_sum")([x, y])
