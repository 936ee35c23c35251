"""New events on top of those that a model keeps: what `entai train recommendation new.csv --from OLD` learns from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import Catalogue, EntaiError, Interactions, State
from entai.media.events import Coded, Events
from entai.media.interactions import TRAIN
from entai_recommendation.people import Floats, People, rating_of
from entai_recommendation.scorer import people_of


def grown(new: Interactions, start: State) -> Interactions:
    """The histories of a model and new events as one, the new behind the old; people and items may be new, too.

    Raises:
        EntaiError: The model keeps no histories.
    """
    people = people_of(start)
    if people is None:
        raise EntaiError("the model to go on from keeps no histories, so new events can't be added to what it learnt; "
                         "train on all events together")
    asset: Any = start.assets["catalogue"]
    catalogue, place = joined_catalogue(Catalogue.from_asset(asset), new.catalogue)
    names, who = _joined_names(people.names, new.user_ids)
    scale: Any = start.assets["scale"]
    rating, notes = _joined_ratings(people, new, scale)
    user = Coded(np.concatenate([people.rows(), who[new.user]]).astype(np.int32), names)
    item = Coded(np.concatenate([people.items, place[new.item]]).astype(np.int32), catalogue.ids)
    part = None if new.part is None else np.concatenate([np.full(len(people.items), TRAIN, np.int8), new.part])
    order = np.arange(len(user.codes), dtype=np.float64)
    notes += (f"{len(new):,} new events on top of {len(people.items):,} that the older model keeps",)
    return Interactions.ordered(Events(user, item, rating, order), catalogue, new.name, part, notes)


def joined_catalogue(old: Catalogue, new: Catalogue) -> tuple[Catalogue, NDArray[np.int64]]:
    """Old items as they are numbered, and new ones behind them.

    An id is the same item where it is the same id, or where it is no number and is the title of an old one.

    Returns:
        The catalogue, and the number in it of each new item.
    """
    by_id = {item: number for number, item in enumerate(old.ids.tolist())}
    found = [by_id.get(item) if item.isdigit() or item in by_id else old.find(item) for item in new.ids.tolist()]
    fresh = np.array([number is None for number in found])
    place = np.array([-1 if number is None else number for number in found], np.int64)
    place[fresh] = len(old) + np.arange(fresh.sum())
    genres = old.genres + tuple(entry for entry, is_new in zip(new.genres, fresh, strict=True) if is_new)
    return Catalogue(np.concatenate([old.ids, new.ids[fresh]]), np.concatenate([old.titles, new.titles[fresh]]), genres,
                     np.concatenate([old.years, new.years[fresh]])), place


def _joined_names(old: NDArray[np.str_], new: NDArray[np.str_]) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    """All people, the old ones first, and the number among them of each of the new data."""
    place = {name: number for number, name in enumerate(old.tolist())}
    who = np.array([place.setdefault(name, len(place)) for name in new.tolist()], np.int64)
    return np.array(list(place), dtype=np.str_), who


def _joined_ratings(people: People, new: Interactions, scale: list[float]) -> tuple[Floats | None, tuple[str, ...]]:
    """Ratings of old and new events, where both have them; what was done about it, if they differ."""
    if not scale:
        dropped = new.rating is not None
        return None, ("the older model knows no ratings: those of the new events are left out",) * dropped
    low, high = scale
    old = rating_of(people.preference, (low, high))
    if new.rating is None:
        notes = ("the new events have no ratings: each counts as the best one",)
        return np.concatenate([old, np.full(len(new), high, np.float32)]), notes
    return np.concatenate([old, new.rating]), ()
