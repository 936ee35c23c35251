"""Filters, re-ranking, cold items, fast lists, and the charts that show what a model can do."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import entai
from entai import Catalogue, EntaiError, Interactions
from entai.metrics import diversity
from entai_recommendation import filters
from entai_recommendation.cold import RIDGE, WithCold, features
from entai_recommendation.lists import How, ranked
from entai_recommendation.measure import measure, top_lists
from entai_recommendation.people import People
from entai_recommendation.rerank import calibrated, divergence, genre_shares, own_shares, relevance, varied

seeds = st.integers(0, 10_000)


def world(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(4, 12)).astype(np.float32), (rng.random((4, 12, 5)) < 0.4).astype(np.float32)


@pytest.mark.parametrize(("text", "expected"), [("1994", (1994, 1994)), ("1990-1999", (1990, 1999)), ("1990-", (1990, 9999)),
                                                ("-1980", (0, 1980)), (" 1990 - 1991 ", (1990, 1991))])
def test_years_are_a_year_or_a_range(text: str, expected: tuple[int, int]) -> None:
    assert filters.years(text) == expected


@pytest.mark.parametrize("text", ["", "-", "the nineties", "1999-1990", "19944", "1990 1999"])
def test_other_years_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(EntaiError, match="years"):
        filters.years(text)


def test_filters_meet(recommender, events, tmp_path: Path) -> None:
    catalogue = recommender.model.catalogue
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join([catalogue.titles[3], "", catalogue.ids[8], catalogue.ids[20]]), encoding="utf-8-sig")
    frame = recommender.recommend("u3", 60, items_file=listed, exclude_seen=False)
    assert set(frame["item"]) == {catalogue.ids[number] for number in (3, 8, 20)}
    frame = recommender.recommend("u3", 60, items_file=listed, items=[catalogue.ids[9]], years="1983-1988", exclude_seen=False)
    wanted = {catalogue.ids[number] for number in (3, 8, 20, 9) if 1983 <= catalogue.years[number] <= 1988}
    assert set(frame["item"]) == wanted
    assert len(recommender.recommend(None, 5, years="1990-1995")) == 5


@pytest.mark.parametrize(("options", "message"), [
    ({"items": ["Film 1"]}, "no item"), ({"years": "1700"}, "no item of the catalogue passes years"),
    ({"items_file": Path("nowhere.txt")}, "can't read a list"), ({"diversity": 0.2, "calibrated": 0.2}, "not both"),
    ({"diversity": 1.5}, "between")])
def test_filters_that_leave_nothing_are_refused(recommender, options, message: str) -> None:
    with pytest.raises(EntaiError, match=message):
        recommender.recommend("u3", 5, **options)


@given(seeds)
@settings(max_examples=30)
def test_varied_is_mmr_written_out(seed: int) -> None:
    scores, genres = world(seed)
    found = varied(scores, genres, 6, 0.4)
    for person in range(4):
        worth, chosen = relevance(scores)[person], []
        for _ in range(6):
            best = max((number for number in range(12) if number not in chosen),
                       key=lambda number: 0.6 * worth[number] - 0.4 * max(
                           (jaccard(genres[person, number], genres[person, other]) for other in chosen), default=0))
            chosen.append(best)
        assert found[person].tolist() == chosen


def jaccard(one: np.ndarray, other: np.ndarray) -> float:
    return float((one * other).sum() / max(1, np.maximum(one, other).sum()))


@given(seeds, st.sampled_from([0.3, 0.9, 1.0]))
@settings(max_examples=30)
def test_calibrated_is_steck_written_out(seed: int, weight: float) -> None:
    scores, genres = world(seed)
    shares = genres / np.maximum(genres.sum(2, keepdims=True), 1)
    own = np.random.default_rng(seed).dirichlet(np.ones(5), 4).astype(np.float32)
    found = calibrated(scores, shares, own, 4, weight)
    for person in range(4):
        worth, chosen = relevance(scores)[person], []
        for place in range(4):
            gains = {}
            for number in set(range(12)) - set(chosen):
                listed = np.float32(0.99) * shares[person, [*chosen, number]].mean(0) + np.float32(0.01) * own[person]
                away = float((own[person] * np.log(own[person] / listed)).sum())
                gains[number] = (1 - weight) * worth[number] - weight * away
            assert gains[found[person, place]] >= max(gains.values()) - 1e-4
            chosen.append(int(found[person, place]))


@given(seeds, st.booleans())
@settings(max_examples=20)
def test_weight_0_leaves_the_order_as_it_is_and_missing_candidates_stay_missing(seed: int, by_variety: bool) -> None:
    scores, genres = world(seed)
    scores[1, 3:] = -np.inf
    found = varied(scores, genres, 5, 0.0) if by_variety else calibrated(scores, genres, genres[:, 0], 5, 0.0)
    np.testing.assert_array_equal(found[0], np.argsort(-scores[0], kind="stable")[:5])
    assert (found[1, 3:] == -1).all() and (found[1, :3] >= 0).all()


def test_divergence_is_0_of_itself_and_positive_of_another() -> None:
    one, other = np.array([0.5, 0.5, 0], np.float32), np.array([0, 0, 1], np.float32)
    assert divergence(one, one) == pytest.approx(0, abs=1e-6) and divergence(one, other) > 1


def test_variety_makes_lists_more_varied_and_calibration_brings_them_closer(recommender, events) -> None:
    model, people = recommender.model, People.of(events)
    genres = model.catalogue.genre_matrix
    plain, mixed, close = (top_lists(model, people, 10, how) for how in (How(), How(diversity=0.7), How(calibrated=0.9)))
    assert diversity(mixed, genres).mean() > diversity(plain, genres).mean()
    shares = genre_shares(genres)
    own = own_shares(people, shares)
    assert divergence(own, shares[close].mean(1)).mean() < divergence(own, shares[plain].mean(1)).mean()


@pytest.fixture(scope="module")
def with_cold(events: Interactions, tmp_path_factory: pytest.TempPathFactory):
    """A model of a catalogue in which items 57 to 59 were never had, and 59 has neither genre nor year."""
    catalogue = events.catalogue
    bare = Catalogue(catalogue.ids, catalogue.titles, (*catalogue.genres[:59], ()),
                     np.append(catalogue.years[:59], 0).astype(np.int32))
    from dataclasses import replace

    had = replace(events.keep(events.item < 57), catalogue=bare)
    return entai.load("recommendation", entai.train("recommendation", had, tmp_path_factory.mktemp("c") / "m").path)


def test_cold_items_get_what_a_ridge_on_their_features_says(with_cold) -> None:
    model = with_cold.model
    people = model.people.take(np.arange(5))
    plain, whole = model.score(people), WithCold(model).score(people)
    warm = np.flatnonzero(model.learnt)
    np.testing.assert_array_equal(plain[:, warm], whole[:, warm])
    assert (plain[:, 57:59] == 0).all() and (whole[:, 57:59] != 0).all() and (whole[:, 59] == 0).all()
    known = features(model.catalogue).astype(np.float64)
    ridge = np.diag([1e-3, *[RIDGE] * (known.shape[1] - 1)])
    for person in range(5):
        fit = np.linalg.solve(known[warm].T @ known[warm] + ridge, known[warm].T @ plain[person, warm])
        np.testing.assert_allclose(whole[person, 57:59], known[57:59] @ fit, rtol=1e-3, atol=1e-5)


def test_reasons_of_cold_items_add_up_too(with_cold) -> None:
    scorer = WithCold(with_cold.model)
    person = with_cold.model.people.take(np.array([7]))
    items = np.array([57, 3, 58])
    np.testing.assert_allclose(scorer.contributions(person, items).sum(0), scorer.score(person)[0, items], rtol=1e-3, atol=1e-5)
    frame = with_cold.recommend("u7", 60, cold=True, items=["i57", "i58"])
    assert len(frame) == 2 and frame["because"].str.contains("%").any()


def test_cold_items_are_off_unless_asked(with_cold) -> None:
    assert with_cold.recommend("u7", 60, items=["i58"])["score"].tolist() == [0.0]
    assert with_cold.recommend("u7", 60, items=["i58"], cold=True)["score"].tolist() != [0.0]


def test_looking_at_all_events_is_looking_at_them_all(recommender, events) -> None:
    people = People.of(events)
    whole, cut = (ranked(recommender.model, people, 5, How(newest=newest))[0] for newest in (0, 99))
    np.testing.assert_array_equal(whole, cut)
    assert people.newest(2).lengths().max() == 2
    last = people.newest(1).items
    np.testing.assert_array_equal(last, people.items[people.offsets[1:] - 1])


def test_what_was_had_long_ago_is_still_left_out(recommender, events) -> None:
    people = People.of(events)
    lists, _ = ranked(recommender.model, people, 60, How(newest=1))
    for row in range(len(people)):
        assert not set(lists[row]) & set(people.take(np.array([row])).items)


def test_reasons_can_be_left_out(recommender) -> None:
    both = [recommender(pd.DataFrame({"user": ["u3", "u5"]}), k=4, reasons=reasons).frame for reasons in (True, False)]
    pd.testing.assert_frame_equal(both[0].drop(columns="because"), both[1].drop(columns="because"))
    assert (both[1]["because"] == "").all() and both[0]["because"].str.contains("%").all()


def test_the_cold_start_curve_has_an_interval_for_each_group(recommender, events) -> None:
    split = recommender.split(events, 0)
    charts = {chart.title: chart for chart in measure(recommender.model, split.train, split.valid).charts}
    assert {"NDCG and HR against k", "Coverage against k", "Popularity bias"} < set(charts)
    shown = charts["Coverage against k"].series["coverage"].y
    assert list(shown) == sorted(shown) and 0 < shown[0] <= shown[-1] <= 1, "longer lists show more of the catalogue"
    line = charts["Cold-start curve"].series["NDCG@10"]
    assert len(line.x) == len(line.y) == len(line.low) >= 2 and list(line.x) == sorted(line.x)
    assert all(low <= value <= high for low, value, high in zip(line.low, line.y, line.high, strict=True))
