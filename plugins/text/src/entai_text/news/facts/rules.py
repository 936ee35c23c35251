"""Finding contradictions inside the facts: totals that don't add up, more made than tried."""

from __future__ import annotations

from collections.abc import Iterator

from .domain import Domain, Rule
from .expression import MissingFactError, Scope, evaluate
from .values import Facts, Problem


def broken_rules(facts: Facts, domain: Domain) -> Iterator[Problem]:
    """A problem for each rule of the domain that the facts break; rules over unknown facts are passed over.

    A rule with `{it}` in its ids is asked once for each row of the table that its `holds` speaks about.
    """
    for rule in domain.rules:
        for row in _subjects(rule, facts):
            scope = Scope(facts, {"it": row} if row else {})
            if not _kept(rule, scope):
                ids = tuple(name.replace("it.", f"{row}.", 1) if row else name for name in rule.ids)
                yield Problem(ids or tuple(scope.reads), f"{row or facts.domain}: {rule.say}")


def _subjects(rule: Rule, facts: Facts) -> list[str]:
    if "it." not in rule.holds or "'it." in rule.holds:
        return [""]
    return [row for rows in facts.rows.values() for row in rows]


def _kept(rule: Rule, scope: Scope) -> bool:
    try:
        return bool(evaluate(rule.holds, scope))
    except MissingFactError:
        return True
