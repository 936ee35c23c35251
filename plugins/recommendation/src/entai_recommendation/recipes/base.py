"""What all recommenders keep beside their weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError, Interactions, Split
from entai_recommendation.measure import popularity
from entai_recommendation.people import People, scale
from entai_recommendation.split import together

MOST_DENSE = 20_000
"""Items of which a dense matrix is made; above, what is refused names a recipe without one."""


def common_assets(split: Split[Interactions], keep_histories: bool) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The catalogue, popularity, the scale of ratings and, if wanted, people's histories, so that they can be named.

    Returns:
        The assets, and the names of those that hold rows of single people.
    """
    known = split.known if split.known is not None else together(split)
    learnt = together(split)
    counts = np.bincount(learnt.item, minlength=learnt.n_items)
    assets: dict[str, Any] = {"catalogue": known.catalogue.to_asset(),
                              "popularity": {"share": popularity(learnt), "events": counts.astype(np.int32)},
                              "scale": [] if known.rating is None else list(scale(known.rating))}
    if not keep_histories:
        return assets, ()
    people = People.of(known)
    assets["histories"] = {"names": people.names, "offsets": people.offsets, "items": people.items,
                           "preference": people.preference}
    return assets, ("histories",)


def head_of(events: Interactions, min_events: int, recipe: str, most: int = MOST_DENSE) -> NDArray[np.int32]:
    """The items with events enough to be learnt about.

    Raises:
        EntaiError: There are none, or more than a dense matrix is made of.
    """
    head = np.flatnonzero(np.bincount(events.item, minlength=events.n_items) >= min_events).astype(np.int32)
    if not 0 < len(head) <= most:
        raise EntaiError(f"{recipe} holds dense matrices of 1 to {most:,} items; {len(head):,} items of {events.name} "
                         f"have {min_events} events or more (--set min_events=NUMBER, or --recipe ials or item-knn, "
                         "which know no such limit)")
    return head


def rounded(chosen: Mapping[str, float]) -> dict[str, float]:
    """Settings as a model card shows them."""
    return {name: round(value, 4) for name, value in chosen.items()}
