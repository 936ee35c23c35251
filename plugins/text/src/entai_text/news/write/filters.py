"""What a template can do to a value: `{p.pts|count point}`, `{game.turn|ordinal}`, `{winner.name|poss}`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ..facts.functions import month, weekday
from ..number_words import ORDINALS
from .style import Style

_NTH = {value: word for word, value in ORDINALS.items()}
_IRREGULAR = {"was": "were", "has": "have", "is": "are", "its": "their"}
_ZH_DAYS = dict(
    zip(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), "一二三四五六日", strict=True)
)


def _number(value: Any, style: Style, _: str) -> str:
    return style.number(value)


def _count(value: Any, style: Style, noun: str) -> str:
    """'14 points', 'one point', 'no points'."""
    plural = noun if value == 1 else _plural(noun)
    return f"{style.number(value)} {plural}"


def _plural(noun: str) -> str:
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _article(value: Any, style: Style, _: str) -> str:
    """'an 18', 'a 14' before '-point'."""
    digits = str(value)
    return f"{'an' if digits[0] == '8' or digits in ('11', '18') else 'a'} {digits}"


def _possessive(value: Any, _style: Style, _: str) -> str:
    return f"{value}'" if str(value).endswith("s") else f"{value}'s"


def _percent(value: Any, style: Style, _: str) -> str:
    return f"{value:g}%" if style.percent == "%" else f"{value:g} {style.percent}"


def _day(value: Any, _style: Style, language: str) -> str:
    day = date.fromisoformat(str(value))
    return f"{day.month}月{day.day}日" if language == "zh" else f"{month(str(value))} {day.day}"


def _wan(value: Any, _style: Style, _: str) -> str:
    """Large numbers as Chinese writes them: 1234 万, 1.2 亿."""
    if value >= 1e8:
        return f"{value / 1e8:.2f}亿"
    return f"{value / 1e4:.0f}万" if value >= 1e4 else f"{value:g}"


FILTERS: dict[str, Callable[[Any, Style, str], str]] = {
    "n": _number,
    "count": _count,
    "an": _article,
    "poss": _possessive,
    "percent": _percent,
    "day": _day,
    "wan": _wan,
    "money": lambda value, style, _: style.amount(value),
    "ordinal": lambda value, style, _: _NTH.get(int(value), f"{value}th"),
    "weekday": lambda value, style, language: (
        f"周{_ZH_DAYS[weekday(str(value))]}" if language == "zh" else weekday(str(value))
    ),
    "abs": lambda value, style, _: f"{abs(value):g}",
    "hanzi": lambda value, style, _: "零一二三四五六七八九十"[int(value)],
    "cap": lambda value, style, _: str(value)[:1].upper() + str(value)[1:],
}
