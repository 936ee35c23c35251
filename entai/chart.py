"""Charts as data, drawn by `entai.plots`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Series:
    """One line, or one group of bars, of a chart; `low` and `high` bound its interval."""

    x: tuple[Any, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A plot as data."""

    title: str
    x_label: str
    y_label: str
    series: Mapping[str, Series]
    kind: Literal["line", "bar"] = "line"
    log_x: bool = False
