"""Lists that are not only the best scores: varied ones (MMR), and ones in the proportions of a person's own genres.

Both choose greedily, place by place, from the `CANDIDATES` best items of each person, whose scores are brought to 0..1.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from entai_recommendation.people import Floats, People

Numbers: TypeAlias = NDArray[np.int64]
CANDIDATES = 100
SMOOTHING = 0.01
"""Share of a person's own distribution that is mixed into that of a list, so that no logarithm is of 0 (Steck 2018)."""


def relevance(scores: Floats) -> Floats:
    """Scores of candidates `(people, candidates)` between 0 and 1 for each person; -inf stays."""
    there = ~np.isneginf(scores)
    low = np.min(scores, axis=1, keepdims=True, where=there, initial=np.inf)
    high = np.max(scores, axis=1, keepdims=True, where=there, initial=-np.inf)
    with np.errstate(invalid="ignore"):
        return np.where(there, (scores - low) / np.maximum(high - low, 1e-9), -np.inf).astype(np.float32)


def varied(scores: Floats, genres: Floats, k: int, weight: float) -> Numbers:
    """Maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998).

    At each place the item stands that has most of (1 - weight) relevance - weight max over the list so far of the
    similarity in genres (Jaccard; an item without genres is like no other).

    Args:
        scores: Of the candidates, `(people, candidates)`, -inf for none.
        genres: Zeros and ones, `(people, candidates, genres)`.
        k: Places.
        weight: 0 leaves the order as it is.

    Returns:
        Places among the candidates, `(people, k)`, -1 where none is left.
    """
    left = relevance(scores)
    size, nearest = genres.sum(2), np.zeros_like(left)
    everyone, chosen = np.arange(len(left)), np.full((len(left), k), -1, np.int64)
    for place in range(min(k, left.shape[1])):
        pick = _best_left(left, nearest, weight)
        chosen[:, place] = np.where(np.isneginf(left[everyone, pick]), -1, pick)
        both = np.einsum("pcg,pg->pc", genres, genres[everyone, pick])
        alike = both / np.maximum(size + size[everyone, pick][:, None] - both, 1)
        nearest = np.maximum(nearest, alike)
        left[everyone, pick] = -np.inf
    return chosen


def calibrated(scores: Floats, shares: Floats, own: Floats, k: int, weight: float) -> Numbers:
    """Calibrated recommendations (Steck, RecSys 2018).

    Greedily maximises (1 - weight) sum of relevance - weight KL(p || q), where p is how a person's own history spreads
    over genres and q how the list does.

    Args:
        scores: Of the candidates, `(people, candidates)`, -inf for none.
        shares: How each candidate spreads over genres, `(people, candidates, genres)`; rows sum to 1, or are 0.
        own: p, `(people, genres)`; a row of 0 asks for nothing.
        k: Places.
        weight: 0 leaves the order as it is.

    Returns:
        Places among the candidates, `(people, k)`, -1 where none is left.
    """
    left = relevance(scores)
    everyone, chosen = np.arange(len(left)), np.full((len(left), k), -1, np.int64)
    total = np.zeros_like(own)
    for place in range(min(k, left.shape[1])):
        away = divergence(own[:, None], (total[:, None] + shares) / np.float32(place + 1))
        pick = _best_left(left, away, weight)
        chosen[:, place] = np.where(np.isneginf(left[everyone, pick]), -1, pick)
        total += shares[everyone, pick]
        left[everyone, pick] = -np.inf
    return chosen


def _best_left(left: Floats, against: Floats, weight: float) -> Numbers:
    """The candidate with the best balance that is not in the list yet; 0 times infinity would be no number."""
    gone = np.isneginf(left)
    return np.asarray(np.where(gone, -np.inf, (1 - weight) * np.where(gone, 0, left) - weight * against).argmax(1))


def divergence(own: Floats, listed: Floats) -> Floats:
    """KL(p || q) over the last axis, with q mixed with a little of p."""
    mixed = (1 - SMOOTHING) * listed + SMOOTHING * own
    ratio = np.where(own > 0, own / np.maximum(mixed, 1e-12), 1)
    return np.asarray((own * np.log(ratio)).sum(-1), np.float32)


def genre_shares(genres: NDArray[np.bool_]) -> Floats:
    """Each item's genres in equal shares, `(items, genres)`."""
    return np.asarray(genres / np.maximum(genres.sum(1, keepdims=True), 1), np.float32)


def own_shares(people: People, shares: Floats) -> Floats:
    """How each person's liked events spread over genres, `(people, genres)`."""
    total = np.asarray(people.matrix(np.maximum(people.preference, 0), len(shares)) @ shares, np.float32)
    return np.asarray(total / np.maximum(total.sum(1, keepdims=True), 1e-9), np.float32)
