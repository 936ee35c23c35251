"""What it costs to change a recommender's lists, or to keep less of the model: NDCG@10 on the validation events.

    python benchmarks/recommendation_lists.py DATA

A linear-seq that has learnt from the training part alone makes everyone's list in several ways. Each is compared with the
plain lists of the whole model, paired over people. DATA is a folder or the name of a data set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click
import numpy as np
from recommendation_speed import split_of, unseeing

from entai.metrics import diversity, ndcg_at_k
from entai_recommendation.cold import WithCold
from entai_recommendation.linear import pack, unpack
from entai_recommendation.lists import How
from entai_recommendation.measure import top_lists
from entai_recommendation.people import People
from entai_recommendation.rerank import divergence, genre_shares, own_shares

KEPT = (400, 200, 100, 50, 20)


@click.command(help=__doc__)
@click.argument("data")
def main(data: str) -> None:
    """Print one table."""
    split = split_of(data)
    model = unseeing(split).model
    rows = np.unique(split.valid.user).astype(np.int64)
    people = People.of(split.train).take(rows)
    target = split.valid.item[np.searchsorted(split.valid.user, rows)]
    genres, shares = model.catalogue.genre_matrix, genre_shares(model.catalogue.genre_matrix)
    own, plain = own_shares(people, shares), None
    print("| lists | NDCG@10 | change, 95 % interval | variety of genres | distance from own genres |")
    print("|---|---|---|---|---|")
    for name, scorer, how in ways(model):
        lists = top_lists(scorer, people, 10, how)
        gained = ndcg_at_k(lists == target[:, None], np.ones(len(lists), int), 10)
        plain = gained if plain is None else plain
        change, wide = gained - plain, 1.96 * (gained - plain).std() / len(gained) ** 0.5
        print(f"| {name} | {gained.mean():.4f} | {change.mean():+.4f} ± {wide:.4f} ({change.mean() / plain.mean():+.1%}) "
              f"| {diversity(lists, genres).mean():.3f} | {divergence(own, shares[lists].mean(1)).mean():.3f} |", flush=True)


def ways(model: Any) -> Iterator[tuple[str, Any, How]]:
    """What the lists are called, who scores, and how lists are made of the scores."""
    yield "plain", model, How()
    for weight in (0.1, 0.3, 0.5):
        yield f"diversity={weight}", model, How(diversity=weight)
    for weight in (0.1, 0.3, 0.5):
        yield f"calibrated={weight}", model, How(calibrated=weight)
    yield "cold=true", WithCold(model), How()
    whole = model.components
    for keep in KEPT:
        kept = [pack("m", component.matrix, keep) for component in whole]
        model.components = [replace(component, matrix=unpack(arrays, "m"))
                            for component, arrays in zip(whole, kept, strict=True)]
        size = sum(array.nbytes for arrays in kept for array in arrays.values()) / 1e6
        yield f"keep={keep}, float16: {size:.1f} MB of {sum(part.matrix.nbytes for part in whole) / 1e6:.0f}", model, How()


if __name__ == "__main__":
    main()
