"""The functions that expressions may call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

Rows = list[tuple[str, Any]]
Evaluate = Callable[[str, Any], Any]


def _rows(rows: Rows, evaluate: Evaluate, holds: Evaluate, where: str = "True", order: str = "") -> list[str]:
    """The ids of the rows for which `where` holds, by falling `order`."""
    kept = [(row, scope) for row, scope in rows if holds(where, scope)]
    if order:
        kept.sort(key=lambda pair: evaluate(order, pair[1]), reverse=True)
    return [row for row, _ in kept]


def _best(rows: Rows, evaluate: Evaluate, holds: Evaluate, value: str, where: str = "True") -> Any:
    """The largest `value` among the rows for which `where` holds."""
    return max((evaluate(value, scope) for _, scope in rows if holds(where, scope)), default=None)


def _count(rows: Rows, evaluate: Evaluate, holds: Evaluate, where: str = "True") -> int:
    """How many rows keep `where`."""
    return sum(bool(holds(where, scope)) for _, scope in rows)


def _total(rows: Rows, evaluate: Evaluate, holds: Evaluate, value: str, where: str = "True") -> Any:
    """The sum of `value` over the rows for which `where` holds."""
    return sum(evaluate(value, scope) for _, scope in rows if holds(where, scope))


def _nth(items: list[Any], number: int) -> Any:
    """The first, second, ... of a list."""
    if not 1 <= number <= len(items):
        raise IndexError(f"there are {len(items)}, not {number}")
    return items[int(number) - 1]


def weekday(day: str) -> str:
    """Monday .. Sunday of a YYYY-MM-DD day."""
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[date.fromisoformat(day).weekday()]


def month(day: str) -> str:
    """January .. December of a YYYY-MM-DD day."""
    return date.fromisoformat(day).strftime("%B")


def _round(value: float, digits: int = 0) -> float:
    """Half away from zero, as newspapers round; whole results are whole numbers."""
    scale = 10**digits
    moved = (abs(value) * scale + 0.5 + 1e-9) // 1 / scale * (1 if value >= 0 else -1)
    return int(moved) if float(moved).is_integer() else moved


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "max": max,
    "min": min,
    "sum": sum,
    "len": len,
    "nth": _nth,
    "round": _round,
    "str": str,
    "rows": _rows,
    "best": _best,
    "count": _count,
    "total": _total,
    "known": bool,
    "weekday": weekday,
    "month": month,
    "last": lambda text: str(text).split()[-1],
    "day": lambda day: date.fromisoformat(day).day,
    "year": lambda day: date.fromisoformat(day).year,
    "month_number": lambda day: date.fromisoformat(day).month,
    "days_between": lambda a, b: abs((date.fromisoformat(a) - date.fromisoformat(b)).days),
    "lower": lambda text: str(text).lower(),
    "starts": lambda text, head: str(text).startswith(head),
}
