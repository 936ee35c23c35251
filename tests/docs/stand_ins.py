"""Small made-up data under the names that the pages use, so that their commands run in seconds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

TITLES = ("Heat (1995)", "Alien (1979)", "Blade Runner (1982)", "Toy Story (1995)", "Fargo (1996)",
          *(f"Film {number} ({1960 + number})" for number in range(35)))
GENRES = ("Crime|Thriller", "Horror|Sci-Fi", "Drama", "Animation|Comedy")
PEOPLE, EVENTS = 150, 15


def ratings() -> pd.DataFrame:
    """People who mostly keep to one of four genres; columns as MovieLens' small set has them."""
    rng = np.random.default_rng(7)
    rows = []
    for user in range(1, PEOPLE + 1):
        weights = np.where(np.arange(len(TITLES)) % 4 == user % 4, 6.0, 1.0)
        for at, item in enumerate(rng.choice(len(TITLES), EVENTS, replace=False, p=weights / weights.sum())):
            rows.append((user, item + 1, TITLES[item], GENRES[item % 4], rng.integers(1, 11) / 2, 1_000_000 + 60 * at))
    return pd.DataFrame(rows, columns=["user", "item", "title", "genres", "rating", "timestamp"])


def write_stand_ins(folder: Path, named_sets_too: bool) -> None:
    """Write `ratings.csv`, `events.csv`, `ml-1m/`, `ml-100k/`, `movietweetings-100k/` and, if wanted, `movielens-small`."""
    frame = ratings()
    frame.to_csv(folder / "ratings.csv", index=False)
    frame.rename(columns={"user": "viewer_name", "item": "film_number"}).to_csv(folder / "events.csv", index=False)
    if named_sets_too:  # a file of that name comes before the data set of that name
        frame.to_csv(folder / "movielens-small", index=False)
    _ml_1m(frame, folder / "ml-1m")
    for name in ("ml-100k", "movietweetings-100k"):
        _splits(frame, folder / name)


def _ml_1m(frame: pd.DataFrame, folder: Path) -> None:
    folder.mkdir()
    rows = frame[["user", "item", "rating", "timestamp"]].astype({"rating": int}).astype(str).agg("::".join, axis=1)
    (folder / "ratings.dat").write_text("\n".join(rows) + "\n")
    films = frame.drop_duplicates("item")[["item", "title", "genres"]].astype(str).agg("::".join, axis=1)
    (folder / "movies.dat").write_text("\n".join(films) + "\n", encoding="latin-1")


def _splits(frame: pd.DataFrame, folder: Path) -> None:
    folder.mkdir()
    frame = frame.assign(pos=frame.groupby("user").cumcount())
    age = frame.groupby("user")["pos"].transform("max") - frame["pos"]
    for name, chosen in (("train", age > 1), ("valid", age == 1), ("test", age == 0)):
        frame.loc[chosen, ["user", "item", "pos"]].to_csv(folder / f"{name}.csv", index=False)
    frame.drop_duplicates("item")[["item", "title", "genres"]].to_csv(folder / "items.csv", index=False)
