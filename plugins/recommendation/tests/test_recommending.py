"""What a user sees: lists, reasons, ratings that count, people never met before."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import entai
from entai import EntaiError, Interactions
from entai_recommendation import Recommender
from entai_recommendation.lists import best, exclude
from entai_recommendation.people import People, preference


def test_the_best_come_first_and_nothing_watched_comes_back(recommender, events) -> None:
    films = recommender.recommend("u7", num_recommendations=6)
    assert list(films.columns) == ["user", "rank", "item", "title", "score", "because"]
    assert films["rank"].tolist() == [1, 2, 3, 4, 5, 6]
    assert films["score"].is_monotonic_decreasing
    had = set(events.catalogue.ids[events.item[events.user_ids[events.user] == "u7"]])
    assert not had & set(films["item"])


def test_watched_items_come_back_when_asked(recommender, events) -> None:
    films = recommender.recommend("u7", 60, exclude_seen=False)
    assert len(films) == 60


def test_folding_in_equals_knowing(recommender, events) -> None:
    """Someone new with a known person's history gets that person's list: no row of a person is in the model."""
    mine = events.user_ids[events.user] == "u9"
    frame = pd.DataFrame({"user": "new", "item": events.catalogue.ids[events.item[mine]], "rating": events.rating[mine]})
    new = recommender(frame, k=10).frame
    known = recommender.recommend("u9", 10)
    assert new["item"].tolist() == known["item"].tolist()
    np.testing.assert_allclose(new["score"], known["score"], rtol=1e-5)


def test_an_empty_history_gets_popularity_within_genres(recommender, events) -> None:
    films = recommender.recommend(history=[], num_recommendations=8, genres=["genre2"])
    counts = pd.Series(events.catalogue.ids[events.item]).value_counts()
    of_genre = [item for item in counts.index if int(item[1:]) % 4 == 2]
    expected = sorted(of_genre, key=lambda item: -counts[item])[:3]
    assert all("genre2" in events.catalogue.genres[events.catalogue.number(item)] for item in films["item"])
    assert counts[films["item"].iloc[0]] == counts[expected[0]] or films["item"].iloc[0] in of_genre
    assert set(films["because"]) == {"popular"}


def test_k_above_the_catalogue_gives_all_there_is(recommender, events) -> None:
    films = recommender.recommend("u7", 1000)
    had = (events.user_ids[events.user] == "u7").sum()
    assert len(films) == 60 - had


@pytest.mark.parametrize(("options", "message"), [
    ({"user": "u7x"}, "did you mean u7"),
    ({"history": ["Film 1 (1891)"]}, "did you mean Film 1 (1981)"),
    ({"history": ["nothing like it"]}, "there is no item"),
    ({"user": "u1", "history": ["i1"]}, "not both"),
    ({}, "say for whom"),
    ({"user": "u1", "genres": ["genre9"]}, "did you mean genre"),
    ({"user": "u1", "k": 0}, "must lie between 1 and"),
    ({"user": "u1", "num": 3}, "has no option"),
])
def test_wrong_use_is_one_sentence(recommender, options, message) -> None:
    with pytest.raises(EntaiError, match=message.replace("(", r"\(").replace(")", r"\)")):
        recommender(None, **options)


def test_items_unknown_to_the_model_are_passed_over_but_not_if_there_are_no_others(recommender) -> None:
    mixed = pd.DataFrame({"user": ["a", "a"], "item": ["i3", "unheard of"]})
    alone = pd.DataFrame({"user": ["a"], "item": ["i3"]})
    assert recommender(mixed, k=3).frame["item"].tolist() == recommender(alone, k=3).frame["item"].tolist()
    with pytest.raises(EntaiError, match="there is no item 'unheard of'"):
        recommender(mixed.iloc[1:], k=3)


def test_a_table_of_known_users_gives_a_list_for_each(recommender) -> None:
    lists = recommender(pd.DataFrame({"user": ["u1", "u2"]}), k=4).frame
    assert lists.groupby("user").size().to_dict() == {"u1": 4, "u2": 4}


def test_a_film_someone_disliked_is_never_a_reason_and_its_low_rating_counts(recommender) -> None:
    """The same history, one film loved or hated: it supports, then it speaks against."""
    def with_rating(rating: float) -> pd.DataFrame:
        frame = pd.DataFrame({"user": "p", "item": ["i0", "i4", "i8"], "rating": [5.0, 5.0, rating]})
        return recommender(frame, k=20).frame

    loved, hated = with_rating(5.0), with_rating(0.5)
    assert loved["because"].str.contains("Film 8 ").any()
    assert not hated["because"].str.contains("Film 8 ").any()
    successor = "i12"
    score = {name: frame.set_index("item")["score"].get(successor, -np.inf) for name, frame in
             (("loved", loved), ("hated", hated))}
    assert score["loved"] > score["hated"]


@given(st.floats(0.5, 5.0), st.floats(0.5, 5.0))
def test_a_better_rating_never_speaks_less_for_a_film(one: float, other: float) -> None:
    low, high = sorted((one, other))
    first, second = preference(np.array([low, high], np.float32), (0.5, 5.0))
    assert -0.5 <= first <= second <= 1.0


@given(hnp.arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 30)), elements=st.integers(-3, 3)),
       st.integers(1, 40))
def test_best_is_a_stable_sort(scores, k: int) -> None:
    found = best(scores, k)
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :min(k, scores.shape[1])]
    np.testing.assert_array_equal(found, expected)


def test_what_is_left_out_leaves_shorter_lists_not_repeats() -> None:
    scores = np.array([[3.0, 2.0, 1.0]], np.float32)
    exclude(scores, People.one([0, 2]))
    np.testing.assert_array_equal(best(scores, 3), [[1, -1, -1]])


def test_histories_can_be_left_out_and_then_no_user_is_known(events: Interactions, tmp_path) -> None:
    bundle = entai.train("recommendation", events, tmp_path / "m", recipe="popularity", config={"keep_histories": False})
    assert bundle.manifest.personal == []
    assert not any("histories" in name for name in bundle.manifest.files)
    with pytest.raises(EntaiError, match="keeps no histories"):
        Recommender.load(str(bundle.path)).recommend("u1")


def test_kept_histories_are_declared_personal(bundle) -> None:
    assert bundle.manifest.personal == ["assets/histories.npz"]


def test_one_person_only_is_refused(events: Interactions, tmp_path) -> None:
    frame = pd.DataFrame({"user": ["a"] * 5, "item": list("vwxyz"), "time": range(5)})
    with pytest.raises(EntaiError, match="one person only"):
        entai.train("recommendation", frame, tmp_path / "m")


def test_the_shipped_model_answers_titles_at_once_without_tensorflow() -> None:
    """In a process of its own, so that nothing else has imported what must not be imported."""
    code = ("import entai, json, sys; films = entai.load('recommendation')(None, history=['The Matrix (1999)'], k=3);"
            "print(json.dumps([films.frame['title'].tolist(), 'tensorflow' in sys.modules, 'keras' in sys.modules]))")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    titles, tensorflow, keras = json.loads(found.stdout)
    assert len(titles) == 3 and not tensorflow and not keras


def test_the_shipped_model_keeps_nobody_and_is_small() -> None:
    from entai.api import find_model
    from entai.registry import registry

    bundle = entai.Bundle.open(find_model(registry().task("recommendation"), None))
    assert bundle.size < 3_000_000
    assert bundle.manifest.personal == []
    assert "MIT" in bundle.manifest.licence
    assert any("entries a row" in note for note in bundle.manifest.notes)


def test_two_trainings_with_one_seed_are_one(events: Interactions, bundle, tmp_path) -> None:
    again = entai.train("recommendation", events, tmp_path / "again")
    assert (again.path / "weights.npz").read_bytes() == (bundle.path / "weights.npz").read_bytes()


def test_it_beats_the_baseline_where_there_is_something_to_learn(bundle) -> None:
    report = entai.Report.from_json(bundle.document("report.json"))
    assert report.metrics["NDCG@10"].low > report.baseline["NDCG@10"].high
