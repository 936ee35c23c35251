"""Gathering the facts of a record as its domain says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from .clean import is_missing, slug, tidy, to_value
from .derive import derived, row_derived
from .domain import SHIPPED, Domain, Field, Table, load_domain
from .read import read_record, without_articles
from .rules import broken_rules
from .values import Fact, Facts, FactsError, Problem, Value


def load_facts(path: str | Path, domain: str | Domain | None = None) -> Facts:
    """The facts of one JSON, TOML or CSV file. Without a domain, the shipped one that fits is taken."""
    return gather(read_record(Path(path)), domain, name=str(path))


def gather(record: Mapping[str, object], domain: str | Domain | None = None, name: str = "the facts") -> Facts:
    """The facts of one record: fields, tables, what follows from them, and what contradicts itself."""
    record = without_articles(record)
    plan = domain if isinstance(domain, Domain) else load_domain(domain) if domain else detect(record, name)
    leaves = dict(flatten(record))
    facts, problems, used = _plain(leaves, plan)
    rows: dict[str, tuple[str, ...]] = {}
    for table in plan.tables:
        rows[table.name] = _read_table(_at(record, table.path), table, facts, problems, used, name)
    if not facts:
        raise FactsError(f"{name}: there is no fact in it that the domain {plan.name} knows.")
    unused = {path: _plain_value(raw) for path, raw in leaves.items() if path not in used and not is_missing(raw)}
    base = Facts(plan.name, facts, rows, tuple(problems), unused)
    full = derived(row_derived(base, plan), plan)
    return Facts(full.domain, full.facts, full.rows, (*full.problems, *broken_rules(full, plan)), full.unused)


def detect(record: Mapping[str, object], name: str = "the facts") -> Domain:
    """The first shipped domain all of whose needed fields are there."""
    paths = {path for path, _ in flatten(record)}
    columns = {re.sub(r"\.\d+\.", ".", path) for path in paths}
    for candidate in map(load_domain, SHIPPED):
        if all(any(path == need or path.startswith(need + ".") for path in columns) for need in candidate.needs):
            return candidate
    raise FactsError(f"{name}: no shipped domain ({', '.join(SHIPPED)}) fits these fields; name one, or write one in TOML.")


def flatten(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every leaf of a nested value with its dotted path."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from flatten(child, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from flatten(child, f"{path}.{index}")
    elif path:
        yield path, value


def _plain(leaves: Mapping[str, object], plan: Domain) -> tuple[dict[str, Fact], list[Problem], set[str]]:
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for path, spec in plan.fields.items():
        if path in leaves:
            _keep(spec, spec.id, leaves[path], path, facts, problems)
    return facts, problems, set(plan.fields)


def _keep(spec: Field, fact_id: str, raw: object, path: str, facts: dict[str, Fact], problems: list[Problem]) -> None:
    if is_missing(raw):
        return
    value = to_value(raw, spec.kind, spec.form)
    if value is None:
        problems.append(Problem((fact_id,), f"{path}: {_plain_value(raw)!r} is no {spec.kind}."))
    elif fact_id not in facts:
        facts[fact_id] = Fact(fact_id, value, path)


def _read_table(
    raw: object, table: Table, facts: dict[str, Fact], problems: list[Problem], used: set[str], name: str
) -> tuple[str, ...]:
    found: list[str] = []
    for key, row in _rows(raw, table, name):
        row_id = _row_id(table.row, row)
        if not row_id or row_id in found:
            problems.append(Problem((), f"{table.path}: row {key} has no name of its own, and is left out."))
            continue
        found.append(row_id)
        for column, spec in table.fields.items():
            path = f"{table.path}.{column}.{key}" if table.layout == "columns" else f"{table.path}.{key}.{column}"
            used.add(path)
            _keep(spec, f"{row_id}.{spec.id}", row.get(column), path, facts, problems)
    return tuple(found)


def _rows(raw: object, table: Table, name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    if raw is None:
        return
    if table.layout == "columns":
        yield from _from_columns(raw, table, name)
    elif isinstance(raw, list) and all(isinstance(row, Mapping) for row in raw):
        yield from ((str(index), row) for index, row in enumerate(raw))
    else:
        raise FactsError(f"{name}: {table.path} must be a list of records.")


def _from_columns(raw: object, table: Table, name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not isinstance(raw, Mapping) or not all(isinstance(column, Mapping) for column in raw.values()):
        raise FactsError(f"{name}: {table.path} must be a mapping of columns, each a mapping of rows.")
    named = [column for column in raw.values() if isinstance(column, Mapping)]
    for key in sorted({key for column in named for key in column}, key=_natural):
        yield str(key), {name: column.get(key) for name, column in raw.items() if isinstance(column, Mapping)}


def _natural(key: object) -> tuple[int, str]:
    return (int(str(key)), "") if str(key).isdigit() else (10**9, str(key))


def _row_id(pattern: str, row: Mapping[str, object]) -> str:
    column = re.search(r"\{(.+?)\}", pattern)
    name = row.get(column[1]) if column else None
    return "" if column is None or is_missing(name) else pattern.replace(column[0], slug(tidy(str(name))))


def _at(record: Mapping[str, object], path: str) -> object:
    value: object = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _plain_value(raw: object) -> Value:
    return raw if isinstance(raw, (int, float, str)) else str(raw)
