"""Residual pairs against plain NumPy, and that they begin as the identity."""

from __future__ import annotations

import keras
import numpy as np

from entai.blocks.residual import residual_stack

PIXELS = np.random.default_rng(0).normal(size=(1, 5, 6, 3)).astype(np.float32)


def convolved(x: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    height, width = x.shape[1:3]
    return bias + sum(padded[:, i:i + height, j:j + width] @ kernel[i, j] for i in range(3) for j in range(3))


def stack(pairs: int) -> keras.Model:
    x = keras.Input((None, None, 3))
    return keras.Model(x, residual_stack(x, 3, pairs))


def test_a_stack_is_its_pairs_and_a_way_around() -> None:
    model, rng = stack(2), np.random.default_rng(1)
    model.set_weights([rng.normal(0, 0.3, weight.shape) for weight in model.get_weights()])
    y, weights = PIXELS, model.get_weights()
    for first in (0, 4):
        inner = np.maximum(convolved(y, *weights[first:first + 2]), 0)
        y = y + convolved(inner, *weights[first + 2:first + 4])
    assert np.allclose(model(PIXELS), PIXELS + y, atol=1e-4)


def test_it_begins_as_twice_the_identity() -> None:
    assert np.allclose(stack(3)(PIXELS), 2 * PIXELS)
