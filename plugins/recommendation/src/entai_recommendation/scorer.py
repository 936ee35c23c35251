"""What a trained recommender can do: score the catalogue for people, and take a score apart."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import Catalogue, State
from entai_recommendation.people import Floats, People


class Scorer(ABC):
    """A model of the task `recommendation`. Recipes restore one of these.

    Args:
        catalogue: The items.
        popularity: Share of people who have had each item, `(items,)`; it serves whoever has no history.
        learnt: Whether the model has learnt about each item, `(items,)`.
        people: Those whose histories the model keeps, or None.
        scale: The lowest and highest rating that it was trained on, or None.
    """

    def __init__(self, state: State) -> None:
        asset: Any = state.assets["catalogue"]
        self.catalogue = Catalogue.from_asset(asset)
        popularity: Any = state.assets["popularity"]
        self.popularity: Floats = popularity["share"]
        self.learnt = np.asarray(popularity.get("events", np.ones(len(self.catalogue))) > 0)
        self.people = people_of(state)
        scale: Any = state.assets["scale"]
        self.scale: tuple[float, float] | None = tuple(scale) if scale else None

    @abstractmethod
    def _score(self, people: People) -> Floats:
        """Score all items for people who have a history, `(people, items)`."""

    def score(self, people: People) -> Floats:
        """Score all items for people, `(people, items)`; without a history an item's score is its popularity."""
        scores = self._score(people)
        scores[people.lengths() == 0] = self.popularity
        return scores

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """What each event of one person adds to the scores of some items, `(events, items)`.

        For models that are not linear: how much the score falls when the event is left out (occlusion). Linear ones
        override it with exact sums.
        """
        whole = self._score(person)[0, items]
        events = np.arange(len(person.items))
        without = [People.one(person.items[events != event], person.preference[events != event]) for event in events]
        return np.stack([whole - self._score(one)[0, items] for one in without]).astype(np.float32)


def people_of(state: State) -> People | None:
    """The histories that a bundle keeps, or None."""
    kept: Any = state.assets.get("histories")
    return People(kept["names"], kept["offsets"], kept["items"], kept["preference"]) if kept else None
