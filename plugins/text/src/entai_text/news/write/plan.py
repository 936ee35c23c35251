"""Deciding what to tell and in what order, within a budget of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..facts import Facts
from ..facts.expression import MissingFactError, Scope, evaluate, holds
from .grammar import Grammar, Message


@dataclass(frozen=True)
class Item:
    """A message that can be told: with its rows and values bound, and its weight."""

    message: Message
    scope: Scope
    weight: float
    number: int = 0


def tellable(grammar: Grammar, facts: Facts, alias: Mapping[str, str]) -> list[Item]:
    """Every message whose condition holds and whose facts are known."""
    found = [item for message in grammar.messages for item in _items(message, facts, alias)]
    return _best_of_groups(found)


def _items(message: Message, facts: Facts, alias: Mapping[str, str]) -> Iterator[Item]:
    base = Scope(facts, alias)
    try:
        rows = evaluate(message.each, base) if message.each else [""]
    except MissingFactError:
        return
    for number, row in enumerate(rows):
        item = _bound(message, facts, {**alias, "p": row} if row else dict(alias), number)
        if item:
            yield item


def _bound(message: Message, facts: Facts, alias: dict[str, str], number: int) -> Item | None:
    variables: dict[str, object] = {"number": number + 1}
    scope = Scope(facts, alias, variables)
    search = Scope(facts, alias, variables)  # looking for whom to tell of reads every row; a sentence rests on less
    try:
        for name, formula in (message.let or {}).items():
            value = evaluate(formula, search)
            if (isinstance(value, str) and value.split(".")[0] in facts.rows) or value in ("home", "away"):
                alias[name] = str(value)
            else:
                variables[name] = value
        if message.when and not holds(message.when, scope):
            return None
        weight = float(evaluate(message.weight, scope))
    except MissingFactError:
        return None
    return Item(message, scope, weight, number)


def _best_of_groups(items: list[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in sorted(items, key=lambda i: -i.weight):
        group = item.message.group
        if not group or sum(other.message.group == group for other in kept) < item.message.take:
            kept.append(item)
    return sorted(kept, key=lambda i: (i.message.paragraph, i.message.order, i.number))
