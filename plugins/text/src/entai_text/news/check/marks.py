"""The value that the checker gives: a marked place in a text."""

from __future__ import annotations

from dataclasses import dataclass

CATEGORIES = ("NAME", "NUMBER", "WORD", "CONTEXT", "NOT_CHECKABLE", "OTHER")


@dataclass(frozen=True)
class Mark:
    """One wrong or unsupported place: `text[start:end]`.

    `category` is NAME, NUMBER, WORD, CONTEXT, NOT_CHECKABLE or OTHER; `correction` is what the facts say ('' where
    they don't); `reason` is a sentence for people; `facts` are the ids it rests on. `contradicted` tells a statement
    against the facts from one that no fact carries (the next opponent, a season's average); `rule` names who found it.
    """

    start: int
    end: int
    text: str
    category: str
    correction: str
    reason: str
    rule: str
    facts: tuple[str, ...] = ()
    contradicted: bool = True


def without_overlaps(marks: list[Mark]) -> list[Mark]:
    """The marks in text order; where two share a character, the contradicted, then the shorter one stays."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (not m.contradicted, m.end - m.start, m.start)):
        if all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.start)
