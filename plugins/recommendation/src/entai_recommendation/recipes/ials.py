"""ials: people and items as short vectors (implicit alternating least squares; Hu, Koren & Volinsky, ICDM 2008).

What someone had is an event with confidence 1 + alpha; all that they did not have counts, too, with confidence 1 and the
wish to score 0. Sweep by sweep, all people's vectors x are solved for with the items' y held, then the other way round:

    minimise  sum_had (1 + alpha) (1 - x_u . y_i)^2 + sum_not had (x_u . y_i)^2 + ridge (|X|^2 + |Y|^2)

Nothing here is items by items: memory and time grow with the events, so this is the recipe for large catalogues. The
model keeps the items' vectors alone. Whoever asks is folded in by one such solve, known or new, in which an event of age
a has confidence 1 + alpha (1 + a)^-power and the preference w that its rating says:

    x = A^-1 sum_e (1 + r_e) w_e y_e,    A = Y'Y + ridge I + sum_e r_e y_e y_e',    r_e = alpha (1 + a_e)^-power

A score x . y_j is thus a sum over the history, and event e adds (1 + r_e) w_e y_e' A^-1 y_j to it: the paper's section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from entai import Catalogue, Interactions, Recipe, Run, Split, State
from entai.spec import setting
from entai_recommendation.linear import event_weights, in_catalogue, places
from entai_recommendation.people import Floats, People
from entai_recommendation.recipes.base import common_assets, head_of, rounded
from entai_recommendation.recipes.ials_solver import solve_rows
from entai_recommendation.recipes.judge import Judge
from entai_recommendation.recipes.settled import settings_asset, settled
from entai_recommendation.scorer import Scorer
from entai_recommendation.split import together

POWERS = (0.0, 0.5, 1.0, 1.5, 2.0)
AGAIN = 3
"""Sweeps that go on from vectors which were fitted to almost the same events."""


@dataclass(frozen=True)
class Ials(Recipe[Interactions, Scorer]):
    """Settings of ials. With `search`, the power is chosen on validation events."""

    dims: int = setting(64, "numbers in a vector", 1, 4096)
    ridge: float = setting(10.0, "ridge of each solve", 1e-6)
    alpha: float = setting(1.0, "confidence of an event above that of what was not had", 1e-6)
    sweeps: int = setting(15, "rounds over people and items", 1)
    power: float = setting(0.5, "power of age with which the confidence of an event falls when someone is folded in", 0)
    search: bool = setting(True, "choose the power on the validation events")
    min_events: int = setting(3, "events that an item needs to be learnt about", 1)
    keep_histories: bool = setting(True, "keep people's histories in the bundle, so that they can be named")

    def fit(self, split: Split[Interactions], run: Run) -> State:
        """Fit the training part and choose the power; then sweep on over everything but the test."""
        events = together(split)
        head = head_of(events, self.min_events, "ials", most=events.n_items)
        place = places(head, events.n_items)
        chosen, figures = settled(self, run), dict[str, float]()
        items = self._start(run, events.catalogue, head)
        if self.search and not chosen:
            items = self._sweeps(split.train, place, items, self.sweeps, run)
            chosen, figures = self._search(items, Judge(split, head, run.seed))
            items = self._sweeps(events, place, items, AGAIN, run)
        else:
            items = self._sweeps(events, place, items, AGAIN if chosen else self.sweeps, run)
        chosen = chosen or {"power": self.power}
        assets, personal = common_assets(split, self.keep_histories)
        assets |= {"fold_in": {"ridge": self.ridge, "alpha": self.alpha, "power": chosen["power"]},
                   "settings": settings_asset(self, chosen)}
        return State({"head": head, "items": items}, assets, personal, notes=figures | rounded(chosen))

    def restore(self, state: State) -> Scorer:
        """A scorer that folds in whoever asks."""
        return IalsScorer(state)

    def _start(self, run: Run, catalogue: Catalogue, head: NDArray[np.int32]) -> Floats:
        """Small positive numbers; the vectors of the model gone on from, where it knows an item."""
        items = (0.01 * np.random.default_rng(run.seed).random((len(head), self.dims))).astype(np.float32)
        if settled(self, run) and run.start is not None and run.start.arrays["items"].shape[1] == self.dims:
            asset: Any = run.start.assets["catalogue"]
            old = {asset["ids"][item]: row for row, item in enumerate(run.start.arrays["head"])}
            rows = np.array([old.get(item, -1) for item in catalogue.ids[head].tolist()])
            items[rows >= 0] = run.start.arrays["items"][rows[rows >= 0]]
        return items

    def _sweeps(self, events: Interactions, place: NDArray[np.int32], items: Floats, sweeps: int, run: Run) -> Floats:
        people = People.of(events).plain().renumbered(place)
        had = people.matrix(people.preference, len(items))
        return factorise(had, items, self.ridge, self.alpha, sweeps, run)[1]

    def _search(self, items: Floats, judge: Judge) -> tuple[dict[str, float], dict[str, float]]:
        reached = {power: judge.ndcg_of(FoldIn(items, self.ridge, self.alpha, power).score)
                   for power in sorted({self.power, *POWERS})}
        power = max(reached, key=lambda one: reached[one])
        return {"power": power}, {"validation NDCG@10": round(reached[power], 4)}


def factorise(had: Any, items: Floats, ridge: float, alpha: float, sweeps: int,
              run: Run | None = None) -> tuple[Floats, Floats]:
    """Vectors of people and items.

    Args:
        had: Who had what, sparse ones, `(people, items)`.
        items: Where the items begin, `(items, dims)`.
        ridge, alpha: See the head of this file.
        sweeps: Rounds over people and items.
        run: Told how far the work is.
    """
    had = sparse.csr_array(had)
    by_item = sparse.csr_array(had.T)
    weights, item_weights = ((np.float32(alpha) * side).tocsr() for side in (had, by_item))
    people = np.zeros((had.shape[0], items.shape[1]), np.float32)
    for sweep in range(sweeps):
        people = solve_rows(weights, np.float32(1 + alpha) * (had @ items), items, ridge, people)
        items = solve_rows(item_weights, np.float32(1 + alpha) * (by_item @ people), people, ridge, items)
        if run:
            run.progress(sweep + 1, sweeps, "sweeping")
    return people, items


@dataclass(frozen=True)
class FoldIn:
    """From histories to vectors and scores.

    Args:
        items: Vectors, `(items, dims)`.
        ridge, alpha, power: See the head of this file.
    """

    items: Floats
    ridge: float
    alpha: float
    power: float

    def vectors(self, people: People) -> Floats:
        """One exact solve for each of the people, `(people, dims)`."""
        confidence = self._confidence(people)
        weights = people.matrix(confidence, len(self.items))
        right = people.matrix((1 + confidence) * people.preference, len(self.items)) @ self.items
        return solve_rows(weights, np.asarray(right, np.float32), self.items, self.ridge)

    def score(self, people: People) -> Floats:
        """Scores `(people, items)`."""
        return np.asarray(self.vectors(people) @ self.items.T, np.float32)

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """What each event adds to the scores of some items, `(events, items)`; they add up to the scores."""
        confidence, had = self._confidence(person), self.items[person.items]
        system = self.items.T @ self.items + self.ridge * np.eye(self.items.shape[1]) + had.T * confidence @ had
        through = np.linalg.solve(system, self.items[items].T)
        return np.asarray(((1 + confidence) * person.preference)[:, None] * (had @ through), np.float32)

    def _confidence(self, people: People) -> Floats:
        return np.float32(self.alpha) * event_weights(people.plain(), self.power)


class IalsScorer(Scorer):
    """Folds in and scores; items that had too few events to be learnt about score 0."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        kept: Any = state.assets["fold_in"]
        self._fold_in = FoldIn(state.arrays["items"], kept["ridge"], kept["alpha"], kept["power"])
        self._place = places(state.arrays["head"], len(self.catalogue))
        self.learnt = self._place >= 0

    def _score(self, people: People) -> Floats:
        return in_catalogue(self._fold_in.score(people.renumbered(self._place)), self._place)

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """Exact: over the events they add up to the score."""
        columns = self._place[items].astype(np.int64)
        inside = np.ix_(self._place[person.items] >= 0, columns >= 0)
        amounts = np.zeros((len(person.items), len(items)), np.float32)
        amounts[inside] = self._fold_in.contributions(person.renumbered(self._place), columns[columns >= 0])
        return amounts
