"""What the Trainer asks of a recipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import keras

from entai.data.dataset import Dataset
from entai.state import Array
from entai.task import Split
from entai.training.config import TrainConfig


class Trainable(Protocol):
    """A recipe as the Trainer sees it; `entai.KerasRecipe`, which says what each member means, is one."""

    @property
    def train(self) -> TrainConfig: ...  # noqa: D102  told in KerasRecipe, as are all below

    @property
    def program(self) -> bool: ...  # noqa: D102

    @property
    def half(self) -> bool: ...  # noqa: D102

    def sizes(self, split: Split[Any]) -> dict[str, int]: ...  # noqa: D102

    def build(self, sizes: Mapping[str, int]) -> keras.Model: ...  # noqa: D102

    def served(self, sizes: Mapping[str, int]) -> keras.Model: ...  # noqa: D102

    def sample(self, data: Dataset) -> tuple[Array, ...]: ...  # noqa: D102

    def loss(self) -> Callable[[Any, Any], Any] | str: ...  # noqa: D102

    def metrics(self) -> Sequence[Any]: ...  # noqa: D102

    def examples(self, split: Split[Any]) -> tuple[Dataset, Dataset | None]: ...  # noqa: D102

    def assets(self, split: Split[Any]) -> tuple[dict[str, Any], tuple[str, ...]]: ...  # noqa: D102
