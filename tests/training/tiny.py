"""A recipe small enough to train in a blink: a noisy line through two hidden units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from entai import ArrayDataset, KerasRecipe, Run, Split, State, TrainConfig, setting
from entai.quiet import import_backend

N, FEATURES = 96, 3


def numbers(seed: int = 0) -> Split[Any]:
    """A regression with a little noise; an array for each part."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(N + 24, FEATURES)).astype(np.float32)
    y = (x @ np.array([[1.0], [-2.0], [0.5]]) + 0.1 * rng.normal(size=(N + 24, 1))).astype(np.float32)
    return Split((x[:N], y[:N]), (x[N:], y[N:]), None, "the last rows")  # type: ignore[type-var]


@dataclass(frozen=True)
class Tiny(KerasRecipe[Any, Any]):
    """Two dense layers with dropout between them."""

    width: int = setting(4, "units", 1)
    dropout: float = setting(0.2, "share of units hidden", 0, 0.9)
    program: ClassVar[bool] = False
    train: ClassVar[TrainConfig] = TrainConfig(epochs=4, batch_size=16, optimizer="sgd", learning_rate=0.05, checkpoint_seconds=0)

    def sizes(self, split: Split[Any]) -> dict[str, int]:
        return {"features": FEATURES}

    def build(self, sizes: Mapping[str, int]) -> Any:
        from keras import Input, Sequential, layers

        return Sequential([Input((sizes["features"],)), layers.Dense(self.width, "tanh"), layers.Dropout(self.dropout),
                           layers.Dense(1)])

    def loss(self) -> str:
        return "mean_squared_error"

    def examples(self, split: Split[Any]) -> tuple[Any, Any]:
        return ArrayDataset(*split.train), ArrayDataset(*split.valid)


class Served(Tiny):
    """The same, with a LiteRT program."""

    program: ClassVar[bool] = True


class Steps:
    """A Keras callback that keeps the weights before the first step and after every step."""

    def __new__(cls) -> Any:
        import keras

        class Listener(keras.callbacks.Callback):  # type: ignore[misc]
            def __init__(self) -> None:
                super().__init__()
                self.weights: list[list[Any]] = []

            def on_train_begin(self, logs: Any = None) -> None:
                self.weights.append(self.model.get_weights())

            def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
                self.weights.append(self.model.get_weights())

        return Listener()


def fit(folder: Path | None = None, recipe: Tiny | None = None, seed: int = 1, **train: Any) -> State:
    """Train; settings of the Trainer by name."""
    import_backend()
    recipe = recipe or Tiny()
    return recipe.fit(numbers(), Run("numbers", "tiny", recipe.config(), train, seed, folder))


def same(a: State, b: State) -> bool:
    """Whether two models have the same weights to the last bit."""
    return list(a.arrays) == list(b.arrays) and all(a.arrays[name].tobytes() == b.arrays[name].tobytes() for name in a.arrays)
