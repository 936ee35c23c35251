"""Does a sentence say its slots, all of them, no other, and none twice? Told by patterns, which are data (`slots.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from entai_text.realising.meaning import NAMES, Meaning, values


@dataclass(frozen=True)
class Ways:
    """How one value is said: patterns that tell it, and patterns that may tell it."""

    value: str
    says: re.Pattern[str]
    hints: re.Pattern[str]


@cache
def ways() -> dict[str, tuple[Ways, ...]]:
    """How each value of each slot is said."""
    table = tomllib.loads(files("entai_text.realising").joinpath("slots.toml").read_text("utf-8"))
    return {slot: (_ways("", values),) if slot in NAMES else
            tuple(_ways(value.lower(), said) for value, said in values.items()) for slot, values in table.items()}


def _ways(value: str, said: dict[str, Any]) -> Ways:
    says, hints = said["says"], said.get("hints", ())
    return Ways(value, _any(says), _any([*says, *hints]))


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{pattern})(?!\w)" for pattern in patterns))


def mistakes(text: str, meaning: Meaning) -> list[str]:
    """What a sentence says wrongly, in words; none where each slot is said once and nothing else is.

    Args:
        text: Lower-cased, with placeholders for the names.
        meaning: What it is to say.
    """
    return [f"{slot} {problem}" for slot in ways() for problem in _problems(text, slot, meaning.get(slot))]


def says(text: str, slot: str, value: str) -> bool:
    """Whether a text tells that a slot has a value, or at least may tell it."""
    return any(way.hints.search(text) for way in _wanted(slot, value))


def _wanted(slot: str, several: str) -> list[Ways]:
    """How each of a slot's values is said."""
    given = {value.lower() for value in values(several)}
    return [way for way in ways()[slot] if slot in NAMES or way.value in given]


def _problems(text: str, slot: str, value: str | None) -> Iterator[str]:
    if value is None:
        if any(way.hints.search(text) for way in ways()[slot]):
            yield "is said, and is not known"
        return
    wanted = _wanted(slot, value)
    if len(wanted) < len(values(value)) and slot not in NAMES:
        yield f"has no patterns for {value!r}"
        return
    told = [list(way.says.finditer(text)) for way in wanted]
    if not all(told):
        yield "is missing"
    if slot not in NAMES and len(wanted) == 1 and len(told[0]) > 1:
        yield "is said twice"
    others = [way for way in ways()[slot] if way not in wanted]
    if any(_stray(match, wanted, text) for other in others for match in other.hints.finditer(text)):
        yield "has a wrong value"


def _stray(match: re.Match[str], wanted: list[Ways], text: str) -> bool:
    """Whether another value's words stand outside of all words that may tell a wanted one."""
    own = [found.span() for way in wanted for found in way.hints.finditer(text)]
    return not any(start <= match.start() and match.end() <= end for start, end in own)
