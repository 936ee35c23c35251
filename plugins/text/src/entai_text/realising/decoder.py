"""The network of `network.py` in NumPy, one word at a time: what serves a trained realiser without TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai.state import Array

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Told:
    """What a sentence under way has said so far.

    Args:
        keys: Vectors of the slots to attend to, `(sentences, slots, width)`.
        state: Of the GRU, `(sentences, width)`.
    """

    keys: Floats
    state: Floats

    def take(self, rows: Array) -> Told:
        """Some of the sentences, each as often as it is named."""
        return Told(self.keys[rows], self.state[rows])


class Decoder:
    """Predicts next words from slots and the words so far.

    Args:
        weights: Of the network, named by layer (`000/words/embeddings`).
    """

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = {name.split("/", 1)[1]: array.astype(np.float32) for name, array in weights.items()}

    def begin(self, meanings: Array) -> Told:
        """Look at slots `(sentences, slots)`, given as numbers of values."""
        vectors = self._weights["values/embeddings"][meanings]
        return Told(self._dense("keys", vectors), self._dense("first", vectors.reshape(len(meanings), -1)))

    def step(self, told: Told, words: Array) -> tuple[Floats, Told]:
        """Say words `(sentences,)`.

        Returns:
            Log-probabilities of the next words, `(sentences, words)`, and the new state.
        """
        state = self._gru(self._weights["words/embeddings"][words], told.state)
        scores = np.einsum("bd,bsd->bs", state @ self._weights["ask/kernel"], told.keys)
        found = np.einsum("bs,bsd->bd", np.exp(log_softmax(scores)), told.keys)
        mixed = self._dense("mix", np.concatenate([state, found], axis=1))
        logits = mixed @ self._weights["logits/kernel"] + self._weights["logits/bias"]
        return log_softmax(logits), Told(told.keys, state)

    def _dense(self, layer: str, inputs: Floats) -> Floats:
        mixed: Floats = np.tanh(inputs @ self._weights[f"{layer}/kernel"] + self._weights[f"{layer}/bias"])
        return mixed

    def _gru(self, inputs: Floats, state: Floats) -> Floats:
        """One step of a gated recurrent unit (Cho et al. 2014), reset after the product, gates in Keras' order."""
        bias = self._weights["gru/gru_cell/bias"]
        given = np.split(inputs @ self._weights["gru/gru_cell/kernel"] + bias[0], 3, axis=1)
        kept = np.split(state @ self._weights["gru/gru_cell/recurrent_kernel"] + bias[1], 3, axis=1)
        update, reset = _sigmoid(given[0] + kept[0]), _sigmoid(given[1] + kept[1])
        new: Floats = update * state + (1 - update) * np.tanh(given[2] + reset * kept[2])
        return new


def log_softmax(logits: Floats) -> Floats:
    """Log-probabilities of logits, along the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    normal: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return normal


def _sigmoid(values: Floats) -> Floats:
    opened: Floats = 0.5 * (1 + np.tanh(0.5 * values))
    return opened
