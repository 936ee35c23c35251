"""Why an item was recommended: what each event of the history adds to its score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai import Attribution, Part
from entai_recommendation.people import People
from entai_recommendation.scorer import Scorer

SHOWN = 3


def in_words(scorer: Scorer, person: People, items: NDArray[np.int64]) -> list[str]:
    """The strongest reasons for each item in a few words: `Alien (1979) 41 %; Heat (1995) 12 %`.

    Shares are of all that speaks for the item. What someone disliked is never given as a reason.
    """
    if not len(person.items):
        return ["popular"] * len(items)
    amounts = np.where(person.preference[:, None] > 0, scorer.contributions(person, items), 0)
    support = np.maximum(np.clip(amounts, 0, None).sum(0), 1e-12)
    strongest = np.argsort(-amounts, axis=0, kind="stable")[:SHOWN]
    return ["; ".join(f"{scorer.catalogue.titles[person.items[event]]} {amounts[event, column] / support[column]:.0%}"
                      for event in strongest[:, column] if amounts[event, column] > 0.005 * support[column])
            for column in range(len(items))]


def attributions(scorer: Scorer, person: People, items: NDArray[np.int64], shown: int = 8) -> tuple[Attribution, ...]:
    """Each item's score taken apart into the events that matter most, for and against, and the rest."""
    scores = scorer.score(person)[0, items]
    amounts = scorer.contributions(person, items).astype(np.float64) if len(person.items) else np.zeros((0, len(items)))
    return tuple(_attribution(scorer, person, int(item), float(scores[column]), amounts[:, column], shown)
                 for column, item in enumerate(items))


def _attribution(scorer: Scorer, person: People, item: int, score: float, amounts: NDArray[np.float64],
                 shown: int) -> Attribution:
    titles = scorer.catalogue.titles
    chosen = np.argsort(-np.abs(amounts), kind="stable")[:shown]
    chosen = chosen[np.argsort(-amounts[chosen], kind="stable")]
    parts = tuple(Part(f"{titles[person.items[event]]}{' (disliked)' * bool(person.preference[event] < 0)}",
                       float(amounts[event])) for event in chosen if amounts[event])
    support = float(np.clip(amounts, 0, None).sum())
    return Attribution(str(titles[item]), score, parts, score - sum(part.amount for part in parts), support)
