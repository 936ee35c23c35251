"""linear-seq: what is had together, and what is had next, as two item-item matrices in closed form.

**Together** is EASE (Steck, WWW 2019): the matrix B with a zero diagonal for which everyone's history X times B is
closest to X, in closed form from P = (X'X + ridge I)^-1 as B = -P / diag(P).

**Next** is a ridge from a person's past to what came next, after SLIT (Choi et al., "Session-aware linear item-item
models", WWW 2021): B = (sum x x' + ridge I)^-1 (sum x y'), where in the past x an event k steps back weighs 1 / (1 + k)
and in the future y one j steps ahead weighs `ahead`^j. `lags.py` tells how both sums are had without writing pasts out.

The score is the sum of both, each from a history in which older events count less, by a power of their age. Ridges,
powers and the share of each are chosen on the validation events; then both matrices are fitted again with those events
in, to which only their own pairs have to be added.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from entai import Interactions, Recipe, Run, Split, State
from entai.spec import setting
from entai_recommendation.linear import LinearScorer, described, pack, places
from entai_recommendation.people import Floats, People
from entai_recommendation.recipes.base import common_assets, head_of, rounded
from entai_recommendation.recipes.linear_search import STEPS, Choice, Search, component
from entai_recommendation.recipes.linear_sums import Sums
from entai_recommendation.recipes.settled import settings_asset, settled
from entai_recommendation.split import together


@dataclass(frozen=True)
class LinearSeq(Recipe[Interactions, LinearScorer]):
    """Settings of linear-seq. With `search`, the first five are where the search on validation events begins."""

    together_ridge: float = setting(300.0, "ridge of the together matrix", 1e-6)
    together_power: float = setting(0.7, "power of age with which a history meets the together matrix", 0)
    next_ridge: float = setting(100.0, "ridge of the next matrix", 1e-6)
    next_power: float = setting(1.0, "power of age with which a history meets the next matrix", 0)
    share: float = setting(0.5, "weight of the together score against the next score, each of unit spread", 0)
    ahead: float = setting(0.4, "how much an event counts as next for each step that it comes later", 0, 1)
    search: bool = setting(True, "choose ridges, powers and share on the validation events")
    min_events: int = setting(3, "events that an item needs to be learnt about", 1)
    keep: int = setting(0, "entries to keep of each row, in float16; 0: all, in float32", 0)
    keep_histories: bool = setting(True, "keep people's histories in the bundle, so that they can be named")

    def fit(self, split: Split[Interactions], run: Run) -> State:
        """Search on validation, unless that was done for the model gone on from; then fit on everything but the test."""
        head = head_of(together(split), self.min_events, "linear-seq")
        train, whole = (People.of(events).plain().renumbered(places(head, events.n_items))
                        for events in (split.train, together(split)))
        found = settled(self, run)
        chosen, figures = (Choice(**found) if found else self.choice()), dict[str, float]()
        if self.search and not found:
            sums = Sums.of(train, len(head), self.ahead)
            chosen, figures = Search(chosen, sums, split, head, run).best(self.keep)
            sums.add(whole, whole.lengths() - train.lengths())
        else:
            sums = Sums.of(whole, len(head), self.ahead)
        run.progress(STEPS - 1, STEPS, "fitting on all but the test")
        matrices = {"together": sums.together(chosen.together_ridge), "next": sums.next(chosen.next_ridge)}
        arrays = {"head": head}
        for name, matrix in matrices.items():
            arrays |= pack(name, matrix, self.keep)
        assets, personal = common_assets(split, self.keep_histories)
        assets |= {"components": _components(chosen, matrices, whole), "settings": settings_asset(self, asdict(chosen))}
        return State(arrays, assets, personal, notes=figures or rounded(asdict(chosen)))

    def choice(self) -> Choice:
        """The settings that a search may change."""
        return Choice(self.together_ridge, self.together_power, self.next_ridge, self.next_power, self.share)

    def restore(self, state: State) -> LinearScorer:
        """A linear scorer."""
        return LinearScorer(state)


def _components(chosen: Choice, matrices: dict[str, Floats], people: People) -> list[dict[str, Any]]:
    """Powers, weights and windows of the components.

    Each score is brought to unit spread over some people, so that `share` means the same on all data.
    """
    some = people.take(np.linspace(0, len(people) - 1, min(500, len(people))).astype(np.int64))
    listed = []
    for name, power, share in (("together", chosen.together_power, chosen.share), ("next", chosen.next_power, 1.0)):
        unit = component(name, matrices[name], power)
        listed.append(described(name, power, share / (float(unit.score(some).std()) or 1.0), unit.window))
    return listed
