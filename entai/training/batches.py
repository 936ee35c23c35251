"""A dataset as Keras takes it: training without end from any step, validation once through."""

from __future__ import annotations

import math

import keras
import numpy as np

from entai.data.dataset import Batch, Dataset, batch_at


class TrainingBatches(keras.utils.PyDataset):  # type: ignore[misc]
    """Batches of every step from `start` on; Keras asks for as many as it runs steps."""

    def __init__(self, dataset: Dataset, batch_size: int, seed: int, start: int, workers: int) -> None:
        super().__init__(workers=workers)
        self._dataset, self._batch_size, self._seed, self._start = dataset, batch_size, seed, start

    @property
    def num_batches(self) -> None:
        """No end: the Trainer says how many steps make an epoch."""
        return None

    def __getitem__(self, index: int) -> Batch:
        return batch_at(self._dataset, self._start + index, self._batch_size, self._seed)


class ValidationBatches(keras.utils.PyDataset):  # type: ignore[misc]
    """Every example once, in order, and each time the same."""

    def __init__(self, dataset: Dataset, batch_size: int) -> None:
        super().__init__()
        self._dataset, self._batch_size = dataset, batch_size

    @property
    def num_batches(self) -> int:
        """How many batches hold all examples."""
        return math.ceil(len(self._dataset) / self._batch_size)

    def __getitem__(self, index: int) -> Batch:
        first = index * self._batch_size
        chosen = np.arange(first, min(first + self._batch_size, len(self._dataset)))
        return self._dataset.examples(chosen, np.random.default_rng(index))
