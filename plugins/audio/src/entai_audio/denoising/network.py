"""The net: a mask for every frame, from that frame and what a few recurrent units remember.

A causal encoder and decoder over frequency with blocks between them that look along time and then along frequency, after
FastEnhancer (Ahn et al. 2025), DPCRN (Le et al. 2021) and GTCRN (Rong et al. 2024). Only the recurrent units see time:
one state of `width` numbers for each of `slots` bands and each block is all that a live stream has to keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import keras
from keras import layers, ops

from entai.blocks.convolution import folded, over_frequency, unfolded
from entai.blocks.recurrent import SlotGRU
from entai.blocks.spectral import compressed, magnitude
from entai_audio.denoising.frames import BINS

STRIDE = 4
BANDS = (BINS - 1) // STRIDE
HEADS = 4


class MaskNet(layers.Layer):  # type: ignore[misc]
    """From spectra to masks.

    Args:
        channels: Features of a band in encoder and decoder.
        slots: Bands that the blocks work on.
        width: Features of a slot.
        blocks: How many.
    """

    def __init__(self, channels: int, slots: int, width: int, blocks: int, **options: Any) -> None:
        super().__init__(**options)
        self.slots, self.width = slots, width
        self.encoder = [over_frequency(channels, 3, f"encode_{n}") for n in range(2)]
        self.encoder_norms = [_norm(f"encode_norm_{n}") for n in range(2)]
        self.narrow, self.enter = layers.Dense(slots, name="narrow"), layers.Dense(width, name="enter")
        self.enter_norm = _norm("enter_norm")
        self.blocks = [Block(slots, width, name=f"block_{n}") for n in range(blocks)]
        self.widen, self.leave = layers.Dense(BANDS, name="widen"), layers.Dense(channels, name="leave")
        self.joins = [layers.Dense(channels, name=f"join_{n}") for n in range(2)]
        self.join_norms = [_norm(f"join_norm_{n}") for n in range(2)]
        self.decoder = [over_frequency(channels, 3, f"decode_{n}") for n in range(2)]
        self.decoder_norms = [_norm(f"decode_norm_{n}") for n in range(2)]
        self.out = layers.Conv2D(3 * STRIDE, (1, 3), padding="same", kernel_initializer="zeros", name="out")

    def build(self, shape: Any) -> None:
        """The layers inside make their weights when they are first called, which Keras does on symbols."""
        self.built = True

    def call(self, heard: Any, training: bool | None = None) -> Any:
        """Masks for whole sequences, `(batch, frames, 257, 3)` to `(batch, frames, 257, 2)`.

        What is heard is real and imaginary part and the tracker's gain; masks are complex, of magnitude 1 at most.
        """
        return self._masks(heard, None, training)[0]

    def step(self, heard: Any, states: Any) -> tuple[Any, Any]:
        """The mask of one frame.

        Args:
            heard: `(batch, 257, 3)`.
            states: `(batch, blocks, slots, width)`, zeros at first.

        Returns:
            The mask, `(batch, 257, 2)`, and the states for the next frame.
        """
        masks, states = self._masks(heard[:, None], states, False)
        return masks[:, 0], states

    def _masks(self, heard: Any, states: Any, training: bool | None) -> tuple[Any, Any]:
        x = folded(features(heard), STRIDE)
        skips: list[Any] = []
        for conv, norm in zip(self.encoder, self.encoder_norms, strict=True):
            y = ops.silu(norm(conv(x), training=training))
            x = y if not skips else x + y
            skips.append(x)
        x = self.enter_norm(self.enter(_along_slots(self.narrow, x)), training=training)
        following = []
        for index, block in enumerate(self.blocks):
            x, state = block.run(x, None if states is None else states[:, index], training)
            following.append(state)
        x = self.leave(_along_slots(self.widen, x))
        for join, join_norm, skip, conv, norm in zip(self.joins, self.join_norms, reversed(skips), self.decoder,
                                                     self.decoder_norms, strict=True):
            x = ops.silu(join_norm(join(ops.concatenate([x, skip], axis=-1)), training=training))
            x = x + ops.silu(norm(conv(x), training=training))
        found = masks(unfolded(self.out(x), STRIDE), heard[..., 1:, 2:])
        return found, None if states is None else ops.stack(following, axis=1)


class Block(layers.Layer):  # type: ignore[misc]
    """Look along time in every slot, then along the slots of every frame."""

    def __init__(self, slots: int, width: int, **options: Any) -> None:
        super().__init__(**options)
        self.time, self.time_norm = SlotGRU(width, name="time"), _norm("time_norm")
        self.time_out = layers.Dense(width, name="time_out")
        self.place = layers.Embedding(slots, width, name="place")
        self.look = [layers.Dense(3 * width, name="look"), layers.Dense(width, name="look_out")]
        self.look_norm = _norm("look_norm")
        self.slots, self.width = slots, width

    def run(self, x: Any, state: Any, training: bool | None) -> tuple[Any, Any]:
        """Whole sequences where `state` is None, else one frame: `(batch, frames, slots, width)`."""
        if state is None:
            remembered = self.time(x)
        else:
            state = self.time.step(x[:, 0], state)
            remembered = state[:, None]
        x = x + self.time_norm(self.time_out(remembered), training=training)
        seen = self._attend(x + self.place(ops.arange(self.slots)))
        return x + self.look_norm(self.look[1](seen), training=training), state

    def _attend(self, x: Any) -> Any:
        frames, each = x.shape[1], self.width // HEADS
        split = ops.reshape(self.look[0](x), (-1, frames, self.slots, 3, HEADS, each))
        query, key, value = ops.unstack(ops.transpose(split, (3, 0, 1, 4, 2, 5)), 3, axis=0)
        share = ops.softmax(ops.matmul(query, ops.swapaxes(key, -1, -2)) * each ** -0.5)
        return ops.reshape(ops.transpose(ops.matmul(share, value), (0, 1, 3, 2, 4)), (-1, frames, self.slots, self.width))


def features(heard: Any) -> Any:
    """Compressed spectrum, its magnitude and the tracker's gain, of each bin but the lowest: `(..., 256, 4)`."""
    seen = compressed(heard[..., :2])
    return ops.concatenate([seen, magnitude(seen)[..., None], heard[..., 2:]], axis=-1)[..., 1:, :]


