"""Settings judged on the validation events, in as little work as a choice needs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from entai import Interactions, Split
from entai_recommendation.linear import places
from entai_recommendation.people import Floats, People

MOST_PEOPLE = 2_000


class Judge:
    """NDCG@10 on the validation events of a seeded sample of people.

    Args:
        split: Whose validation events.
        head: The items that are scored, in their order.
        seed: Of the sample.
    """

    def __init__(self, split: Split[Interactions], head: NDArray[np.int32], seed: int) -> None:
        rows = np.unique(split.valid.user)
        rows = np.sort(np.random.default_rng(seed).choice(rows, min(MOST_PEOPLE, len(rows)), replace=False))
        place = places(head, split.train.n_items)
        self.people = People.of(split.train).take(rows.astype(np.int64)).renumbered(place)
        self._target = place[split.valid.item[np.searchsorted(split.valid.user, rows)]]

    def ndcg(self, scores: Floats) -> float:
        """From the rank of each target: how many unseen items score above it.

        Args:
            scores: Of all of `people`, `(people, items)`.
        """
        return float(self.gains(scores, self.people, self._target).mean()) if len(scores) else 0.0

    def ndcg_of(self, scorer: Callable[[People], Floats]) -> float:
        """The same of a function from people to scores, called with some people at a time."""
        first, total = 0, 0.0
        for block in self.people.blocks():
            total += float(self.gains(scorer(block), block, self._target[first:first + len(block)]).sum())
            first += len(block)
        return total / max(1, first)

    @staticmethod
    def gains(scores: Floats, people: People, sought: NDArray[np.int32]) -> Floats:
        """NDCG@10 of one sought item a person, -1 for one that is not scored, `(people,)`."""
        target = scores[np.arange(len(scores)), sought]
        above = (scores > target[:, None]).sum(1)
        rows = people.rows()
        seen_above = np.bincount(rows[scores[rows, people.items] > target[rows]], minlength=len(scores))
        rank = above - seen_above
        return np.where((rank < 10) & (sought >= 0), 1 / np.log2(rank + 2), 0).astype(np.float32)
