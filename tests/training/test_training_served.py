"""What is served may be another graph over the trained weights, and weights may be kept in half precision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from tiny import FEATURES, Tiny, fit

X = np.random.default_rng(3).normal(size=(5, FEATURES)).astype(np.float32)


class Half(Tiny):
    """Weights in float16; the network large enough that the converter sees to it."""

    program: ClassVar[bool] = True
    half: ClassVar[bool] = True


@dataclass(frozen=True)
class Doubled(Tiny):
    """Trained on one row at a time, served on two that lie side by side."""

    program: ClassVar[bool] = True
    dropout: float = 0.0

    def served(self, sizes: Mapping[str, int]) -> Any:
        from keras import Input, Model, layers, ops

        hidden, last = layers.Dense(self.width, "tanh"), layers.Dense(1)
        pair = Input((2, sizes["features"]))
        rows = [last(hidden(pair[:, index])) for index in range(2)]
        return Model(pair, ops.concatenate(rows, axis=-1))

    def sample(self, data: Any) -> tuple[Any, ...]:
        return (np.stack([super().sample(data)[0]] * 2, axis=1),)


def numpy_tiny(state: Any, x: Any) -> Any:
    kernel, bias, out, shift = (array.astype(np.float32) for array in state.arrays.values() if array.dtype.kind == "f")
    return np.tanh(x @ kernel + bias) @ out + shift


def test_half_precision_is_what_is_kept_and_what_is_served() -> None:
    recipe = Half(width=2048)
    state = fit(recipe=recipe)
    assert {array.dtype for array in state.arrays.values() if array.dtype.kind == "f"} == {np.dtype(np.float16)}
    assert state.program is not None
    assert len(state.program) < 4 * recipe.width * FEATURES  # which the larger layer alone would take in float32
    expected = numpy_tiny(state, X)
    np.testing.assert_allclose(recipe.network(state)(X), expected, atol=1e-4)
    np.testing.assert_allclose(recipe.network(replace(state, program=None))(X), expected, atol=1e-4)


def test_a_served_graph_of_its_own_has_the_trained_weights() -> None:
    recipe = Doubled()
    state = fit(recipe=recipe)
    assert state.program is not None
    pair = np.stack([X, -X], axis=1)
    expected = np.concatenate([numpy_tiny(state, X), numpy_tiny(state, -X)], axis=1)
    for served in (state, replace(state, program=None)):
        np.testing.assert_allclose(recipe.network(served)(pair), expected, atol=1e-4)
