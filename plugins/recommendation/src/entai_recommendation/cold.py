"""Items that nobody has had yet get scores through their genres and decades.

For each person the scores of the items that the model has learnt about are fitted by what those items are, in a ridge
regression; the fit, applied to what a cold item is, is its score. As the features are the same for everyone, this is one
small matrix H for all people, `cold = warm H`: linear in the scores, so that reasons stay exact. It is the map from
features to items' vectors of Gantner et al. (ICDM 2010), applied to scores.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai import Catalogue
from entai_recommendation.people import Floats, People
from entai_recommendation.scorer import Scorer

RIDGE = 10.0


class WithCold(Scorer):
    """A scorer that also scores what the other has not learnt about. Scores of all other items stay as they are.

    Args:
        scorer: The other.
    """

    def __init__(self, scorer: Scorer) -> None:
        self._inner = scorer
        self.catalogue, self.popularity = scorer.catalogue, scorer.popularity
        self.people, self.scale = scorer.people, scorer.scale
        known = features(scorer.catalogue)
        described = known[:, 1:].any(1)
        self.learnt = scorer.learnt | described
        self._warm = np.flatnonzero(scorer.learnt & described)
        self._cold = np.flatnonzero(~scorer.learnt & described)
        self._pull, self._features = spread(known[self._warm]), known

    def _score(self, people: People) -> Floats:
        scores = self._inner._score(people)
        scores[:, self._cold] = scores[:, self._warm] @ self._pull @ self._features[self._cold].T
        return scores

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """As the other's; a cold item's are the same mix of those of all warm items as its score."""
        amounts = self._inner.contributions(person, items)
        cold = np.isin(items, self._cold)
        if cold.any():
            every = self._inner.contributions(person, self._warm)
            amounts[:, cold] = every @ self._pull @ self._features[items[cold]].T
        return amounts


def features(catalogue: Catalogue) -> Floats:
    """What is known of each item: a one, its genres, its decade, `(items, 1 + genres + decades)`."""
    decades, code = np.unique(catalogue.years // 10, return_inverse=True)
    decade = np.eye(len(decades), dtype=np.float32)[code][:, decades > 0]
    return np.hstack([np.ones((len(catalogue), 1), np.float32), catalogue.genre_matrix.astype(np.float32), decade])


def spread(known: Floats) -> Floats:
    """The part of H that a ridge regression on these features has, `(items, features)`; the constant is not shrunk."""
    ridge = np.full(known.shape[1], RIDGE)
    ridge[0] = 1e-3
    return np.asarray(known @ np.linalg.inv(known.T.astype(np.float64) @ known + np.diag(ridge)), np.float32)
