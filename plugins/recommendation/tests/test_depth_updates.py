"""`--from`: new events on top of a model equal training on all of them at the same settings."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import entai
from entai import Bundle, Catalogue, EntaiError, Interactions
from entai.cli.train import command
from entai_recommendation.growth import joined_catalogue
from entai_recommendation.people import People, preference, rating_of

CLOSED_FORMS = ("popularity", "item-knn", "ease", "linear-seq")


def table(events: Interactions) -> pd.DataFrame:
    catalogue = events.catalogue
    return pd.DataFrame({
        "user": events.user_ids[events.user], "item": catalogue.ids[events.item], "title": catalogue.titles[events.item],
        "genres": ["|".join(catalogue.genres[item]) for item in events.item], "rating": events.rating,
        "timestamp": np.arange(len(events)) - events.offsets()[events.user]})


@pytest.fixture(scope="module")
def parts(events: Interactions) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Old and new events: of some people the newest, of others all, and an item that only the new ones have."""
    frame = table(events)
    newest = frame.groupby("user")["timestamp"].transform("max") - frame["timestamp"]
    number = frame["user"].str[1:].astype(int)
    late = ((number % 3 == 0) & (newest < 2)) | (number >= 110)
    old, new = frame[~late], frame[late].copy()
    new.loc[new.index[::9], ["item", "title", "genres"]] = ["i999", "New (2024)", "genre1"]
    return old, new


def scores(bundle: Bundle) -> pd.DataFrame:
    """Of everyone for every item, by raw ids in order."""
    model = entai.load("recommendation", bundle.path).model
    frame = pd.DataFrame(model.score(model.people), model.people.names, model.catalogue.ids)
    return frame.sort_index().sort_index(axis=1)


@pytest.mark.parametrize("recipe", CLOSED_FORMS)
def test_new_events_on_top_equal_the_full_refit(parts, tmp_path, recipe: str) -> None:
    old, new = parts
    config = {} if recipe == "popularity" else {"search": False}
    entai.train("recommendation", old, tmp_path / "old", recipe, config=config)
    grown = entai.train("recommendation", new, tmp_path / "new", start=tmp_path / "old")
    anew = entai.train("recommendation", pd.concat(parts), tmp_path / "all", recipe, config=config)
    assert (grown.manifest.recipe, grown.manifest.config) == (recipe, anew.manifest.config)
    assert grown.manifest.split["cases"] == anew.manifest.split["cases"]
    ours, theirs = scores(grown), scores(anew)
    assert ours.index.equals(theirs.index) and ours.columns.equals(theirs.columns)
    assert "u119" in ours.index and "i999" in ours.columns
    np.testing.assert_allclose(ours, theirs, rtol=2e-3, atol=2e-4 * np.abs(theirs.to_numpy()).max())


@pytest.mark.parametrize("recipe", ["item-knn", "ease", "linear-seq", "ials"])
def test_what_the_search_chose_is_kept_and_not_searched_again(parts, tmp_path, monkeypatch, recipe: str) -> None:
    old, new = parts
    first = entai.train("recommendation", old, tmp_path / "old", recipe)

    def forbidden(*anything: object) -> None:
        raise AssertionError("searched again")

    monkeypatch.setattr("entai_recommendation.recipes.judge.Judge.__init__", forbidden)
    second = entai.train("recommendation", new, tmp_path / "new", start=first.path)
    chosen = [bundle.state().assets["settings"]["chosen"] for bundle in (first, second)]
    assert chosen[0] == chosen[1]
    report = entai.Report.load(second.path)
    assert report.metrics["NDCG@10"].value > report.baseline["NDCG@10"].value


def test_a_setting_given_anew_stands(parts, tmp_path) -> None:
    old, new = parts
    entai.train("recommendation", old, tmp_path / "old", "ease")
    second = entai.train("recommendation", new, tmp_path / "new", config={"ridge": 7.0}, start=tmp_path / "old")
    assert second.state().assets["settings"]["chosen"]["ridge"] == 7.0


def test_a_model_without_histories_is_refused_in_one_sentence(parts, tmp_path) -> None:
    old, new = parts
    entai.train("recommendation", old, tmp_path / "old", "ease", config={"keep_histories": False})
    with pytest.raises(EntaiError, match="keeps no histories, so new events can't be added"):
        entai.train("recommendation", new, tmp_path / "new", start=tmp_path / "old")


def test_another_recipe_learns_from_the_joined_events(parts, tmp_path) -> None:
    old, new = parts
    entai.train("recommendation", old, tmp_path / "old", "popularity")
    second = entai.train("recommendation", new, tmp_path / "new", "ease", start=tmp_path / "old")
    different = pd.concat(parts).drop_duplicates(["user", "item"])
    assert len(entai.load("recommendation", second.path).model.people.items) == len(different)


def test_the_command_line_takes_recipe_and_settings_from_the_older_model(parts, tmp_path: Path) -> None:
    for name, frame in zip(("old", "new"), parts, strict=True):
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    entai.train("recommendation", tmp_path / "old.csv", tmp_path / "old", "ease", config={"min_events": 2})
    done = CliRunner().invoke(command, ["recommendation", str(tmp_path / "new.csv"), "--from", str(tmp_path / "old"),
                                        "-o", str(tmp_path / "new"), "--set", "keep=5"])
    assert done.exit_code == 0, done.output
    manifest = Bundle.open(tmp_path / "new").manifest
    assert manifest.recipe == "ease" and manifest.config["min_events"] == 2 and manifest.config["keep"] == 5


def test_a_network_with_other_items_is_refused_in_one_sentence(parts, tmp_path) -> None:
    old, new = parts
    entai.train("recommendation", old, tmp_path / "old", "dense-softmax", trainer={"epochs": 1})
    with pytest.raises(EntaiError, match="not of this network"):
        entai.train("recommendation", new, tmp_path / "new", start=tmp_path / "old", trainer={"epochs": 1})


def test_items_join_by_id_and_else_by_title() -> None:
    old = Catalogue.of(["7", "8"], ["Heat (1995)", "1984"])
    joined, place = joined_catalogue(old, Catalogue.of(["8", "Heat (1995)", "1984", "9"]))
    assert place.tolist() == [1, 0, 2, 3] and joined.ids.tolist() == ["7", "8", "1984", "9"]


@given(st.lists(st.sampled_from([0.5 * step for step in range(1, 11)]), min_size=2, max_size=20))
def test_ratings_come_back_from_preferences(ratings: list[float]) -> None:
    given = np.array(ratings, np.float32)
    np.testing.assert_array_equal(rating_of(preference(given, (0.5, 5.0)), (0.5, 5.0)), given)


def test_an_event_that_comes_again_counts_once_and_last(events: Interactions, tmp_path) -> None:
    entai.train("recommendation", events, tmp_path / "old", "popularity")
    first = events.catalogue.ids[events.item[0]]
    again = pd.DataFrame({"user": ["u0"], "item": [first], "rating": [5.0], "timestamp": [1]})
    second = entai.train("recommendation", again, tmp_path / "new", start=tmp_path / "old")
    people = entai.load("recommendation", second.path).model.people
    person = people.take(np.flatnonzero(people.names == "u0"))
    assert isinstance(person, People) and len(people.items) == len(events) and person.items[-1] == events.item[0]
