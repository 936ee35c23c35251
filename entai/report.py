"""A report: what a model was worth on held-out cases, as a value that can be kept, read again and shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from entai.chart import Chart, Series
from entai.errors import EntaiError
from entai.measure import Measure
from entai.pages import figure, fragment
from entai.plots import draw_measures


@dataclass(frozen=True)
class Report:
    """What was measured, on what, by what, and at what cost.

    Args:
        task, recipe, model, data: Names; a path where there is no name.
        part, split: Which part of which split was scored.
        cases: Fingerprint of the held-out cases; reports pair only where it is equal.
        metrics: The figures.
        baseline: The same figures of the task's simple baseline, where it has one.
        cost: Seconds, bytes, parameters.
        environment: Versions and machine.
        seed: Of the bootstrap and the split.
        warnings: What a reader must know, such as a model that was trained on other cases.
    """

    task: str
    recipe: str
    model: str
    data: str
    part: str
    split: str
    cases: str
    metrics: Mapping[str, Measure]
    baseline: Mapping[str, Measure] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    cost: Mapping[str, float] = field(default_factory=dict)
    environment: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    warnings: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The whole report, to be read by `from_json`."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, default=float)

    @staticmethod
    def from_json(text: str) -> Report:
        """Read a report that `to_json` wrote."""
        try:
            raw = json.loads(text)
            measures = {part: {name: _measure(entry) for name, entry in raw.pop(part).items()}
                        for part in ("metrics", "baseline")}
            charts = tuple(_chart(entry) for entry in raw.pop("charts"))
            return Report(**(raw | measures | {"charts": charts, "warnings": tuple(raw["warnings"])}))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EntaiError(f"this is not a report of entai: {error}") from error

    @staticmethod
    def load(path: str | Path) -> Report:
        """Read `report.json`, or the one in a folder."""
        path = Path(path)
        path = path / "report.json" if path.is_dir() else path
        try:
            return Report.from_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise EntaiError(f"can't read a report from {path}: {error}") from error
        except EntaiError as error:
            raise EntaiError(f"{path}: {error}") from error

    def __str__(self) -> str:
        return "\n".join(f"{name:<16} {measure}" for name, measure in self.metrics.items())

    def _repr_html_(self) -> str:
        return report_html(self)


def _measure(entry: dict[str, Any]) -> Measure:
    return Measure(**(entry | {"replicates": tuple(entry["replicates"])}))


def _chart(entry: dict[str, Any]) -> Chart:
    series = {name: Series(**{key: tuple(values) for key, values in line.items()}) for name, line in entry["series"].items()}
    return Chart(**(entry | {"series": series}))


def report_html(report: Report) -> str:
    """A report's figures, charts and circumstances."""
    warnings = "".join(f"<p class='warning'>{escape(text)}</p>" for text in report.warnings)
    bars = figure(draw_measures("Metrics with 95 % intervals", dict(report.metrics)), "metrics with intervals")
    return (f"<section><h2>{escape(report.task)}: {escape(report.recipe)}</h2>"
            f"<p class='soft'>{escape(report.data)}, {escape(report.part)} part; {escape(report.split)}</p>{warnings}"
            f"<div class='scroll'>{_measures_table(report)}</div>{bars}{''.join(map(fragment, report.charts))}"
            f"<p class='soft'>{escape(cost_line(report))}</p></section>")


def _measures_table(report: Report) -> str:
    head = "<th>baseline</th>" if report.baseline else ""
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{measure.value:.4f} {escape(measure.unit)}</td>"
                   f"<td>{measure.low:.4f} to {measure.high:.4f}</td>{_cell(report, name)}<td>{measure.n:,}</td></tr>"
                   for name, measure in report.metrics.items())
    return f"<table><tr><th>metric</th><th>value</th><th>95 % interval</th>{head}<th>cases</th></tr>{rows}</table>"


def _cell(report: Report, name: str) -> str:
    if not report.baseline:
        return ""
    base: Measure | None = report.baseline.get(name)
    return f"<td>{base.value:.4f}</td>" if base else "<td></td>"


def cost_line(report: Report) -> str:
    """What it cost and on what it ran, in one line."""
    cost = ", ".join(f"{name} {value:,.3g}" for name, value in report.cost.items())
    made = ", ".join(f"{name} {value}" for name, value in report.environment.items())
    return f"Cost: {cost}. Environment: {made}. Seed {report.seed}."
