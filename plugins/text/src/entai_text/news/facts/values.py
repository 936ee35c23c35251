"""The values of the fact floor: one fact, a set of facts, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Value = int | float | str


class FactsError(ValueError):
    """The facts can't be used; the message is one sentence that names the file and the reason."""


@dataclass(frozen=True)
class Fact:
    """One thing that is known, under an id such as `home.pts.q1`.

    `where` is its path in the input (`home_line.TEAM-PTS_QTR1`), or the formula of a derived fact;
    `rests_on` holds the ids of the facts that a derived one was computed from.
    """

    id: str
    value: Value
    where: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something odd in the input that did not stop the reading: an unreadable number, totals that disagree."""

    ids: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Facts:
    """A flat, addressable set of facts.

    `rows` lists the members of each table (`player` -> `player.LeBron_James`, ...), in input order;
    `unused` keeps every field of the input that the domain has no use for.
    """

    domain: str
    facts: Mapping[str, Fact]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unused: Mapping[str, Value] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def __len__(self) -> int:
        return len(self.facts)

    def get(self, fact_id: str) -> Value | None:
        """The value under an id, or None where nothing is known."""
        fact = self.facts.get(fact_id)
        return None if fact is None else fact.value

    def number(self, fact_id: str) -> float | None:
        """The number under an id; None for text and for what is missing."""
        value = self.get(fact_id)
        return None if isinstance(value, str) else value

    def text(self, fact_id: str) -> str:
        """The value under an id as text; empty where nothing is known."""
        value = self.get(fact_id)
        return "" if value is None else str(value)

    def without_doubtful(self) -> Facts:
        """The facts that no contradiction touches, for a writer."""
        doubted = self.doubtful()
        kept = {fact_id: fact for fact_id, fact in self.facts.items() if fact_id not in doubted}
        return Facts(self.domain, kept, self.rows, self.problems, self.unused)

    def doubtful(self) -> frozenset[str]:
        """The ids that take part in a contradiction, and what was worked out from them: nobody may state them as facts."""
        doubted = {fact_id for problem in self.problems for fact_id in problem.ids}
        for fact in self:  # derived facts stand after those that they rest on
            if doubted.intersection(fact.rests_on):
                doubted.add(fact.id)
        return frozenset(doubted)
