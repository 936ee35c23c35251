"""Charts drawn with matplotlib, in one quiet style."""

from __future__ import annotations

import io
from typing import Any

from entai.chart import Chart
from entai.measure import Measure

INK, GRID = "#22262b", "#e4e6e9"
COLOURS = ("#2f6db5", "#d1622b", "#4c9a5b", "#8a5fb0", "#b8912c", "#5c6773")


def draw(chart: Chart, format: str = "svg") -> bytes:
    """Draw a chart.

    Args:
        chart: What to draw.
        format: `svg`, `png` or `pdf`.
    """
    figure, axes = _canvas()
    for (name, line), colour in zip(chart.series.items(), COLOURS * 9, strict=False):
        (_bars if chart.kind == "bar" else _line)(axes, name, line, colour)
    if chart.log_x:
        axes.set_xscale("log", base=2)
        _name_ticks(axes, sorted({x for line in chart.series.values() for x in line.x}))
    axes.set(title=chart.title, xlabel=chart.x_label, ylabel=chart.y_label)
    if len(chart.series) > 1:
        axes.legend(frameon=False)
    return _bytes(figure, format)


def draw_measures(title: str, measures: dict[str, Measure], format: str = "svg") -> bytes:
    """Figures with their intervals as horizontal bars; only those between 0 and 1 share a scale and are drawn."""
    shown = {name: measure for name, measure in measures.items() if 0 <= measure.value <= 1}
    figure, axes = _canvas(height=0.9 + 0.32 * max(1, len(shown)))
    for position, measure in enumerate(reversed(shown.values())):
        axes.barh(position, measure.value, height=0.62, color=COLOURS[0])
        axes.plot([measure.low, measure.high], [position] * 2, color=INK, linewidth=1.2)
        axes.annotate(f"{measure.value:.3f}", (max(measure.high, measure.value), position), xytext=(5, 0), va="center",
                      textcoords="offset points", fontsize=8, color=INK)
    axes.set_yticks(range(len(shown)), list(reversed(shown)))
    axes.set(title=title)
    axes.margins(x=0.14)
    axes.grid(visible=False, axis="y")
    return _bytes(figure, format)


def _canvas(height: float = 3.4) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    return figure, axes


def _name_ticks(axes: Any, places: list[float]) -> None:
    """Where there are few, the measured places are what the axis names; powers of two say nothing to a reader."""
    if len(places) <= 12:
        axes.set_xticks(places, [f"{place:.0f}" if place >= 10 else f"{place:.2g}" for place in places])
        axes.minorticks_off()


def _line(axes: Any, name: str, line: Any, colour: str) -> None:
    axes.plot(line.x, line.y, label=name, color=colour, linewidth=1.8, marker="o", markersize=3.5)
    if line.low:
        axes.fill_between(line.x, line.low, line.high, color=colour, alpha=0.15, linewidth=0)


def _bars(axes: Any, name: str, line: Any, colour: str) -> None:
    axes.bar([str(x) for x in line.x], line.y, label=name, color=colour, width=0.7)


def _bytes(figure: Any, format: str) -> bytes:
    import matplotlib

    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "entai", "svg.fonttype": "none"}):
        figure.savefig(buffer, format=format, dpi=144, metadata={"Date": None} if format == "svg" else None)
    return buffer.getvalue()
