"""From scores to the best k."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai_recommendation.people import Floats, People
from entai_recommendation.rerank import CANDIDATES, calibrated, genre_shares, own_shares, varied
from entai_recommendation.scorer import Scorer

CELLS = 1 << 23
"""Scores in memory at a time."""


@dataclass(frozen=True)
class How:
    """How lists are made from scores.

    Args:
        allowed: The only items that may stand in a list, `(items,)`; None for all.
        exclude_seen: Whether what a person has had is left out.
        newest: How many of the newest events are looked at; 0 for all.
        diversity: Weight of variety, see `rerank.varied`.
        calibrated: Weight of a person's own genres, see `rerank.calibrated`.
    """

    allowed: NDArray[np.bool_] | None = None
    exclude_seen: bool = True
    newest: int = 0
    diversity: float = 0.0
    calibrated: float = 0.0


def block_size(n_items: int) -> int:
    """How many people are scored together."""
    return int(np.clip(CELLS // max(1, n_items), 16, 512))


def ranked(scorer: Scorer, people: People, k: int, how: How) -> tuple[NDArray[np.int64], Floats]:
    """The lists of some people and the scores in them, `(people, k)` both; numbers are -1 where there are fewer."""
    scores = scorer.score(people.newest(how.newest) if how.newest else people)
    if how.allowed is not None:
        scores[:, ~how.allowed] = -np.inf
    if how.exclude_seen:
        exclude(scores, people)
    lists = best(scores, max(CANDIDATES, k) if how.diversity or how.calibrated else k)
    values = np.where(lists < 0, -np.inf, np.take_along_axis(scores, lists, 1))
    if not (how.diversity or how.calibrated):
        return lists, values
    genres = scorer.catalogue.genre_matrix
    if how.diversity:
        places = varied(values, genres[lists].astype(np.float32), k, how.diversity)
    else:
        shares = genre_shares(genres)
        places = calibrated(values, shares[lists], own_shares(people, shares), k, how.calibrated)
    return tuple(np.where(places < 0, missing, np.take_along_axis(found, places, 1))  # type: ignore[return-value]
                 for found, missing in ((lists, -1), (values, -np.inf)))


def exclude(scores: Floats, people: People) -> None:
    """Take out, in place, what each person has had."""
    scores[people.rows(), people.items] = -np.inf


def best(scores: Floats, k: int) -> NDArray[np.int64]:
    """The numbers of the k best items a row, best first; of equal scores the lower number comes first.

    Returns:
        `(rows, k)`; -1 where fewer than k items are left.
    """
    k = min(k, scores.shape[1])
    row, item = np.divmod(np.flatnonzero(scores >= _floor(scores, k)), scores.shape[1])
    order = np.lexsort((-scores[row, item], row))
    row, item = row[order], item[order]
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(len(scores)))[row]
    listed = np.full((len(scores), k), -1, np.int64)
    inside = place < k
    listed[row[inside], place[inside]] = item[inside]
    return listed


def _floor(scores: Floats, k: int) -> Floats:
    """A score of each row that at least k items reach and few others do, `(rows, 1)`: the k-th best of the bests of parts.

    That is one pass over the scores, a quarter of the time of a partition of them. What is left out has no floor to reach.
    """
    items = scores.shape[1]
    part = max(1, items // (8 * k))
    bests = scores[:, :items // part * part].reshape(len(scores), -1, part).max(2)
    floor = np.partition(bests, bests.shape[1] - k, axis=1)[:, bests.shape[1] - k, None]
    return np.maximum(floor, np.finfo(scores.dtype).min)
