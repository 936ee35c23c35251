"""Facts that follow from other facts: margins, halves, double-doubles, weekdays, as the domain's formulas say."""

from __future__ import annotations

from collections.abc import Mapping

from .domain import Domain
from .expression import MissingFactError, Scope, evaluate
from .values import Fact, Facts, Value


def derived(facts: Facts, domain: Domain) -> Facts:
    """The facts with what the domain's formulas add, in order; a formula over something unknown adds nothing."""
    known = dict(facts.facts)
    for fact_id, formula in domain.derive.items():
        _add(known, fact_id, formula, {}, facts)
    return Facts(facts.domain, known, facts.rows, facts.problems, facts.unused)


def row_derived(facts: Facts, domain: Domain) -> Facts:
    """The facts with what the tables' formulas add to each row, where `it` is the row."""
    known = dict(facts.facts)
    for table in domain.tables:
        for row in facts.rows.get(table.name, ()):
            for name, formula in table.derive.items():
                _add(known, f"{row}.{name}", formula, {"it": row}, facts)
    return Facts(facts.domain, known, facts.rows, facts.problems, facts.unused)


def _add(known: dict[str, Fact], fact_id: str, formula: str, alias: Mapping[str, str], facts: Facts) -> None:
    scope = Scope(Facts(facts.domain, known, facts.rows), alias)
    try:
        value = evaluate(formula, scope)
    except MissingFactError:
        return
    if isinstance(value, bool):
        value = int(value)
    if isinstance(value, (int, float, str)):
        known[fact_id] = Fact(fact_id, _plain(value), formula, tuple(scope.reads))


def _plain(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def aliases(facts: Facts, domain: Domain) -> dict[str, str]:
    """The domain's roles (`winner`, `loser`) resolved to heads of ids (`home`, `away`) for these facts."""
    names: dict[str, str] = {}
    for name, formula in domain.alias.items():
        try:
            names[name] = str(evaluate(formula, Scope(facts, names)))
        except MissingFactError:
            continue
    return names
