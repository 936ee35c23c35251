"""lean without TensorFlow: the network of `network.py`, forward, in NumPy, with a cache of keys and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import State
from entai_text.generation.model import Logits
from entai_text.generation.vocabulary import Vocabulary, vocabulary_from_json

Floats = NDArray[np.float32]
EPSILON = np.float32(1e-6)
"""Added to the mean square, as Keras does."""


@dataclass(frozen=True)
class Block:
    """Weights of one block.

    A norm's scale is multiplied into the matrix behind it, and 1 / sqrt(width of a head) into that of the queries.
    """

    qkv: Floats
    out: Floats
    gate_value: Floats
    gate_value_bias: Floats
    down: Floats
    down_bias: Floats


class LeanModel:
    """The trained network.

    Args:
        blocks: In order.
        table: Embedding of tokens, `(vocabulary, width)`.
        head: From the last features to logits, `(width, vocabulary)`.
        heads: Of attention.
        context: Tokens in a row at most.
        vocabulary: What tokens mean.
        knows_end: Whether it was trained on several documents, with an end before each.
    """

    def __init__(self, blocks: list[Block], table: Floats, head: Floats, heads: int, context: int, vocabulary: Vocabulary,
                 knows_end: bool) -> None:
        self._blocks, self._table, self._head, self._heads = blocks, table, head, heads
        self.context, self.vocabulary = context, vocabulary
        self._first = vocabulary.ends[0] if knows_end else vocabulary.encode("\n")[0]
        half = table.shape[1] // heads // 2
        angle = np.arange(context)[:, None] * 10_000.0 ** (-np.arange(half) / half)
        self._cos, self._sin = (np.tile(turn(angle), 2).astype(np.float32) for turn in (np.cos, np.sin))
        self._sin[:, :half] *= -1

    @classmethod
    def of(cls, state: State, heads: int) -> LeanModel:
        """From the weights that Keras trained."""
        named = {name.partition("/")[2]: np.asarray(array, np.float32) for name, array in state.arrays.items()}
        sizes: Any = state.assets["sizes"]
        table = named["table/embeddings"]
        count = sum(name.endswith("_attention/qkv/kernel") for name in named)
        return cls([_block(named, f"block{index}", heads) for index in range(count)], table,
                   np.ascontiguousarray((table * named["norm_out/scale"]).T), heads, sizes["context"],
                   vocabulary_from_json(state.assets["vocabulary"]), sizes["documents"] > 1)

    def logits(self, rows: NDArray[np.int32]) -> Logits:
        """See `LanguageModel`."""
        cache = self.empty(len(rows), rows.shape[1])
        return self.forward(rows, cache, np.zeros(len(rows), np.int64)) @ self._head

    def start(self, texts: Sequence[Sequence[int]]) -> tuple[LeanReading, Logits]:
        """See `LanguageModel`."""
        reading = LeanReading(self, texts)
        return reading, reading.logits

    def opening(self, prompt: str, chat: bool) -> list[int]:
        """See `LanguageModel`. This model goes on, and does not answer; a new text begins behind an end, or a line's."""
        return self.vocabulary.encode(prompt) if prompt else [self._first]

    def empty(self, rows: int, capacity: int) -> Floats:
        """A cache without positions, `(blocks, 2, rows, heads, capacity, width / heads)`."""
        width = self._table.shape[1]
        return np.zeros((len(self._blocks), 2, rows, self._heads, capacity, width // self._heads), np.float32)

    def head(self, features: Floats) -> Logits:
        """Logits, `(..., vocabulary)`."""
        return features @ self._head

    def forward(self, rows: NDArray[np.int32], cache: Floats, start: NDArray[np.int64]) -> Floats:
        """Features behind every token, `(rows, length, width)`.

        Args:
            rows: Tokens `(rows, length)`.
            cache: Keys and values of what each row holds already; those of these tokens are written into it.
            start: How many tokens each row holds, `(rows,)`.
        """
        x = self._table[rows]
        at = start[:, None] + np.arange(rows.shape[1])
        hidden = np.arange(int(at.max()) + 1) > at[:, None, :, None]
        turn = self._cos[at][:, None], self._sin[at][:, None]
        for block, (keys, values) in zip(self._blocks, cache, strict=True):
            x = x + self._attention(_normed(x), block, turn, keys, values, at, hidden)
            both = _normed(x) @ block.gate_value + block.gate_value_bias
            units = both.shape[-1] // 2
            gated: Floats = _silu(both[..., :units]) * both[..., units:]
            x = x + gated @ block.down + block.down_bias
        return _normed(x)

    def _attention(self, y: Floats, block: Block, turn: tuple[Floats, Floats], keys: Floats, values: Floats,
                   at: NDArray[np.int64], hidden: NDArray[np.bool_]) -> Floats:
        rows, length, width = y.shape
        split = (y @ block.qkv).reshape(rows, length, 3, self._heads, -1).transpose(2, 0, 3, 1, 4)
        (query, key), value = _rotated(split[:2], turn), split[2]
        if rows == 1:
            places = slice(int(at[0, 0]), int(at[0, -1]) + 1)
            keys[:, :, places], values[:, :, places] = key, value
        else:
            row = np.arange(rows)[:, None]
            keys[row, :, at], values[row, :, at] = key.transpose(0, 2, 1, 3), value.transpose(0, 2, 1, 3)
        seen = hidden.shape[-1]
        scores = query @ keys[:, :, :seen].swapaxes(2, 3)
        if rows > 1 or length > 1:  # a single newest token sees all there is
            scores = np.where(hidden, np.float32(-1e9), scores)
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        mixed = (scores @ values[:, :, :seen]) / scores.sum(-1, keepdims=True)
        joined: Floats = mixed.transpose(0, 2, 1, 3).reshape(rows, length, width)
        return joined @ block.out


class LeanReading:
    """Texts being read by a `LeanModel`.

    Where a text has filled the context, the older half of what is remembered is forgotten and the newer read again from the
    start, so that it is always what a fresh reading of the same tokens would be.
    """

    def __init__(self, model: LeanModel, texts: Sequence[Sequence[int]]) -> None:
        self._model = model
        self._texts = [list(text) for text in texts]
        self._cache = model.empty(len(texts), model.context)
        self.logits = np.concatenate([self._again(row) for row in range(len(texts))])

    def read(self, tokens: Sequence[int]) -> Logits:
        """See `Reading`."""
        context = self._model.context
        full = [row for row, text in enumerate(self._texts) if len(text) >= context]
        for row in full:
            del self._texts[row][:-(context - context // 2)]
            self._again(row)
        start = np.array([len(text) for text in self._texts])
        for text, token in zip(self._texts, tokens, strict=True):
            text.append(token)
        features = self._model.forward(np.array(tokens, np.int32)[:, None], self._cache, start)
        return self._model.head(features[:, 0])

    def keep(self, rows: Sequence[int]) -> None:
        """See `Reading`."""
        self._texts = [self._texts[row] for row in rows]
        self._cache = np.ascontiguousarray(self._cache[:, :, list(rows)])

    def _again(self, row: int) -> Logits:
        """Read what is remembered of a text from its start."""
        tokens = np.array([self._texts[row]], np.int32)
        features = self._model.forward(tokens, self._cache[:, :, row:row + 1], np.zeros(1, np.int64))
        return self._model.head(features[:, -1])


def _block(named: dict[str, Floats], name: str, heads: int) -> Block:
    scale1, scale2 = (named[f"{name}_norm{index}/scale"][:, None] for index in (1, 2))
    gate, value = (f"{name}_swiglu_{part}" for part in ("gate", "value"))
    qkv = scale1 * named[f"{name}_attention/qkv/kernel"]
    qkv[:, :len(qkv)] *= np.float32((len(qkv) // heads) ** -0.5)
    return Block(qkv, named[f"{name}_attention/out/kernel"],
                 scale2 * np.concatenate([named[f"{part}/kernel"] for part in (gate, value)], axis=1),
                 np.concatenate([named[f"{part}/bias"] for part in (gate, value)]),
                 named[f"{name}_swiglu_out/kernel"], named[f"{name}_swiglu_out/bias"])


def _normed(x: Floats) -> Floats:
    """Divide by the root of the mean square: x / sqrt(mean(x^2))."""
    square: Floats = np.einsum("...i,...i->...", x, x)[..., None]
    root: Floats = np.sqrt(square / np.float32(x.shape[-1]) + EPSILON)
    return x / root


def _rotated(x: Floats, turn: tuple[Floats, Floats]) -> Floats:
    """Pairs (i, half + i) turned by their angles; `entai.blocks.rotary` says why."""
    cos, sin = turn
    half = x.shape[-1] // 2
    swapped: Floats = np.concatenate([x[..., half:], x[..., :half]], axis=-1)
    return x * cos + swapped * sin


def _silu(x: Floats) -> Floats:
    """Swish: x / (1 + e^-x), without overflow."""
    bent: Floats = np.tanh(np.float32(0.5) * x)
    return x * (np.float32(0.5) * (np.float32(1) + bent))
