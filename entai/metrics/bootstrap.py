"""Bootstrap intervals (Efron 1979, percentile form) for any metric, a mean or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError
from entai.measure import Measure, Measured

RESAMPLES = 1_000
BLOCK = 1 << 22
"""Case weights held in memory at a time."""


def case_weights(n: int, resamples: int = RESAMPLES, seed: int = 0) -> Iterator[NDArray[np.float64]]:
    """How often each of `n` cases is drawn in each resample, in blocks of `(some, n)`.

    A pure function of its arguments: two systems measured on the same cases meet the same resamples, so that the
    difference of their replicates is the paired bootstrap.
    """
    rng = np.random.default_rng((seed, n))
    rows = max(1, min(resamples, BLOCK // max(1, n)))
    for first in range(0, resamples, rows):
        count = min(rows, resamples - first)
        drawn = rng.integers(0, n, (count, n)) + n * np.arange(count)[:, None]
        yield np.bincount(drawn.ravel(), minlength=count * n).reshape(count, n).astype(np.float64)


def measure_all(measured: Mapping[str, Measured], resamples: int = RESAMPLES, seed: int = 0) -> dict[str, Measure]:
    """Put an interval to every metric; metrics over equally many cases share their resamples."""
    empty = next((name for name, metric in measured.items() if metric.n == 0), None)
    if empty is not None:
        raise EntaiError(f"there are no cases to measure {empty} on")
    result: dict[str, Measure] = {}
    for n in {metric.n for metric in measured.values()}:
        group = {name: metric for name, metric in measured.items() if metric.n == n}
        points = _evaluate(group, np.ones((1, n)))
        blocks = [_evaluate(group, weights) for weights in case_weights(n, resamples, seed)]
        for index, (name, metric) in enumerate(group.items()):
            replicates = np.concatenate([block[index] for block in blocks])
            result[name] = _measure(metric, float(points[index][0]), replicates)
    return {name: result[name] for name in measured}


def _evaluate(group: Mapping[str, Measured], weights: NDArray[np.float64]) -> list[NDArray[Any]]:
    """Every metric of the group on every row of weights; the means by one matrix product."""
    means = [metric.values for metric in group.values() if metric.values is not None]
    averaged = iter((weights @ np.stack(means, 1) / weights.sum(1, keepdims=True)).T if means else ())
    return [next(averaged) if metric.values is not None else metric.statistic(weights)  # type: ignore[misc]
            for metric in group.values()]


def _measure(metric: Measured, value: float, replicates: NDArray[np.float64]) -> Measure:
    defined = replicates[~np.isnan(replicates)]  # some metrics have no value on some resamples
    low, high = np.quantile(defined, (0.025, 0.975)) if len(defined) else (np.nan, np.nan)
    kept = tuple(float(f"{replicate:.6g}") for replicate in replicates)
    return Measure(value, float(low), float(high), metric.n, metric.unit, metric.higher_is_better, kept)
