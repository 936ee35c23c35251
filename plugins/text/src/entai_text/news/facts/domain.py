"""A domain says, as TOML data, which fields of an input mean what; a new one needs no code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..assets import asset
from .values import FactsError

SHIPPED = ("box_score", "box_office", "chart", "schedule")


@dataclass(frozen=True)
class Field:
    """Where one field goes: the id, its kind (number, text, date), and the strptime form of a date."""

    id: str
    kind: str = "number"
    form: str = ""


@dataclass(frozen=True)
class Table:
    """A table in the input: `layout` is `rows` (a list of records) or `columns` (a mapping of columns)."""

    name: str
    path: str
    layout: str
    row: str
    fields: Mapping[str, Field]
    derive: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """A law that the facts must keep, e.g. that quarters add up; `ids` are the facts it speaks about."""

    holds: str
    say: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Domain:
    """One kind of news: what its input looks like, what follows from it, and what must hold.

    `words` tells what stands behind a field's numbers in a text (`pts` -> points), for corrections.
    """

    name: str
    needs: tuple[str, ...]
    fields: Mapping[str, Field]
    tables: tuple[Table, ...]
    derive: Mapping[str, str]
    rules: tuple[Rule, ...]
    alias: Mapping[str, str]
    words: Mapping[str, Sequence[str]]


def parse_field(text: str) -> Field:
    """`game.date:date:%m_%d_%y` -> the id, the kind, the form."""
    found = Field(*text.split(":", 2))
    if found.kind not in ("number", "text", "date"):
        raise TypeError(f"the kind {found.kind!r} of {text!r}; it is number, text or date")
    return found


def _table(raw: Mapping[str, Any]) -> Table:
    fields = {name: parse_field(spec) for name, spec in raw["fields"].items()}
    return Table(raw["name"], raw.get("path", "rows"), raw.get("layout", "rows"), raw["row"], fields, raw.get("derive", {}))


def _rule(raw: Mapping[str, Any]) -> Rule:
    return Rule(raw["holds"], raw["say"], tuple(raw.get("ids", ())))


def parse_domain(raw: Mapping[str, Any]) -> Domain:
    """A domain from its TOML data."""
    try:
        return Domain(
            name=raw["name"],
            needs=tuple(raw.get("needs", ())),
            fields={path: parse_field(spec) for path, spec in raw.get("fields", {}).items()},
            tables=tuple(map(_table, raw.get("tables", ()))),
            derive=dict(raw.get("derive", {}).items()),
            rules=tuple(map(_rule, raw.get("rules", ()))),
            alias=raw.get("alias", {}),
            words=raw.get("words", {}),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FactsError(f"The domain {raw.get('name', 'without a name')} lacks or misuses {error}.") from error


@cache
def load_domain(name: str) -> Domain:
    """A shipped domain by its name, or yours by the path of its TOML file."""
    if name in SHIPPED:
        text = asset(f"domains/{name}.toml")
    elif Path(name).suffix == ".toml" and Path(name).is_file():
        text = Path(name).read_text("utf-8")
    else:
        raise FactsError(f"There is no domain {name!r}: use {', '.join(SHIPPED)}, or the path of a TOML file.")
    try:
        return parse_domain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FactsError(f"{name}: this is no valid TOML ({error}).") from error
