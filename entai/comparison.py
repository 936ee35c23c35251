"""Is one model better than another? The paired bootstrap on the same cases."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import numpy as np

from entai.errors import EntaiError
from entai.measure import Measure
from entai.report import Report


@dataclass(frozen=True)
class Difference:
    """How much the second report's figure lies above the first's.

    Args:
        metric: Its name.
        first, second: Both figures.
        difference: `second - first`, with its 95 % interval `low` to `high`.
        p: Two-sided p-value against no difference.
        better: `first`, `second`, or empty where the interval spans 0.
    """

    metric: str
    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float
    better: str


@dataclass(frozen=True)
class Comparison:
    """Two reports side by side, metric by metric."""

    first: str
    second: str
    rows: tuple[Difference, ...]

    def __str__(self) -> str:
        lines = [f"{'':<16} {'A':>9} {'B':>9} {'B - A':>9}  95 % interval        p"]
        lines += [f"{row.metric:<16} {row.first:9.4f} {row.second:9.4f} {row.difference:+9.4f}  "
                  f"[{row.low:+.4f}, {row.high:+.4f}]  {row.p:.4f} {_mark(row)}" for row in self.rows]
        return "\n".join([f"A: {self.first}", f"B: {self.second}", *lines])

    def to_json(self) -> str:
        """The comparison for machines."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)


def compare(first: Report, second: Report) -> Comparison:
    """Pair two reports on the same cases of the same task.

    Raises:
        EntaiError: They are on other tasks or other cases, or share no metric.
    """
    if (first.task, first.part, first.cases) != (second.task, second.part, second.cases):
        raise EntaiError("these reports do not pair: they must be of the same task on the same held-out cases "
                         f"({first.task} on {first.part} {first.cases}, {second.task} on {second.part} {second.cases})")
    if first.seed != second.seed:
        raise EntaiError(f"these reports do not pair: their bootstrap seeds are {first.seed} and {second.seed}; "
                         "evaluate one again with the other's --seed")
    shared = [name for name in first.metrics if name in second.metrics]
    rows = tuple(difference(name, first.metrics[name], second.metrics[name]) for name in shared)
    if not rows:
        raise EntaiError("these reports have no metric in common")
    return Comparison(_name(first), _name(second), rows)


def difference(name: str, first: Measure, second: Measure) -> Difference:
    """The paired difference of one metric, from replicates over the same resamples."""
    if len(first.replicates) != len(second.replicates) or first.n != second.n:
        raise EntaiError(f"{name} does not pair: it was measured on other cases or resamples")
    spread = np.asarray(second.replicates) - np.asarray(first.replicates)
    spread = spread[~np.isnan(spread)]  # resamples on which the metric has no value
    if not len(spread):
        raise EntaiError(f"{name} has no resample on which both have a value")
    low, high = (float(bound) for bound in np.quantile(spread, (0.025, 0.975)))
    tail = min((spread <= 0).mean(), (spread >= 0).mean())
    p = float(min(1.0, 2 * (tail * len(spread) + 1) / (len(spread) + 1)))
    better = ""
    if low > 0 or high < 0:
        better = "second" if (low > 0) == first.higher_is_better else "first"
    return Difference(name, first.value, second.value, second.value - first.value, low, high, p, better)


def _name(report: Report) -> str:
    return f"{report.recipe} ({report.model})" if report.model else report.recipe


def _mark(row: Difference) -> str:
    return {"first": "A is better", "second": "B is better", "": ""}[row.better]
