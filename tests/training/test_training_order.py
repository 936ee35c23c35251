"""The order of the data is a pure function of seed and epoch: a run can stop anywhere and go on exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entai.data import ArrayDataset, Batch, Dataset, batch_at

LENGTHS, SIZES, SEEDS = st.integers(1, 60), st.integers(1, 20), st.integers(0, 2**31)


class Noisy(Dataset):
    """Rows with noise of their own."""

    def __init__(self, n: int) -> None:
        self.n = n

    def __len__(self) -> int:
        return self.n

    def examples(self, indices: np.ndarray, rng: np.random.Generator) -> Batch:
        return indices, rng.normal(size=len(indices))


@given(LENGTHS, SIZES, SEEDS, st.lists(st.integers(0, 200), min_size=1, max_size=8))
def test_a_batch_depends_on_seed_and_step_alone(n: int, size: int, seed: int, steps: list[int]) -> None:
    alone = [batch_at(Noisy(n), step, size, seed) for step in steps]
    behind = {step: batch_at(Noisy(n), step, size, seed) for step in sorted(steps, reverse=True)}
    for step, (rows, noise) in zip(steps, alone, strict=True):
        assert rows.tolist() == behind[step][0].tolist()
        assert noise.tolist() == behind[step][1].tolist()


@given(LENGTHS, SIZES, SEEDS, st.integers(0, 5))
def test_an_epoch_meets_no_example_twice_and_leaves_out_less_than_a_batch(n: int, size: int, seed: int, epoch: int) -> None:
    size = min(size, n)
    steps = n // size
    rows = np.concatenate([batch_at(Noisy(n), epoch * steps + step, size, seed)[0] for step in range(steps)])
    assert len(set(rows.tolist())) == len(rows) == steps * size > n - size
    assert set(rows.tolist()) <= set(range(n))


@given(st.integers(8, 60), SEEDS)
def test_epochs_differ_and_so_do_seeds(n: int, seed: int) -> None:
    orders = [tuple(batch_at(Noisy(n), epoch, n, one)[0].tolist()) for one in (seed, seed + 1) for epoch in range(3)]
    assert len(set(orders)) == 6


@given(LENGTHS, SIZES, SEEDS, st.integers(0, 100))
def test_all_batches_have_one_shape(n: int, size: int, seed: int, step: int) -> None:
    assert len(batch_at(Noisy(n), step, size, seed)[0]) == min(n, size)


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        ArrayDataset(np.zeros(3), np.zeros(4))
