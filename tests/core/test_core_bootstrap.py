"""Intervals and paired comparisons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from core_toolbox import law
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import entai
from entai import EntaiError, Measured, Report
from entai.metrics import f1, measure_all, roc_auc
from entai.metrics.bootstrap import RESAMPLES, case_weights


def report(measured: dict[str, Measured], seed: int = 0, **more) -> Report:
    plain = Report("t", "r", "m", "d", "test", "s", "cases", measure_all(measured, seed=seed), seed=seed)
    return replace(plain, **more)


def test_the_interval_of_a_mean_agrees_with_the_closed_form():
    values = np.random.default_rng(0).gamma(2, 1, 500)
    measure = measure_all({"m": Measured.mean(values)}, 4000)["m"]
    low, high = stats.norm.interval(0.95, values.mean(), values.std() / np.sqrt(500))
    assert measure.value == pytest.approx(values.mean())
    assert (measure.low, measure.high) == pytest.approx((low, high), abs=0.1 * (high - low))


def test_the_interval_of_a_mean_agrees_with_scipy():
    values = np.random.default_rng(1).exponential(1, 60)
    measure = measure_all({"m": Measured.mean(values)}, 4000)["m"]
    theirs = stats.bootstrap((values,), np.mean, n_resamples=4000, method="percentile", rng=0).confidence_interval
    assert (measure.low, measure.high) == pytest.approx(tuple(theirs), abs=0.06 * (theirs.high - theirs.low))


def test_the_interval_holds_the_truth_about_95_times_in_100():
    rng = np.random.default_rng(2)
    found = [measure_all({"m": Measured.mean(rng.normal(0, 1, 80))}, 400)["m"] for _ in range(200)]
    assert 0.90 <= np.mean([one.low <= 0 <= one.high for one in found]) <= 0.98


def test_a_metric_that_is_no_mean_has_the_statistic_of_its_cases():
    rng = np.random.default_rng(3)
    true, predicted = rng.integers(0, 3, 70), rng.integers(0, 3, 70)
    measure = measure_all({"f1": Measured(70, statistic=lambda weights: f1(true, predicted, "macro", weights))})["f1"]
    assert measure.value == pytest.approx(f1(true, predicted, "macro")[0])
    drawn = np.concatenate(list(case_weights(70)))[5].astype(int)
    again = np.repeat(np.arange(70), drawn)
    assert measure.replicates[5] == pytest.approx(f1(true[again], predicted[again], "macro")[0], rel=1e-5)
    assert measure.low < measure.value < measure.high


def test_resamples_without_a_value_do_not_spoil_the_interval():
    true, scores = np.array([1] + [0] * 7), np.linspace(1, 0, 8)
    measure = measure_all({"auc": Measured(8, statistic=lambda weights: roc_auc(true, scores, weights))})["auc"]
    assert np.isnan(measure.replicates).any()
    assert measure.low == measure.high == 1
    one, other = (report({"auc": Measured(8, statistic=lambda w, s=s: roc_auc(true, s, w))}) for s in (scores, -scores))
    row = entai.compare(one, other).rows[0]
    assert (row.difference, row.better) == (-1, "first")


def test_no_cases_are_refused():
    with pytest.raises(EntaiError, match="no cases to measure m"):
        measure_all({"m": Measured.mean([])})


@law
@given(st.integers(1, 40), st.integers(0, 2**31), st.integers(1, 50))
def test_resamples_are_a_pure_function_of_their_arguments(n, seed, resamples):
    one, two = (np.concatenate(list(case_weights(n, resamples, seed))) for _ in range(2))
    assert (one == two).all()
    assert one.shape == (resamples, n)
    assert (one.sum(1) == n).all()


def test_resamples_do_not_depend_on_the_size_of_blocks(monkeypatch):
    whole = np.concatenate(list(case_weights(50, 40)))
    monkeypatch.setattr("entai.metrics.bootstrap.BLOCK", 150)
    assert (np.concatenate(list(case_weights(50, 40))) == whole).all()


def test_another_seed_gives_other_resamples():
    assert not np.array_equal(next(case_weights(20, 5, 0)), next(case_weights(20, 5, 1)))


def test_metrics_of_other_case_counts_stand_side_by_side():
    found = measure_all({"a": Measured.mean(np.arange(5)), "b": Measured.mean(np.arange(9)), "c": Measured.mean(np.ones(5))})
    assert list(found) == ["a", "b", "c"]
    assert [one.n for one in found.values()] == [5, 9, 5]
    assert (found["c"].low, found["c"].high) == (1, 1)
    assert len(found["a"].replicates) == RESAMPLES


def test_a_small_shift_is_found_because_the_cases_are_paired():
    rng = np.random.default_rng(4)
    cases = rng.normal(0, 10, 300)
    better = cases + 0.1 + rng.normal(0, 0.2, 300)
    row = entai.compare(report({"m": Measured.mean(cases)}), report({"m": Measured.mean(better)})).rows[0]
    assert row.difference == pytest.approx((better - cases).mean())
    assert row.better == "second"
    assert row.p < 0.01
    assert row.low < 0.1 < row.high
    assert row.high - row.low < 0.1  # unpaired, it would be above 2


def test_less_is_better_where_the_metric_says_so():
    one, two = (report({"loss": Measured.mean(np.arange(50.) + shift, higher_is_better=False)}) for shift in (0, 1))
    assert entai.compare(one, two).rows[0].better == "first"


def test_equal_systems_do_not_differ():
    values = np.random.default_rng(5).normal(0, 1, 100)
    row = entai.compare(report({"m": Measured.mean(values)}), report({"m": Measured.mean(values)})).rows[0]
    assert (row.difference, row.p, row.better) == (0, 1, "")


def test_noise_is_seldom_called_a_difference():
    rng = np.random.default_rng(6)
    ps = []
    for _ in range(100):
        one, two = (report({"m": Measured.mean(rng.normal(0, 1, 60))}) for _ in range(2))
        ps.append(entai.compare(one, two).rows[0].p)
    assert np.mean(np.array(ps) < 0.05) <= 0.12
    assert 0.35 < np.mean(ps) < 0.65


@pytest.mark.parametrize("other", [{"cases": "others"}, {"task": "u"}, {"part": "valid"}])
def test_other_cases_are_refused(other):
    one = report({"m": Measured.mean(np.arange(9))})
    with pytest.raises(EntaiError, match="do not pair"):
        entai.compare(one, replace(one, **other))


def test_other_resamples_are_refused():
    values = Measured.mean(np.arange(9))
    with pytest.raises(EntaiError, match="seeds are 0 and 1"):
        entai.compare(report({"m": values}), report({"m": values}, seed=1))
    with pytest.raises(EntaiError, match="m does not pair"):
        entai.compare(report({"m": values}), report({"m": Measured.mean(np.arange(8))}))
    with pytest.raises(EntaiError, match="no metric in common"):
        entai.compare(report({"m": values}), report({"n": values}))
