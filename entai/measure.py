"""Figures as values: a metric on its cases, and the same with its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Measured:
    """A metric on its cases, before the bootstrap.

    Args:
        values: The figure of each case, `(n,)`, where the metric is their mean; else None.
        statistic: Where it is no mean: from case weights `(resamples, n)` to the metric of each, `(resamples,)`.
        n: How many cases.
        unit: For example `dB`; empty for a bare number.
        higher_is_better: The direction of a gain.
    """

    n: int
    values: Floats | None = None
    statistic: Callable[[Floats], Floats] | None = None
    unit: str = ""
    higher_is_better: bool = True

    @staticmethod
    def mean(values: Any, unit: str = "", higher_is_better: bool = True) -> Measured:
        """A metric that is the mean over its cases."""
        values = np.asarray(values, np.float64)
        return Measured(len(values), values, None, unit, higher_is_better)


@dataclass(frozen=True)
class Measure:
    """A metric with its 95 % bootstrap interval.

    `replicates` are its values over resamples that depend on `n` alone, so that two reports on the same cases pair.
    """

    value: float
    low: float
    high: float
    n: int
    unit: str = ""
    higher_is_better: bool = True
    replicates: tuple[float, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return f"{self.value:.4f}{self.unit and ' ' + self.unit} [{self.low:.4f}, {self.high:.4f}]"
