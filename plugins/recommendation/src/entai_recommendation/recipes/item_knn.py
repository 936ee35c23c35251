"""item-knn: each item's nearest neighbours, by who had both (Sarwar et al., WWW 2001; Deshpande & Karypis, TOIS 2004).

With c_ij the people who had both items and n_i those who had i, the similarity is a cosine that may lean to one side
(Aiolli, RecSys 2013) and that rare pairs must earn:

    s_ij = c_ij / (n_i^lean n_j^(1 - lean) + shrink)

`lean` 1/2 is the plain cosine. Of each item only the strongest `neighbours` are kept, and no more than some rows of
c_ij are ever in memory, so that the catalogue may be of any size. A score is the sum of the rows that a history picks,
the event of age a with weight (1 + a)^-power. Lean, shrink and power are chosen on the validation events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from entai import Interactions, Recipe, Run, Split, State
from entai.spec import setting
from entai_recommendation.linear import Component, LinearScorer, described, pack_rows, places, unpack
from entai_recommendation.people import Floats, People
from entai_recommendation.recipes.base import common_assets, head_of, rounded
from entai_recommendation.recipes.judge import Judge
from entai_recommendation.recipes.linear_sums import DENSE_ABOVE
from entai_recommendation.recipes.settled import settings_asset, settled
from entai_recommendation.split import together

LEANS = (0.3, 0.5, 0.7, 1.0)
POWERS = (0.0, 0.5, 1.0, 1.5)
CELLS = 1 << 24
"""Cells of c_ij in memory at a time."""

Rows: TypeAlias = tuple[NDArray[np.int64], Floats]
"""Columns and values of the strongest entries of each row, `(items, neighbours)` both."""


@dataclass(frozen=True)
class ItemKnn(Recipe[Interactions, LinearScorer]):
    """Settings of item-knn. With `search`, the second to the fourth are where the search begins."""

    neighbours: int = setting(100, "neighbours kept of each item", 1)
    lean: float = setting(0.5, "power of the popularity of the item that was had; the other's is 1 - lean", 0, 1)
    shrink: float = setting(10.0, "what is added to the denominator, against pairs that few people had", 0)
    power: float = setting(0.0, "power of age with which a history meets its neighbours", 0)
    search: bool = setting(True, "choose lean, shrink and power on the validation events")
    min_events: int = setting(3, "events that an item needs to be learnt about", 1)
    keep_histories: bool = setting(True, "keep people's histories in the bundle, so that they can be named")

    def fit(self, split: Split[Interactions], run: Run) -> State:
        """Search on validation, unless that was done for the model gone on from; then count everything but the test."""
        events = together(split)
        head = head_of(events, self.min_events, "item-knn", most=events.n_items)
        place = places(head, events.n_items)
        chosen = settled(self, run) or {"lean": self.lean, "shrink": self.shrink, "power": self.power}
        figures: dict[str, float] = {}
        if self.search and not settled(self, run):
            histories = _matrix(split.train, place, len(head))
            chosen, figures = self._search(histories, chosen, Judge(split, head, run.seed), run)
        run.progress(6, 7, "counting all but the test")
        found = neighbours(_matrix(events, place, len(head)), [(chosen["lean"], chosen["shrink"])], self.neighbours)
        assets, personal = common_assets(split, self.keep_histories)
        assets |= {"components": [described("neighbours", chosen["power"])],
                   "settings": settings_asset(self, chosen)}
        arrays = {"head": head} | pack_rows("neighbours", *found[0])
        return State(arrays, assets, personal, notes=figures | rounded(chosen))

    def restore(self, state: State) -> LinearScorer:
        """A linear scorer."""
        return LinearScorer(state)

    def _search(self, histories: Any, start: dict[str, float], judge: Judge,
                run: Run) -> tuple[dict[str, float], dict[str, float]]:
        """First lean and shrink, which one pass over the counts gives together; then the power."""
        tried = [(lean, shrink) for lean in sorted({start["lean"], *LEANS}) for shrink in (start["shrink"], 50.0)]
        matrices = [unpack(pack_rows("m", *rows), "m") for rows in neighbours(histories, tried, self.neighbours)]
        run.progress(3, 7, "searching")

        def figure(matrix: Any, power: float) -> float:
            return judge.ndcg_of(Component(matrix, power, 1.0).score)

        by_lean = [figure(matrix, start["power"]) for matrix in matrices]
        best = int(np.argmax(by_lean))
        powers = sorted({start["power"], *POWERS})
        by_power = [figure(matrices[best], power) for power in powers]
        chosen = {"lean": tried[best][0], "shrink": tried[best][1], "power": powers[int(np.argmax(by_power))]}
        return chosen, {"validation NDCG@10": round(max(by_power), 4)}


def _matrix(events: Interactions, place: NDArray[np.int32], n_items: int) -> Any:
    """Who had what, `(people, items)` of ones."""
    people = People.of(events).plain().renumbered(place)
    return people.matrix(people.preference, n_items)


def neighbours(histories: Any, ways: Sequence[tuple[float, float]], most: int) -> list[Rows]:
    """The strongest neighbours of each item, in bounded memory.

    Args:
        histories: Sparse ones, `(people, items)`.
        ways: Pairs of `lean` and `shrink`; all share one pass over the counts.
        most: Neighbours to keep of each item.

    Returns:
        For each way, columns in ascending order and similarities.
    """
    n_items = histories.shape[1]
    most = min(most, n_items)
    had = np.asarray(histories.sum(0), np.float32)
    by_item = sparse.csr_array(histories.T)
    dense = histories.toarray() if histories.nnz > DENSE_ABOVE * np.prod(histories.shape) else None
    found = [(np.empty((n_items, most), np.int64), np.empty((n_items, most), np.float32)) for _ in ways]
    step = max(1, CELLS // n_items)
    for first in range(0, n_items, step):
        rows = np.arange(first, min(first + step, n_items))
        both = dense[:, rows].T @ dense if dense is not None else (by_item[rows] @ histories).toarray()
        both[rows - first, rows] = 0  # nothing is its own neighbour
        for (lean, shrink), (columns, values) in zip(ways, found, strict=True):
            alike = both / (had[rows, None] ** lean * had ** (1 - lean) + shrink + 1e-9)
            columns[rows] = np.sort(np.argpartition(alike, n_items - most, axis=1)[:, n_items - most:], axis=1)
            values[rows] = np.take_along_axis(alike, columns[rows], 1)
    return found
