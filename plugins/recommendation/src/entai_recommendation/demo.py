"""The part of the gallery that shows recommendation."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from entai import Exhibit, Report

PERSON = "42"
FILMS = ("Alien (1979)", "Blade Runner (1982)", "The Matrix (1999)")


def exhibits() -> Iterator[Exhibit]:
    """Train on MovieLens' small set, recommend to a real person, explain it; then fold in someone new."""
    import entai
    from entai_recommendation import Recommender

    with tempfile.TemporaryDirectory() as folder:
        bundle = entai.train("recommendation", data="movielens-small", out=Path(folder) / "rec", config={"min_events": 5})
        recommender = entai.load("recommendation", bundle.path)
        report = Report.from_json(bundle.document("report.json") or "")
        person = recommender(None, user=PERSON, k=5)
        why = entai.explain("recommendation", model=bundle.path, user=PERSON, k=3)
    yield Exhibit("Films for a real person", "A model has just been trained on the film histories of 671 people (MovieLens "
                  f"small; non-commercial use). These are its five for person {PERSON}, with what they rest on.",
                  (person, why))
    yield Exhibit("How good is that?", "Every person's last film was hidden, and the whole catalogue ranked for it.",
                  (report,))
    shipped = Recommender.load()
    yield Exhibit("Someone new", "The shipped model (MovieTweetings) has never met this person and needs no training: "
                  f"three titles are enough ({', '.join(FILMS)}).", (shipped(None, history=list(FILMS), k=5),))
