"""A small world of made-up people, and a model that knows it."""

from pathlib import Path

import pytest
from hypothesis import settings

import entai
from entai import Bundle, Interactions
from entai_recommendation import Recommender, synthetic

settings.register_profile("entai", deadline=None)  # tests don't time
settings.load_profile("entai")


@pytest.fixture(scope="session")
def events() -> Interactions:
    return synthetic.interactions(seed=0)


@pytest.fixture(scope="session")
def bundle(events: Interactions, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return entai.train("recommendation", events, tmp_path_factory.mktemp("models") / "linear")


@pytest.fixture(scope="session")
def recommender(bundle: Bundle) -> Recommender:
    return Recommender.load(str(bundle.path))


@pytest.fixture
def movies(tmp_path: Path) -> Path:
    """A rating file as people have them, with titles in it."""
    rows = ["user,item,rating,timestamp,title,genres"]
    films = [("1", "Heat (1995)", "Crime"), ("2", "Alien (1979)", "Horror|Sci-Fi"), ("3", "Aliens (1986)", "Sci-Fi"),
             ("4", "Se7en (1995)", "Crime"), ("5", "Solaris (1972)", "Sci-Fi")]
    for user in range(12):
        for step in range(4):
            item, title, genres = films[(user + step * (1 + user % 2)) % 5]
            rows.append(f"u{user},{item},{2 + (user + step) % 4},{100 + step},{title},{genres}")
    path = tmp_path / "ratings.csv"
    path.write_text("\n".join(rows))
    return path
