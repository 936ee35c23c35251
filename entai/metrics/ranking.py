"""Metrics of ranked lists, over the whole catalogue (sampled negatives mislead: Krichene & Rendle, KDD 2020).

`hits` is `(n, depth)`: whether the item at each rank of a list is relevant; `relevant` `(n,)` is how many items are.
Each function returns the figure of each list, `(n,)`.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def hit_rate_at_k(hits: Any, k: int) -> Floats:
    """1 where any of the first k is relevant (HR@k)."""
    return np.asarray(np.asarray(hits)[:, :k].any(1), np.float64)


def recall_at_k(hits: Any, relevant: Any, k: int) -> Floats:
    """The share of the relevant items that stand among the first k."""
    return cast(Floats, np.asarray(hits)[:, :k].sum(1) / np.maximum(1, relevant))


def ndcg_at_k(hits: Any, relevant: Any, k: int) -> Floats:
    """Discounted gain over the best possible one (Järvelin & Kekäläinen 2002, binary gains)."""
    hits = np.asarray(hits)[:, :k]
    discount = 1 / np.log2(np.arange(2, k + 2))
    best = np.concatenate([[0.0], np.cumsum(discount)])[np.minimum(np.asarray(relevant, np.int64), k)]
    gained: Floats = hits @ discount[:hits.shape[1]]
    return np.asarray(np.divide(gained, best, out=np.zeros(len(hits)), where=best > 0))


def average_precision_at_k(hits: Any, relevant: Any, k: int) -> Floats:
    """The mean of the precision at each relevant item's rank; its mean over lists is MAP@k."""
    hits = np.asarray(hits, np.float64)[:, :k]
    precision = np.cumsum(hits, 1) / np.arange(1, hits.shape[1] + 1)
    return cast(Floats, (precision * hits).sum(1) / np.maximum(1, np.minimum(relevant, k)))


def reciprocal_rank_at_k(hits: Any, k: int) -> Floats:
    """One over the rank of the first relevant item, 0 where none is among the first k; its mean is MRR@k."""
    hits = np.asarray(hits, bool)[:, :k]
    return np.where(hits.any(1), 1 / (hits.argmax(1) + 1), 0.0)


def coverage(lists: Any, n_items: int) -> Floats:
    """1 for each item of the catalogue that stands in any list; the mean is the share of it ever recommended.

    Args:
        lists: Item numbers `(n, k)`; -1 where a list is shorter.
        n_items: Size of the catalogue.

    Returns:
        `(n_items,)`: here the cases are the items, not the lists.
    """
    shown = np.zeros(n_items)
    shown[np.unique(np.asarray(lists)[np.asarray(lists) >= 0])] = 1
    return shown


def novelty(lists: Any, popularity: Any) -> Floats:
    """The mean surprise of a list's items, -log2 of the share of people who have had them, in bits.

    Args:
        lists: Item numbers `(n, k)`; -1 where a list is shorter.
        popularity: Share of people who have had each item, `(n_items,)`, above 0.
    """
    lists = np.asarray(lists)
    surprise = -np.log2(np.asarray(popularity, np.float64))[lists] * (lists >= 0)
    return cast(Floats, surprise.sum(1) / np.maximum(1, (lists >= 0).sum(1)))


def diversity(lists: Any, features: Any) -> Floats:
    """The mean distance between two items of a list, 1 - Jaccard of their features (intra-list diversity).

    Args:
        lists: Item numbers `(n, k)`; -1 where a list is shorter.
        features: Zeros and ones, `(n_items, features)`, say genres. Two items without any are at distance 1.
    """
    lists = np.asarray(lists)
    chosen = np.asarray(features, np.float32)[lists] * (lists >= 0)[..., None]
    both = chosen @ chosen.transpose(0, 2, 1)
    size = chosen.sum(2)
    either = size[:, :, None] + size[:, None, :] - both
    distance = 1 - both / np.maximum(1, either)
    present = (lists >= 0)[:, :, None] & (lists >= 0)[:, None, :] & ~np.eye(lists.shape[1], dtype=bool)
    return cast(Floats, (distance * present).sum((1, 2)) / np.maximum(1, present.sum((1, 2))))