def masks(raw: Any, gain: Any) -> Any:
    """A magnitude from 0 to 1 and a turn of the phase, as a complex factor.

    Where the net says nothing (zeros, as at the beginning of training) the magnitude is the tracker's gain.

    Args:
        raw: `(..., 256, 3)`.
        gain: `(..., 256, 1)`.

    Returns:
        `(..., 257, 2)`.
    """
    known = ops.clip(gain, 0.02, 0.98)
    size = ops.sigmoid(raw[..., :1] + ops.log(known / (1 - known)))
    turn = raw[..., 1:] + ops.array([1.0, 0.0])
    mask = size * turn / magnitude(turn, 1e-3)[..., None]
    return ops.concatenate([mask[..., :1, :], mask], axis=-2)


def _along_slots(layer: Any, x: Any) -> Any:
    return ops.transpose(layer(ops.transpose(x, (0, 1, 3, 2))), (0, 1, 3, 2))


def _norm(name: str) -> Any:
    return layers.BatchNormalization(momentum=0.98, epsilon=1e-4, name=name)


def masked(spectra: Any, mask: Any) -> Any:
    """The product of two complex arrays, real and imaginary in the last axis."""
    a, b, c, d = spectra[..., 0], spectra[..., 1], mask[..., 0], mask[..., 1]
    return ops.stack([a * c - b * d, a * d + b * c], axis=-1)


class OneFrame(MaskNet):
    """The net as it is served: from a frame and the states to its mask and the next states."""

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """`[(batch, 257, 3), (batch, blocks, slots, width)]` to `(batch, 257, 2)` and states again."""
        return self.step(*inputs)


def cleaning(nets: Sequence[MaskNet], frames: int) -> keras.Model:
    """Nets as they are trained: from noisy spectra, and the tracker's gains, to clean ones by the mean of their masks.

    Returns:
        From `(batch, frames, 257, 3)` to `(batch, frames, 257, 2)`.
    """
    heard = keras.Input((frames, BINS, 3), name="heard")
    return keras.Model(heard, masked(heard[..., :2], _mean([net(heard) for net in nets])))


def serving(nets: Sequence[OneFrame]) -> keras.Model:
    """The same nets as they are served: from a frame and the states of all, side by side, to the mask and the next states.

    Returns:
        From `[(batch, 257, 3), (batch, blocks, slots, widths)]` to `(batch, 257, 2)` and states again.
    """
    widths = [net.width for net in nets]
    frame = keras.Input((BINS, 3), name="frame")
    states = keras.Input((len(nets[0].blocks), nets[0].slots, sum(widths)), name="states")
    parts = [states[..., end - width:end] for width, end in zip(widths, accumulate(widths), strict=True)]
    found, following = zip(*(net([frame, part]) for net, part in zip(nets, parts, strict=True)), strict=True)
    return keras.Model([frame, states], [_mean(found), ops.concatenate(following, axis=-1)])


def _mean(found: Sequence[Any]) -> Any:
    return ops.mean(ops.stack(found), axis=0)
