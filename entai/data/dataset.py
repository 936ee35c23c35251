"""Examples by index, and batches whose content is a pure function of (seed, step)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Batch = tuple[Any, ...]
"""`(inputs, targets)` or `(inputs, targets, weights)`, each an array or a structure of arrays, batch first."""


class Dataset(ABC):
    """Examples that can be asked for by index, in any order, again and again."""

    @abstractmethod
    def __len__(self) -> int:
        """How many examples there are."""

    @abstractmethod
    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """Collate some examples.

        Args:
            indices: Which ones, `(batch,)`.
            rng: For whatever is random in making them (crops, noise); seeded by the run and the step.
        """


class ArrayDataset(Dataset):
    """Examples that lie in arrays of equal length.

    Args:
        arrays: Inputs, targets and maybe weights, `(n, ...)` each.
    """

    def __init__(self, *arrays: NDArray[Any]) -> None:
        lengths = {len(array) for array in arrays}
        if len(lengths) != 1:
            raise ValueError(f"arrays of different lengths: {sorted(lengths)}")
        self._arrays = arrays

    def __len__(self) -> int:
        return len(self._arrays[0])

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """The rows of each array."""
        return tuple(array[indices] for array in self._arrays)


def batch_at(dataset: Dataset, step: int, batch_size: int, seed: int) -> Batch:
    """The batch of one training step, whatever came before it.

    An epoch is a permutation of the examples drawn from `(seed, epoch)`; the last few that do not fill a batch are
    left to other epochs, so that every batch has one shape.
    """
    size = min(batch_size, len(dataset))
    epoch, position = divmod(step, max(1, len(dataset) // size))
    order = _order(len(dataset), seed, epoch)
    chosen = order[position * size:(position + 1) * size]
    return dataset.examples(chosen, np.random.default_rng((seed, epoch, position)))


@lru_cache(maxsize=4)
def _order(length: int, seed: int, epoch: int) -> NDArray[np.int64]:
    return np.random.default_rng((seed, epoch)).permutation(length)
