"""Who had what, when, and how they liked it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError
from entai.media.catalogue import Catalogue
from entai.media.events import Events
from entai.media.media import Media, Source
from entai.spec import Option

Codes = NDArray[np.int32]
TRAIN, VALID, TEST = 0, 1, 2


@dataclass(frozen=True)
class Interactions(Media):
    """Events ordered by user and, within a user, by time.

    Args:
        user, item: Codes of each event, `(events,)`: rows of `user_ids` and of the catalogue.
        user_ids: Raw ids of people, as text.
        catalogue: The items.
        rating: As given, `(events,)`; None where there are none.
        part: 0 train, 1 valid, 2 test, where the source brings its own split; else None.
        name: Where it came from, for messages and reports.
        notes: What a reader should know of how it was read.
    """

    user: Codes
    item: Codes
    user_ids: NDArray[np.str_]
    catalogue: Catalogue
    rating: NDArray[np.float32] | None = None
    part: NDArray[np.int8] | None = None
    name: str = "events"
    notes: tuple[str, ...] = ()

    suffixes: ClassVar[tuple[str, ...]] = (".csv",)
    read_options: ClassVar[tuple[Option, ...]] = (
        Option("user", str, help="the column of people"), Option("item", str, help="the column of items"),
        Option("rating", str, help="the column of ratings"), Option("time", str, help="the column of times"),
        Option("max_rating", float, 10.0, "the highest rating there can be", 0),
    )

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a MovieLens folder of any vintage, a folder with split files, or any CSV, TSV or Parquet of events."""
        from entai.media.movielens import read_events

        if not isinstance(source, Path):
            raise EntaiError("events are read from a file or a folder, not from a stream")
        return read_events(source, options)  # type: ignore[return-value]

    @classmethod
    def of(cls, value: Any) -> Self:
        """Take a pandas frame with columns for user and item, and maybe rating, time, title, genres, year."""
        from entai.media.movielens import from_frame

        return from_frame(value)  # type: ignore[return-value]

    @staticmethod
    def ordered(events: Events, catalogue: Catalogue, name: str, part: NDArray[np.int8] | None = None,
                notes: tuple[str, ...] = ()) -> Interactions:
        """Sort events by user and time (stable: ties keep the file's order); of a repeated pair the last counts."""
        time = np.arange(len(events.user.codes)) if events.time is None else events.time
        order = np.lexsort((time, events.user.codes))
        order, repeated = _last_of_each(order, events, len(catalogue))
        if events.time is None:
            notes += ("no column of times: the order of the rows counts as the order of events",)
        if repeated:
            notes += (f"{repeated:,} events repeat a pair of user and item: the last of each counts",)
        return Interactions(events.user.codes[order], events.item.codes[order], events.user.ids, catalogue,
                            None if events.rating is None else events.rating[order],
                            None if part is None else part[order], name, notes)

    def __len__(self) -> int:
        return len(self.user)

    @property
    def n_users(self) -> int:
        """How many people there are."""
        return len(self.user_ids)

    @property
    def n_items(self) -> int:
        """How many items the catalogue has."""
        return len(self.catalogue)

    def keep(self, mask: NDArray[np.bool_]) -> Interactions:
        """Some of the events; users and catalogue stay as they are numbered."""
        return replace(self, user=self.user[mask], item=self.item[mask],
                       rating=None if self.rating is None else self.rating[mask],
                       part=None if self.part is None else self.part[mask])

    def recoded(self, catalogue: Catalogue) -> Interactions:
        """The same events in another catalogue's numbers; an item that is not in it becomes -1."""
        if np.array_equal(self.catalogue.ids, catalogue.ids):
            return self
        place = {item: number for number, item in enumerate(catalogue.ids.tolist())}
        numbers = np.array([place.get(item, -1) for item in self.catalogue.ids.tolist()], np.int32)
        return replace(self, item=numbers[self.item], catalogue=catalogue)

    def offsets(self) -> NDArray[np.int64]:
        """Where each user's events begin, and behind the last where they end, `(users + 1,)`."""
        return np.searchsorted(self.user, np.arange(self.n_users + 1)).astype(np.int64)

    def age(self) -> NDArray[np.int32]:
        """How many later events the same user has, for each event; 0 is the newest."""
        ends = self.offsets()[1:]
        return (ends[self.user] - 1 - np.arange(len(self))).astype(np.int32)

    def fingerprint(self) -> str:
        """A short hash of the events by raw ids, in order."""
        digest = hashlib.sha256()
        for array in (self.user, self.item, self.rating, self.part):
            digest.update(b"-" if array is None else np.ascontiguousarray(array).tobytes())
        digest.update("\n".join([*self.user_ids.tolist(), *self.catalogue.ids.tolist()]).encode())
        return digest.hexdigest()[:16]

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write `user,item[,rating],pos` as CSV."""
        import pandas as pd

        columns: dict[str, Any] = {"user": self.user_ids[self.user], "item": self.catalogue.ids[self.item]}
        if self.rating is not None:
            columns["rating"] = self.rating
        columns["pos"] = np.arange(len(self)) - self.offsets()[self.user]
        pd.DataFrame(columns).to_csv(target, index=False)

    def to_html(self) -> str:
        """How much of what there is."""
        rated = "with ratings" if self.rating is not None else "without ratings"
        return f"<p>{len(self):,} events of {self.n_users:,} people on {self.n_items:,} items, {rated}.</p>"


def _last_of_each(order: NDArray[np.int64], events: Events, n_items: int) -> tuple[NDArray[np.int64], int]:
    """Drop all but the last event of each (user, item), keeping the order."""
    pair = events.user.codes[order].astype(np.int64) * n_items + events.item.codes[order]
    by_pair = np.argsort(pair, kind="stable")
    last = np.append(pair[by_pair][1:] != pair[by_pair][:-1], True)
    if last.all():
        return order, 0
    keep = np.zeros(len(order), bool)
    keep[by_pair[last]] = True
    return order[keep], int((~keep).sum())
