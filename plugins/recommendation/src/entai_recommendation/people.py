"""People as their histories, oldest event first: all that a model needs to know of someone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from entai import Interactions

Floats = NDArray[np.float32]
DISLIKED = 0.4
"""A rating below this share of the scale says that someone disliked an item."""


@dataclass(frozen=True)
class People:
    """Some people's histories in one flat array.

    Args:
        names: What to call each, `(people,)`.
        offsets: Where each history begins and, last, where all end, `(people + 1,)`.
        items: Catalogue numbers, each history from old to new, `(events,)`.
        preference: How much each event speaks for its item, 1 for a plain event, `(events,)`; see `preference`.
    """

    names: NDArray[np.str_]
    offsets: NDArray[np.int64]
    items: NDArray[np.int32]
    preference: Floats

    def __len__(self) -> int:
        return len(self.names)

    @staticmethod
    def of(events: Interactions) -> People:
        """Everyone in the data."""
        rating = events.rating
        liked = np.ones(len(events), np.float32) if rating is None else preference(rating, scale(rating))
        return People(events.user_ids, events.offsets(), events.item, liked)

    @staticmethod
    def one(items: Sequence[int], liked: Sequence[float] | None = None, name: str = "") -> People:
        """A single person."""
        weights = np.ones(len(items)) if liked is None else np.asarray(liked)
        return People(np.array([name]), np.array([0, len(items)]), np.asarray(items, np.int32), weights.astype(np.float32))

    def take(self, rows: NDArray[np.int64]) -> People:
        """Some of the people, in the order of `rows`."""
        lengths = np.diff(self.offsets)[rows]
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        flat = np.arange(offsets[-1]) + np.repeat(self.offsets[rows] - offsets[:-1], lengths)
        return People(self.names[rows], offsets, self.items[flat], self.preference[flat])

    def blocks(self, size: int = 512) -> Iterator[People]:
        """The people in groups of `size` at most."""
        for first in range(0, len(self), size):
            yield self.take(np.arange(first, min(first + size, len(self))))

    def lengths(self) -> NDArray[np.int64]:
        """How many events each has had."""
        return np.diff(self.offsets)

    def age(self) -> NDArray[np.int64]:
        """How many later events the same person has had, for each event; 0 is the newest."""
        return np.repeat(self.offsets[1:], self.lengths()) - 1 - np.arange(len(self.items))

    def rows(self) -> NDArray[np.int64]:
        """Whose each event is."""
        return np.repeat(np.arange(len(self)), self.lengths())

    def newest(self, most: int) -> People:
        """The same people with no more than their newest events."""
        kept = self.age() < most
        offsets = np.concatenate([[0], np.cumsum(kept)])[self.offsets]
        return People(self.names, offsets, self.items[kept], self.preference[kept])

    def plain(self) -> People:
        """The same with every event speaking fully for its item: what was had counts, however it was liked."""
        return replace(self, preference=np.ones(len(self.items), np.float32))

    def renumbered(self, place: NDArray[np.int32]) -> People:
        """The same people in another numbering of items; events of items that have no place in it are left out.

        Args:
            place: New number of each item, -1 for none, `(items,)`.
        """
        items = place[self.items]
        kept = items >= 0
        offsets = np.concatenate([[0], np.cumsum(kept)])[self.offsets]
        return People(self.names, offsets, items[kept], self.preference[kept])

    def matrix(self, weights: Floats, n_items: int) -> sparse.csr_array[Any, Any]:
        """Event weights as a sparse `(people, items)` matrix; weights of 0 are left out."""
        used = weights != 0
        offsets = np.concatenate([[0], np.cumsum(used)])[self.offsets]
        return sparse.csr_array((weights[used], self.items[used], offsets), shape=(len(self), n_items))


def scale(rating: Floats) -> tuple[float, float]:
    """The lowest and the highest rating given; equal ones make a scale of their own."""
    low, high = float(rating.min()), float(rating.max())
    return (low, high) if high > low else (low - 1.0, high)


def preference(rating: Floats, low_high: tuple[float, float]) -> Floats:
    """How much a rating speaks for an item: its place on the scale, 1 at the top.

    Below two fifths of the scale it was disliked, and the event speaks against its item, down to -0.4 at the bottom.
    """
    low, high = low_high
    place = (rating - low) / (high - low)
    return np.asarray(np.where(place >= DISLIKED, place, place - DISLIKED), np.float32)


def rating_of(liked: Floats, low_high: tuple[float, float]) -> Floats:
    """The rating that a preference was made from, to four decimals."""
    low, high = low_high
    place = np.where(liked < 0, liked + DISLIKED, liked)
    return np.round(low + (high - low) * place, 4).astype(np.float32)
