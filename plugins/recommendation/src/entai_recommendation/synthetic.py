"""Made-up people: each has a taste, and one thing leads to another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from entai import Interactions

USERS, ITEMS, GENRES = 120, 60, 4


def interactions(seed: int) -> Interactions:
    """Small data with something to learn: people keep to a genre, and within it go from item n to item n + genres."""
    rng = np.random.default_rng(seed)
    rows = [row for user in range(USERS) for row in _history(user, rng)]
    return Interactions.of(pd.DataFrame(rows, columns=["user", "item", "title", "genres", "rating", "timestamp"]))


def _history(user: int, rng: np.random.Generator) -> list[tuple[str, str, str, str, float, int]]:
    item, seen = int(rng.integers(ITEMS)), []
    for _ in range(int(rng.integers(6, 14))):
        seen.append(item)
        step = item + GENRES if rng.random() < 0.8 else int(rng.integers(ITEMS))
        item = next(n % ITEMS for n in range(step, step + ITEMS * GENRES, GENRES) if n % ITEMS not in seen)
    return [(f"u{user}", f"i{item}", f"Film {item} ({1980 + item % 40})", f"genre{item % GENRES}",
             float(rng.integers(5, 11)) / 2, at) for at, item in enumerate(seen)]
