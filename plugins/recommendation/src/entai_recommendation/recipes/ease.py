"""ease: what is had together, as one item-item matrix in closed form (Steck, WWW 2019).

Of all matrices B with a zero diagonal, EASE takes the one by which everyone's history X predicts itself best:

    minimise |X - X B|^2 + ridge |B|^2,  diag B = 0;   P = (X'X + ridge I)^-1,   B = I - P / diag(P), so B_ij = -P_ij / P_jj

The zero diagonal keeps an item from explaining itself. A score is the sum of the rows of B that a history picks. In the
paper all events of a history count alike; here the event of age a weighs (1 + a)^-power, and the power, 0 among those
that are tried, is chosen on the validation events together with the ridge.
"""

from __future__ import annotations

from dataclasses import dataclass

from entai import Interactions, Recipe, Run, Split, State
from entai.spec import setting
from entai_recommendation.linear import Component, LinearScorer, described, pack, places
from entai_recommendation.people import Floats, People
from entai_recommendation.recipes.base import common_assets, head_of, rounded
from entai_recommendation.recipes.judge import Judge
from entai_recommendation.recipes.linear_sums import ease, fresh_counts
from entai_recommendation.recipes.settled import settings_asset, settled
from entai_recommendation.split import together

FACTORS = (1.0, 1 / 3, 3.0)
POWERS = (0.0, 0.4, 0.7, 1.0)


@dataclass(frozen=True)
class Ease(Recipe[Interactions, LinearScorer]):
    """Settings of ease. With `search`, ridge and power are where the search on validation events begins."""

    ridge: float = setting(300.0, "ridge of the matrix", 1e-6)
    power: float = setting(0.0, "power of age with which a history meets the matrix; 0: all events count alike", 0)
    search: bool = setting(True, "choose ridge and power on the validation events")
    min_events: int = setting(3, "events that an item needs to be learnt about", 1)
    keep: int = setting(0, "entries to keep of each row, in float16; 0: all, in float32", 0)
    keep_histories: bool = setting(True, "keep people's histories in the bundle, so that they can be named")

    def fit(self, split: Split[Interactions], run: Run) -> State:
        """Search on validation, unless that was done for the model gone on from; then fit on everything but the test."""
        events = together(split)
        head = head_of(events, self.min_events, "ease")
        place = places(head, events.n_items)
        train, whole = (People.of(some).plain().renumbered(place) for some in (split.train, events))
        chosen = settled(self, run) or {"ridge": self.ridge, "power": self.power}
        figures: dict[str, float] = {}
        if self.search and not settled(self, run):
            counts = fresh_counts(train, train.lengths(), len(head))
            chosen, figures = _search(chosen, counts, Judge(split, head, run.seed), run)
            counts += fresh_counts(whole, whole.lengths() - train.lengths(), len(head))
        else:
            counts = fresh_counts(whole, whole.lengths(), len(head))
        run.progress(6, 7, "fitting on all but the test")
        arrays = {"head": head} | pack("together", ease(counts, chosen["ridge"]), self.keep)
        assets, personal = common_assets(split, self.keep_histories)
        assets |= {"components": [described("together", chosen["power"])],
                   "settings": settings_asset(self, chosen)}
        return State(arrays, assets, personal, notes=figures | rounded(chosen))

    def restore(self, state: State) -> LinearScorer:
        """A linear scorer."""
        return LinearScorer(state)


def _search(start: dict[str, float], counts: Floats, judge: Judge, run: Run) -> tuple[dict[str, float], dict[str, float]]:
    """Each ridge with each power; returns the best and what it gave."""
    best, reached = start, -1.0
    for done, factor in enumerate(FACTORS):
        matrix = ease(counts, start["ridge"] * factor)
        for power in sorted({start["power"], *POWERS}):
            figure = judge.ndcg(Component(matrix, power, 1.0).score(judge.people))
            if figure > reached:
                best, reached = {"ridge": start["ridge"] * factor, "power": power}, figure
        run.progress(2 * done + 1, 7, f"searching: ridge {start['ridge'] * factor:.3g}, NDCG@10 {reached:.4f}")
    return best, {"validation NDCG@10": round(reached, 4)}
