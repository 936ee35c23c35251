"""Recommend films: train on real people's histories, recommend with reasons, welcome someone new, and measure.

Runs offline in under a minute, with the data set movielens-small that comes with entai-recommendation[movielens]
(MovieLens; for non-commercial use):

    python examples/recommend_films.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import entai
from entai_recommendation import Recommender

DATA = "movielens-small"
QUICK = {"min_events": 20}
"""Learn about films with 20 ratings or more only: the matrices are small, and the fit takes seconds."""


def main(folder: Path) -> None:
    """Print each step; the bundles are written into `folder`."""
    model = entai.train("recommendation", data=DATA, out=folder / "linear", config=QUICK).path
    films = Recommender.load(str(model))

    print("For person 42, with reasons:")
    print(films.recommend(user_id=42, num_recommendations=5)[["rank", "title", "because"]].to_string(index=False))

    print("\nWhat the first of them rests on:")
    why = entai.explain("recommendation", model=model, user="42", k=1).attributions[0]
    for part in why.parts:
        print(f"  {part.amount:+8.3f}  {part.label}")
    print(f"  {why.rest:+8.3f}  everything else\n  {why.score:8.3f}  the score of {why.subject}")

    print("\nFor someone new, who has seen two films:")
    newcomer = films.recommend(history=["Heat (1995)", "Alien (1979)"], num_recommendations=3)
    print(newcomer[["rank", "title", "because"]].to_string(index=False))

    print("\nEvery person's last film was held out. Is it found better than by what is popular?")
    popular = entai.train("recommendation", data=DATA, out=folder / "popular", recipe="popularity").path
    reports = [entai.evaluate("recommendation", data=DATA, model=path) for path in (popular, model)]
    print(entai.compare(*reports))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
