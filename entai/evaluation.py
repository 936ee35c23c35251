"""Measure a task's model on held-out cases, beside the task's simple baseline, and write the report down."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from entai.errors import EntaiError
from entai.files import appearing
from entai.metrics import measure_all
from entai.pages import page
from entai.plots import draw, draw_measures
from entai.recipe import Recipe
from entai.report import Report, cost_line, report_html
from entai.spec import load_object
from entai.task import Part, Split, Task
from entai.training.run import Run
from entai.versions import machine, versions


def evaluate_on(task: Task[Any, Any, Any, Any], split: Split[Any], part: Part, recipe: str, model: str, data: str,
                seed: int = 0, baseline: Recipe[Any, Any] | None = None, cost: dict[str, float] | None = None,
                warnings: tuple[str, ...] = ()) -> Report:
    """Measure on one part of a split.

    Args:
        task: With its model.
        split, part: The cases.
        recipe, model, data: Names for the report.
        seed: Of the bootstrap.
        baseline: A simple recipe to fit and measure on the same cases.
        cost: Figures to be kept with the report, such as seconds of training.
        warnings: What a reader must know.
    """
    started = time.perf_counter()
    evaluation = task.measure(split, part)
    seconds = time.perf_counter() - started
    metrics = measure_all(evaluation.measured, seed=seed)
    reference = measure_all(_baseline(task, split, part, baseline).measured, seed=seed) if baseline else {}
    return Report(task.spec.name, recipe, model, data, part, split.method, split.fingerprint, metrics, reference,
                  evaluation.charts, (cost or {}) | {"evaluation seconds": round(seconds, 3)},
                  versions() | machine(), seed, (*warnings, *evaluation.warnings))


def _baseline(task: Task[Any, Any, Any, Any], split: Split[Any], part: Part, recipe: Recipe[Any, Any]) -> Any:
    state = recipe.fit(split.closed(), Run(task.spec.name, "baseline"))
    implementation = load_object(task.spec.implementation)
    return implementation(task.spec, recipe.restore(state)).measure(split, part)


def save_report(report: Report, folder: Path, overwrite: bool = False) -> None:
    """Write `report.json`, `report.md`, `report.html` and the plots into a new folder."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "report.json").exists():
        raise EntaiError(f"{folder} is a folder that is no report; it is not replaced")
    with appearing(folder, overwrite) as temporary:
        temporary.mkdir()
        (temporary / "report.json").write_text(report.to_json(), encoding="utf-8")
        (temporary / "report.md").write_text(markdown(report), encoding="utf-8")
        whole = page(f"{report.task}: {report.recipe}", [report_html(report)])
        (temporary / "report.html").write_text(whole, encoding="utf-8")
        bars = draw_measures("Metrics with 95 % intervals", dict(report.metrics), "png")
        (temporary / "metrics.png").write_bytes(bars)
        for chart in report.charts:
            name = "-".join(chart.title.lower().split()).replace("/", "-")
            (temporary / f"{name}.png").write_bytes(draw(chart, "png"))


def markdown(report: Report) -> str:
    """The figures as Markdown."""
    lines = [f"# {report.task}: {report.recipe}", "", f"{report.data}, {report.part} part; {report.split}.", ""]
    lines += [f"> {text}\n" for text in report.warnings]
    base = " baseline |" if report.baseline else ""
    lines += [f"| metric | value | 95 % interval |{base} cases |", f"|---|---|---|{'---|' if base else ''}---|"]
    for name, measure in report.metrics.items():
        reference = report.baseline.get(name)
        cell = f" {reference.value:.4f} |" if reference else " |" if base else ""
        value = f"{measure.value:.4f} {measure.unit}".strip()
        lines.append(f"| {name} | {value} | {measure.low:.4f} to {measure.high:.4f} |{cell} {measure.n:,} |")
    return "\n".join([*lines, "", cost_line(report), ""])
