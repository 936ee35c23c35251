"""The baseline: everyone gets what most people have had."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai import Interactions, Recipe, Run, Split, State
from entai.spec import setting
from entai_recommendation.people import Floats, People
from entai_recommendation.recipes.base import common_assets
from entai_recommendation.scorer import Scorer


@dataclass(frozen=True)
class Popularity(Recipe[Interactions, Scorer]):
    """An item's score is the share of people who have had it."""

    keep_histories: bool = setting(True, "keep people's histories in the bundle, so that they can be named")

    def fit(self, split: Split[Interactions], run: Run) -> State:
        """Count."""
        assets, personal = common_assets(split, self.keep_histories)
        return State({}, assets, personal)

    def restore(self, state: State) -> Scorer:
        """A scorer that knows no one."""
        return PopularityScorer(state)


class PopularityScorer(Scorer):
    """The same scores for everyone."""

    def _score(self, people: People) -> Floats:
        return np.tile(self.popularity, (len(people), 1))

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """Nothing in a history adds to popularity."""
        return np.zeros((len(person.items), len(items)), np.float32)
