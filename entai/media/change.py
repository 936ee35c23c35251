"""What is to be done to every value that a carrier brings along, such as to every picture of a film."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Stream: TypeAlias = Callable[[Iterable[Any]], Iterator[Any]]
"""From values to as many changed ones, in their order."""


@dataclass(frozen=True)
class Change:
    """A change that is settled on the first value, so that what it chooses by itself holds for all.

    Args:
        settled: Takes the first value, and returns what changes it and all others.
        reach: How many values before one, and how many behind it, decide what becomes of it. It must decide from these
            alone: a film that is gone on with begins so many before the first that is missing.
    """

    settled: Callable[[Any], Stream]
    reach: int = 0

    @classmethod
    def each(cls, settled: Callable[[Any], Callable[[Any], Any]]) -> Change:
        """A change to each value by itself.

        Args:
            settled: Takes the first value, and returns the function for it and all others.
        """
        def settle(first: Any) -> Stream:
            function = settled(first)
            return lambda values: map(function, values)

        return cls(settle)

    def then(self, other: Change) -> Change:
        """This change, and another after it."""
        def both(first: Any) -> Stream:
            inner = self.settled(first)
            outer = other.settled(next(inner((first,))))
            return lambda values: outer(inner(values))

        return Change(both, self.reach + other.reach)
