"""Values that come one after another, each with those around it: a picture of a film amid its neighbours."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Amid(Generic[Value]):
    """A value amid its neighbours.

    Args:
        value: The one that is worked on.
        before: Those that came before it, the nearest first; fewer, or none, at the beginning.
        behind: Those that come after it, the nearest first; fewer, or none, at the end.
    """

    value: Value
    before: tuple[Value, ...] = ()
    behind: tuple[Value, ...] = ()


def windows(values: Iterable[Value], reach: int) -> Iterator[Amid[Value]]:
    """Every value amid `reach` neighbours to each side; no more than those are held at a time."""
    coming = iter(values)
    before: deque[Value] = deque(maxlen=reach)
    ahead = deque(islice(coming, reach + 1))
    while ahead:
        value = ahead.popleft()
        yield Amid(value, tuple(before), tuple(ahead))
        before.appendleft(value)
        ahead.extend(islice(coming, 1))
