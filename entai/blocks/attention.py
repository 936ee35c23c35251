"""Causal self-attention: every position looks back, none looks ahead."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from entai.blocks.rotary import rotate

HIDDEN = -1e9
"""Added to what may not be seen; float16 has no such number, so attention weighs in float32."""


@keras.saving.register_keras_serializable("entai")
class CausalAttention(keras.layers.Layer):  # type: ignore[misc]
    """Multi-head self-attention (Vaswani et al., "Attention is all you need", 2017) over what came before.

    Order comes from rotary positions, from a learned bias on how far back a key lies (as T5 has it: Raffel et al., 2020),
    from both, or from neither. Both depend on distance alone, so that a row may start anywhere.

    With a cache, a sequence can be fed in pieces: each call sees the pieces before it without reading them again.

    Args:
        heads: How many; they divide the width.
        rotary: Base of the rotary positions, often 10,000; 0 for none.
        distances: How many distances have a bias of their own, the last one standing for all beyond; 0 for none.
    """

    def __init__(self, heads: int, rotary: float = 0.0, distances: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.heads, self.rotary, self.distances = heads, rotary, distances

    def build(self, shape: Any) -> None:
        """Make the weights for inputs `(batch, length, width)`."""
        width = shape[-1]
        if width % self.heads:
            raise ValueError(f"{self.heads} heads do not divide a width of {width}")
        self.head_width = width // self.heads
        self.qkv = keras.layers.Dense(3 * width, use_bias=False, name="qkv", dtype=self.dtype_policy)
        self.out = keras.layers.Dense(width, use_bias=False, name="out", dtype=self.dtype_policy)
        self.qkv.build(shape)
        self.out.build(shape)
        if self.distances:
            self.bias = self.add_weight(shape=(self.distances, self.heads), initializer="zeros", name="distance")

    def call(self, inputs: Any, segments: Any = None, cache: Any = None, start: Any = 0) -> Any:
        """Attend.

        Args:
            inputs: `(batch, length, width)`.
            segments: Whole numbers `(batch, length)`; a position sees its own segment only. Not with a cache.
            cache: Keys and values of earlier calls, from `empty_cache` at first.
            start: How many positions the cache holds, a scalar; `start + length` may not pass its capacity.

        Returns:
            `(batch, length, width)`, and with a cache also the cache with these positions in it.
        """
        length = inputs.shape[1]
        split = ops.reshape(self.qkv(inputs), (-1, length, 3, self.heads, self.head_width))
        query, key, value = ops.unstack(ops.transpose(split, (2, 0, 3, 1, 4)), 3, axis=0)
        here = there = ops.arange(length) + start
        if self.rotary:
            query, key = rotate(query, here, self.rotary), rotate(key, here, self.rotary)
        if cache is not None:
            cache = ops.slice_update(cache, (0, 0, 0, start, 0), ops.stack([key, value], axis=1))
            key, value, there = cache[:, 0], cache[:, 1], ops.arange(cache.shape[3])
        distance = here[:, None] - there[None, :]
        mixed = ops.matmul(self._weights(query, key, distance, segments), value)
        joined = ops.reshape(ops.transpose(mixed, (0, 2, 1, 3)), (-1, length, self.heads * self.head_width))
        return self.out(joined) if cache is None else (self.out(joined), cache)

    def _weights(self, query: Any, key: Any, distance: Any, segments: Any) -> Any:
        """How much of each key every query takes, `(batch, heads, queries, keys)`."""
        scores = ops.cast(ops.matmul(query, ops.swapaxes(key, 2, 3)), "float32") * self.head_width ** -0.5
        if self.distances:
            far = ops.clip(distance, 0, self.distances - 1)
            scores = scores + ops.cast(ops.transpose(ops.take(self.bias, far, axis=0), (2, 0, 1)), "float32")
        seen = distance >= 0
        if segments is not None:
            seen = ops.logical_and(seen, ops.equal(segments[:, :, None], segments[:, None, :]))[:, None]
        return ops.cast(ops.softmax(ops.where(seen, scores, HIDDEN)), self.compute_dtype)

    def empty_cache(self, batch: int, capacity: int) -> Any:
        """A cache without positions: `(batch, 2, heads, capacity, width / heads)` of keys and values."""
        return ops.zeros((batch, 2, self.heads, capacity, self.head_width), self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """What `__init__` takes."""
        return {**super().get_config(), "heads": self.heads, "rotary": self.rotary, "distances": self.distances}
