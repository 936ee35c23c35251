"""Sampling against definitions written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entai_text.generation.sampling import Sampler

LOGITS = np.log(np.array([0.5, 0.25, 0.125, 0.0625, 0.0625]))
ALL = np.ones(5, bool)


def shares(before: tuple[int, ...] = (), allowed: np.ndarray = ALL, **options: float) -> list[float]:
    found = Sampler(**options).shares(LOGITS, before, allowed)
    return [round(float(share), 4) for share in found / found.sum()]


def test_temperature_divides_the_logits() -> None:
    assert shares() == [0.5, 0.25, 0.125, 0.0625, 0.0625]
    squared = np.array([0.5, 0.25, 0.125, 0.0625, 0.0625]) ** 2
    assert shares(temperature=0.5) == pytest.approx(squared / squared.sum(), abs=1e-4)
    assert shares(temperature=0) == [1, 0, 0, 0, 0]


def test_top_k_leaves_the_k_likeliest_and_ties_go_to_the_lower_number() -> None:
    assert shares(top_k=2) == [0.6667, 0.3333, 0, 0, 0]
    assert shares(top_k=4)[3:] == [0.0667, 0]
    assert shares(top_k=9) == shares()


def test_top_p_leaves_the_fewest_that_reach_it() -> None:
    assert shares(top_p=0.5) == [1, 0, 0, 0, 0]
    assert shares(top_p=0.6) == [0.6667, 0.3333, 0, 0, 0]
    assert shares(top_p=0) == [1, 0, 0, 0, 0]


def test_min_p_leaves_what_is_likely_enough_beside_the_likeliest() -> None:
    assert shares(min_p=0.25) == [0.5714, 0.2857, 0.1429, 0, 0]
    assert shares(min_p=1) == [1, 0, 0, 0, 0]


def test_repetition_penalty_as_ctrl_has_it() -> None:
    logits = np.array([2.0, -1.0, 1.0])
    found = Sampler(repetition_penalty=2.0).shares(logits, (0, 1), np.ones(3, bool))
    np.testing.assert_allclose(found / found.sum(), np.exp([1.0, -2.0, 1.0]) / np.exp([1.0, -2.0, 1.0]).sum())
    assert logits.tolist() == [2.0, -1.0, 1.0]


@given(seed=st.integers(0, 10_000), data=st.data())
@settings(max_examples=60, deadline=None)
def test_only_allowed_tokens_are_drawn(seed: int, data: st.DataObject) -> None:
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=5, max_size=5).filter(any)))
    sampler = Sampler(data.draw(st.floats(0, 5)), data.draw(st.integers(0, 6)), data.draw(st.floats(0, 1)), data.draw(st.floats(0, 1)))
    assert allowed[sampler.draw(LOGITS, [], allowed, np.random.default_rng(seed))]


def test_tokens_come_as_often_as_they_are_likely() -> None:
    rng = np.random.default_rng(0)
    drawn = np.bincount([Sampler().draw(LOGITS, [], ALL, rng) for _ in range(4000)], minlength=5) / 4000
    np.testing.assert_allclose(drawn, np.exp(LOGITS), atol=0.03)
