"""A causal model of keras-hub as a `LanguageModel`, with its cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai_text.generation.hub.tokens import HubTokens
from entai_text.generation.model import Logits

SMALLEST = 64
"""Positions in the smallest cache; it doubles when it is full, and each size is compiled once."""


class HubModel:
    """Serves a preset.

    Args:
        network: A `keras_hub.models.CausalLM`.
        vocabulary: Its tokens.
        context: Tokens that it looks back on at most.
        form: What stands before and behind a prompt where it was taught to answer; else None.
    """

    def __init__(self, network: Any, vocabulary: HubTokens, context: int, form: tuple[str, str] | None) -> None:
        self.network, self.vocabulary, self.context, self._form = network, vocabulary, context, form
        self.step = compiled(self._step)
        self._begins = bool(getattr(network.preprocessor, "add_start_token", False))

    def opening(self, prompt: str, chat: bool) -> list[int]:
        """See `LanguageModel`."""
        tokens = self.vocabulary
        if chat and self._form is not None:
            before, behind = self._form
            return [*tokens.encode_form(before), *tokens.encode(prompt), *tokens.encode_form(behind)]
        start = [tokens.start] if tokens.start is not None and self._begins else []
        return [*start, *tokens.encode(prompt)] or [tokens.ends[0]]

    def logits(self, rows: NDArray[np.int32]) -> Logits:
        """See `LanguageModel`."""
        from keras import ops

        found = self.network({"token_ids": rows, "padding_mask": np.ones_like(rows)}, training=False)
        return np.asarray(ops.convert_to_numpy(ops.cast(found, "float32")))

    def start(self, texts: Sequence[Sequence[int]]) -> tuple[HubReading, Logits]:
        """See `LanguageModel`."""
        reading = HubReading(self, texts)
        return reading, reading.logits()

    def _step(self, token: Any, cache: Any, place: Any) -> tuple[Any, Any]:
        from keras import ops

        logits, _, cache = self.network.call_with_cache(token, cache, place)
        return ops.cast(logits[:, -1], "float32"), cache


class HubReading:
    """Texts being read: those of one length together, as keras-hub's caches have one position for all rows of a batch."""

    def __init__(self, model: HubModel, texts: Sequence[Sequence[int]]) -> None:
        alike: dict[int, list[int]] = {}
        for number, text in enumerate(texts):
            alike.setdefault(len(text), []).append(number)
        places = {number: (block, row) for numbers in alike.values()
                  for block in [HubBlock(model, [texts[number] for number in numbers])]
                  for row, number in enumerate(numbers)}
        self._places = [places[number] for number in range(len(texts))]

    def logits(self) -> Logits:
        """Of the next token of each text, `(texts, vocabulary)`."""
        return np.stack([block.logits[row] for block, row in self._places])

    def read(self, tokens: Sequence[int]) -> Logits:
        """See `Reading`."""
        given: dict[HubBlock, dict[int, int]] = {}
        for (block, row), token in zip(self._places, tokens, strict=True):
            given.setdefault(block, {})[row] = token
        for block, said in given.items():
            block.read(said)
        return self.logits()

    def keep(self, rows: Sequence[int]) -> None:
        """See `Reading`. A text that is forgotten is read on beside those of its length: to make way costs more."""
        self._places = [self._places[row] for row in rows]


class HubBlock:
    """Texts of one length. When the context is full, the older half is forgotten and the newer read again, as in `lean`."""

    def __init__(self, model: HubModel, texts: Sequence[Sequence[int]]) -> None:
        self._model, self._texts = model, np.array(texts, np.int32)
        self.logits = self._again()

    def read(self, tokens: Mapping[int, int]) -> None:
        """Read one more token of each text; a row that is given none is of no more interest."""
        said = np.array([tokens.get(row, 0) for row in range(len(self._texts))], np.int32)
        self._texts = np.concatenate([self._texts, said[:, None]], 1)
        length = self._texts.shape[1]
        if length > self._model.context:
            self._texts = self._texts[:, length - 1 - self._model.context // 2:]
            self.logits = self._again()
        else:
            self.logits = self._again() if length > self._capacity else self._stepped()

    def _again(self) -> Logits:
        """Read the texts from their start into a cache that has room for more."""
        count, length = self._texts.shape
        self._capacity = SMALLEST
        while self._capacity <= length:
            self._capacity *= 2
        self._capacity = min(self._capacity, self._model.context)
        padded = np.zeros((count, self._capacity), np.int32)
        padded[:, :length] = self._texts
        _, self._cache = self._model.network._build_cache(padded)
        return self._stepped()

    def _stepped(self) -> Logits:
        """The last tokens, read at their place; what stands behind it in the cache is hidden by the causal mask."""
        from keras import ops

        last = self._texts.shape[1] - 1
        token, place = ops.convert_to_tensor(self._texts[:, last:], "int32"), ops.array(last, "int32")
        logits, self._cache = self._model.step(token, self._cache, place)
        return np.asarray(ops.convert_to_numpy(logits))


def compiled(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step as a graph: without one, a token costs many times as much. Keras has no call of its own for this."""
    import keras

    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        graph: Callable[..., Any] = tf.function(step)
        return graph
    if keras.backend.backend() == "jax":
        import jax

        made: Callable[..., Any] = jax.jit(step)
        return made
    return step
