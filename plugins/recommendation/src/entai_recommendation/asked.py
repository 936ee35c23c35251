"""Who is asking: from options or a table to people with histories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from entai import EntaiError, Table
from entai.errors import near
from entai.spec import Options
from entai_recommendation.filters import FILTERS
from entai_recommendation.people import People, preference
from entai_recommendation.scorer import Scorer


def from_options(scorer: Scorer, options: Options) -> People:
    """One person: known by id, or by what they have had; an empty history is someone new."""
    if options["user"] is not None and options["history"] is not None:
        raise EntaiError("give a user or a history, not both")
    if options["user"] is not None:
        return known(scorer, [options["user"]])
    if options["history"] is None and not any(options[name] for name in FILTERS):
        raise EntaiError("""say for whom: --set user=ID, --set history='["Title (1995)", ...]', """
                         "or a table of people as input")
    return People.one(_numbers(scorer, options["history"] or []))


def from_table(scorer: Scorer, table: Table) -> People:
    """Many people: a column `user` of known ids, or rows `user,item[,rating]` of new people, oldest first."""
    frame = table.frame.rename(columns=str.lower)
    if "user" not in frame:
        hint = near("user", frame.columns) or f"; it has {', '.join(frame.columns)}"
        raise EntaiError(f"the table needs a column user{hint}")
    if "item" not in frame:
        return known(scorer, list(dict.fromkeys(frame["user"].astype("str"))))
    return _new_people(scorer, frame)


def known(scorer: Scorer, users: Sequence[str]) -> People:
    """People whose histories the model keeps."""
    if scorer.people is None:
        raise EntaiError("this model keeps no histories, so it knows no user by id; give a history instead")
    names = scorer.people.names
    order = np.argsort(names)
    place = np.searchsorted(names, np.asarray(users, dtype=names.dtype if len(users) == 0 else np.str_), sorter=order)
    rows = order[np.minimum(place, len(names) - 1)]
    for user, row in zip(users, rows, strict=True):
        if names[row] != user:
            raise EntaiError(f"there is no user {user!r}{near(str(user), map(str, names[:100_000]))}")
    return scorer.people.take(rows.astype(np.int64))


def _numbers(scorer: Scorer, history: Sequence[str]) -> list[int]:
    """Catalogue numbers of titles or ids; unknown ones are refused, with near titles."""
    return [scorer.catalogue.number(name) for name in history]


def _new_people(scorer: Scorer, frame: pd.DataFrame) -> People:
    """Fold in people the model has never met. Items it does not know are passed over, unless someone has no other."""
    user = frame["user"].astype("str").to_numpy()
    found = np.array([-1 if (number := scorer.catalogue.find(name)) is None else number for name in frame["item"]])
    for name in dict.fromkeys(user):
        if (found[user == name] < 0).all():
            scorer.catalogue.number(frame["item"].to_numpy()[user == name][0])
    liked = _liked(scorer, frame)
    names, codes = np.unique(user, return_inverse=True)
    order = np.argsort(codes, kind="stable")
    order = order[found[order] >= 0]
    offsets = np.searchsorted(codes[order], np.arange(len(names) + 1)).astype(np.int64)
    return People(names.astype(np.str_), offsets, found[order].astype(np.int32), liked[order])


def _liked(scorer: Scorer, frame: pd.DataFrame) -> Any:
    if "rating" not in frame:
        return np.ones(len(frame), np.float32)
    rating = pd.to_numeric(frame["rating"], errors="coerce").to_numpy(np.float32)
    if not np.isfinite(rating).all():
        row = int(np.argmin(np.isfinite(rating)))
        raise EntaiError(f"row {row + 1} of the table has rating {frame['rating'].iloc[row]!r}, which is no number")
    low, high = scorer.scale or (min(0.5, float(rating.min())), max(5.0, float(rating.max())))
    return preference(np.clip(rating, low, high), (low, high))
