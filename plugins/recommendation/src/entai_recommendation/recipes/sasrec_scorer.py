"""Serving sasrec with NumPy alone: the same network, forward only, over histories of any length."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import State
from entai_recommendation.people import Floats, People
from entai_recommendation.recipes.sasrec_rows import last_events
from entai_recommendation.scorer import Scorer

TOGETHER = 64
"""People in one forward pass; they are sorted by the length of their histories."""
EXPLAINED = 50
"""The newest events are left out one at a time to see what the score loses; older ones count as the rest."""

Cache = list[tuple[Floats, Floats]]
"""Keys and values of each block, `(people, heads, length, width / heads)`."""


class SasrecScorer(Scorer):
    """Scores are logits."""

    def __init__(self, state: State, heads: int) -> None:
        super().__init__(state)
        sizes: Any = state.assets["sizes"]
        self._length: int = sizes["length"]
        self._network = Forward({name.partition("/")[2]: array for name, array in state.arrays.items()}, heads)

    def _score(self, people: People) -> Floats:
        scores = np.zeros((len(people), len(self.catalogue)), np.float32)
        lengths = np.minimum(people.lengths(), self._length)
        order = np.argsort(lengths, kind="stable")
        order = order[lengths[order] > 0]
        for first in range(0, len(order), TOGETHER):
            chosen = order[first:first + TOGETHER]
            rows = last_events(people.take(chosen), int(lengths[chosen].max()))
            scores[chosen] = self._network(rows)[0] @ self._network.table[1:].T
        return scores

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """How much each score falls when an event is left out; what came before the event is not computed again."""
        amounts = np.zeros((len(person.items), len(items)), np.float32)
        history = last_events(person, min(len(person.items), self._length))
        newest = min(EXPLAINED, history.shape[1])
        features = self._network.table[items + 1].T
        before = self._network(history[:, :-newest])[1] if history.shape[1] > newest else None
        whole = self._network(history[:, -newest:], before)[0] @ features
        amounts[-newest:] = whole
        if newest > 1:  # without its only event a history has no score to compare with
            others = ~np.eye(newest, dtype=bool)
            without = np.broadcast_to(history[0, -newest:], (newest, newest))[others].reshape(newest, newest - 1)
            amounts[-newest:] -= self._network(without, before)[0] @ features
        return amounts


class Forward:
    """The network of `sasrec_network.py`, forward.

    Args:
        arrays: Weights by path.
        heads: Of attention.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]], heads: int) -> None:
        self._arrays, self._heads = arrays, heads
        self._blocks = sum(name.endswith("_attention/distance") for name in arrays)
        self.table: Floats = arrays["table/embeddings"]

    def __call__(self, rows: NDArray[np.int32], before: Cache | None = None) -> tuple[Floats, Cache]:
        """What is expected behind the last position.

        Args:
            rows: `(people, length)` items numbered from 1, padded with 0 at the left.
            before: Keys and values of unpadded positions that came before these.

        Returns:
            `(people, width)`, and the keys and values of all positions.
        """
        width = self.table.shape[1]
        x = self.table[rows] * np.float32(width ** 0.5)
        cache: Cache = []
        for index in range(self._blocks):
            x, kept = self._block(x, rows, before[index] if before else None, f"block{index}")
            cache.append(kept)
        return self._norm(x[:, -1], "norm"), cache

    def _block(self, x: Floats, rows: NDArray[np.int32], before: tuple[Floats, Floats] | None,
               name: str) -> tuple[Floats, tuple[Floats, Floats]]:
        y = self._norm(x, f"{name}_norm1")
        attended, cache = self._attention(y, rows, before, f"{name}_attention")
        x = x + sigmoid(self._dense(y, f"{name}_gate")) * attended
        y = self._norm(x, f"{name}_norm2")
        gate = self._dense(y, f"{name}_swiglu_gate")
        return x + self._dense(gate * sigmoid(gate) * self._dense(y, f"{name}_swiglu_value"), f"{name}_swiglu_out"), cache

    def _attention(self, y: Floats, rows: NDArray[np.int32], before: tuple[Floats, Floats] | None,
                   name: str) -> tuple[Floats, tuple[Floats, Floats]]:
        people, length, width = y.shape
        split = (y @ self._arrays[f"{name}/qkv/kernel"]).reshape(people, length, 3, self._heads, width // self._heads)
        query, key, value = split.transpose(2, 0, 3, 1, 4)
        if before is not None:
            key, value = (np.concatenate([np.broadcast_to(old, (people, *old.shape[1:])), new], axis=2)
                          for old, new in zip(before, (key, value), strict=True))
        earlier = key.shape[2] - length
        bias = self._arrays[f"{name}/distance"]
        distance = np.arange(length)[:, None] + earlier - np.arange(key.shape[2])
        scores = query @ key.swapaxes(2, 3) * np.float32((width // self._heads) ** -0.5)
        scores += bias[np.clip(distance, 0, len(bias) - 1)].transpose(2, 0, 1)
        padding = np.concatenate([np.zeros((people, earlier), bool), rows == 0], axis=1)
        scores[np.broadcast_to(((distance < 0) | padding[:, None])[:, None], scores.shape)] = -1e9
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        mixed = (scores @ value) / scores.sum(-1, keepdims=True)
        return mixed.transpose(0, 2, 1, 3).reshape(people, length, width) @ self._arrays[f"{name}/out/kernel"], (key, value)

    def _dense(self, x: Floats, name: str) -> Floats:
        return np.asarray(x @ self._arrays[f"{name}/kernel"] + self._arrays[f"{name}/bias"], np.float32)

    def _norm(self, x: Floats, name: str) -> Floats:
        scale = self._arrays[f"{name}/scale"] / np.sqrt(np.square(x).mean(-1, keepdims=True) + 1e-6)
        return np.asarray(x * scale, np.float32)


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + e^-x)."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)), np.float32)
