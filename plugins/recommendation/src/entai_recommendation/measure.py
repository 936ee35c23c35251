"""Measuring a recommender: every held-out event against the whole catalogue, with the very lists that are served."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai import Chart, EntaiError, Evaluation, Interactions, Measured, Series
from entai.metrics import (
    average_precision_at_k,
    coverage,
    diversity,
    hit_rate_at_k,
    ndcg_at_k,
    novelty,
    recall_at_k,
    reciprocal_rank_at_k,
)
from entai_recommendation.lists import How, block_size, ranked
from entai_recommendation.people import People
from entai_recommendation.scorer import Scorer

K = 10
DEPTH = 50
DEPTHS = (1, 2, 3, 5, 10, 20, 50)
LENGTHS = (1, 5, 10, 20, 50, 100, 200)
"""Where the groups of people begin whose histories are of like length."""
EVERYTHING = How()


def top_lists(scorer: Scorer, people: People, depth: int, how: How = EVERYTHING) -> NDArray[np.int64]:
    """The best `depth` unseen items for each person, `(people, depth)`, in bounded memory."""
    blocks = people.blocks(block_size(len(scorer.catalogue)))
    return np.concatenate([ranked(scorer, block, depth, how)[0] for block in blocks])


def measure(scorer: Scorer, before: Interactions, held_out: Interactions) -> Evaluation:
    """Rank the catalogue for everyone with a held-out event, from what they had had before it.

    Args:
        scorer: The model.
        before: What a list may look back on; its items are left out.
        held_out: One event for each person to be found; the cases.
    """
    before, held_out = before.recoded(scorer.catalogue), held_out.recoded(scorer.catalogue)
    before = before.keep(before.item >= 0)
    if not len(before):
        raise EntaiError(f"the model knows none of the items of {held_out.name}")
    chosen = np.unique(held_out.user)
    people = People.of(before).take(chosen.astype(np.int64))
    lists = top_lists(scorer, people, min(DEPTH, before.n_items))
    target = held_out.item[np.searchsorted(held_out.user, chosen)]
    hits = (lists == target[:, None]) & (target[:, None] >= 0)
    return Evaluation(_measured(hits, lists[:, :K], before), _charts(hits, lists, people, before))


def _measured(hits: NDArray[np.bool_], lists: NDArray[np.int64], before: Interactions) -> dict[str, Measured]:
    one = np.ones(len(hits))
    figures = {
        f"NDCG@{K}": ndcg_at_k(hits, one.astype(int), K), f"HR@{K}": hit_rate_at_k(hits, K),
        f"MRR@{K}": reciprocal_rank_at_k(hits, K), f"MAP@{K}": average_precision_at_k(hits, one, K),
        f"recall@{K}": recall_at_k(hits, one, K), f"coverage@{K}": coverage(lists, before.n_items),
        f"diversity@{K}": diversity(lists, before.catalogue.genre_matrix),
    }
    bits = Measured.mean(novelty(lists, popularity(before)), "bits")
    return {name: Measured.mean(values) for name, values in figures.items()} | {f"novelty@{K}": bits}


def popularity(events: Interactions) -> NDArray[np.float32]:
    """The share of people who have had each item; an item that nobody had counts half a person."""
    counts = np.bincount(events.item, minlength=events.n_items).astype(np.float32)
    return np.asarray(np.maximum(counts, 0.5) / events.n_users, np.float32)


def _charts(hits: NDArray[np.bool_], lists: NDArray[np.int64], people: People, before: Interactions) -> tuple[Chart, ...]:
    one = np.ones(len(hits), int)
    depths = tuple(k for k in DEPTHS if k <= hits.shape[1])
    by_depth = {"NDCG": Series(depths, tuple(float(ndcg_at_k(hits, one, k).mean()) for k in depths)),
                "HR": Series(depths, tuple(float(hit_rate_at_k(hits, k).mean()) for k in depths))}
    shown = Series(depths, tuple(float(coverage(lists[:, :k], before.n_items).mean()) for k in depths))
    return (Chart("NDCG and HR against k", "length of the list, k", "mean over people", by_depth, log_x=True),
            Chart("Coverage against k", "length of the list, k", "share of the catalogue that anyone is shown",
                  {"coverage": shown}, log_x=True),
            _cold_start(hits, people), _popularity_bias(lists[:, :K], before))


def _cold_start(hits: NDArray[np.bool_], people: People) -> Chart:
    """What a model can do for people of whom it knows little; a group of fewer than five says nothing and is left out."""
    gained, lengths = ndcg_at_k(hits, np.ones(len(hits), int), K), people.lengths()
    group = np.searchsorted(LENGTHS, lengths, side="right")
    chosen = [group == number for number in range(1, len(LENGTHS) + 1) if (group == number).sum() >= 5]
    mean = np.array([gained[mask].mean() for mask in chosen])
    wide = 1.96 * np.array([gained[mask].std() / np.sqrt(mask.sum()) for mask in chosen])
    line = Series(tuple(float(np.exp(np.log(lengths[mask]).mean())) for mask in chosen), tuple(mean.tolist()),
                  tuple(np.maximum(0, mean - wide).tolist()), tuple((mean + wide).tolist()))
    return Chart("Cold-start curve", "events in the history (groups of like length)", f"NDCG@{K}", {f"NDCG@{K}": line},
                 log_x=True)


def _popularity_bias(lists: NDArray[np.int64], before: Interactions) -> Chart:
    """How events and recommendations spread over the catalogue, from the most popular tenth of items to the least."""
    order = np.argsort(-np.bincount(before.item, minlength=before.n_items), kind="stable")
    tenth = np.empty(before.n_items, int)
    tenth[order] = np.arange(before.n_items) * 10 // before.n_items
    shares = {name: np.bincount(tenth[items], minlength=10) / max(1, len(items))
              for name, items in (("what people had", before.item), ("what is recommended", lists[lists >= 0]))}
    x = tuple(range(1, 11))
    return Chart("Popularity bias", "tenth of the catalogue, most popular first", "share",
                 {name: Series(x, tuple(float(part) for part in share)) for name, share in shares.items()})
