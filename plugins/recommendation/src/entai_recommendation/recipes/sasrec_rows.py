"""What sasrec trains on: one stream of everyone's events, cut into rows; and what it is validated on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai.data import Batch, Dataset
from entai_recommendation.people import People


class Stream(Dataset):
    """All histories end to end, in rows. Each batch is cut elsewhere: its rows are shifted by a random part of a row.

    Args:
        people: Histories.
        length: Events in a row; there are at least as many in all.
    """

    def __init__(self, people: People, length: int) -> None:
        self._items = people.items + 1
        self._owners = people.rows().astype(np.int32)
        self._length = length
        same = self._owners == np.roll(self._owners, -1)
        same[-1] = False
        self._labels = np.where(same, np.roll(self._items, -1), 0)

    def __len__(self) -> int:
        return len(self._items) // self._length

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """Items and owners `(batch, length)`, and the items that come next, 0 where a history ends."""
        first = indices[:, None] * self._length + rng.integers(self._length)
        at = (first + np.arange(self._length)) % len(self._items)
        return (self._items[at], self._owners[at]), self._labels[at]


class Endings(Dataset):
    """The last event of each person, to be named from those before it.

    Args:
        people: Histories whose last events are the labels.
        length: Events in a row.
    """

    def __init__(self, people: People, length: int) -> None:
        self._people, self._length = people, length

    def __len__(self) -> int:
        return len(self._people)

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """As `Stream` has them; rows end with the event before the last, which is the only one with a label."""
        some = self._people.take(indices)
        rows = last_events(some, self._length + 1)
        labels = np.zeros((len(indices), self._length), np.int32)
        labels[:, -1] = rows[:, -1]
        owners = (rows[:, :-1] > 0).astype(np.int32)
        return (rows[:, :-1], owners), labels


def last_events(people: People, length: int) -> NDArray[np.int32]:
    """The newest events of each person, numbered from 1 and at the right end of rows `(people, length)`; 0 where none is."""
    rows = np.zeros((len(people), length), np.int32)
    age = people.age()
    kept = age < length
    rows[people.rows()[kept], length - 1 - age[kept]] = people.items[kept] + 1
    return rows
