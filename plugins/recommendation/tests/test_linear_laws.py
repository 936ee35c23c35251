"""linear-seq against plain references, and the laws of a linear score."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entai import State
from entai_recommendation import lags
from entai_recommendation.linear import Component, event_weights, in_catalogue, pack, places, unpack
from entai_recommendation.people import People
from entai_recommendation.recipes.linear_sums import PAST_POWER, Sums

histories = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=8, unique=True), min_size=2, max_size=6)


def people_of(lists: list[list[int]]) -> People:
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in lists])])
    items = np.array([item for one in lists for item in one], np.int32)
    return People(np.arange(len(lists)).astype(np.str_), offsets, items, np.ones(len(items), np.float32))


def brute_pairs(lists: list[list[int]], table: np.ndarray) -> np.ndarray:
    sums = np.zeros((8, 8))
    for one in lists:
        for late in range(len(one)):
            for early in range(late):
                sums[one[early], one[late]] += table[late - early]
    return sums


@given(histories)
def test_pair_sums_equal_two_loops(lists: list[list[int]]) -> None:
    sums = Sums.of(people_of(lists), 8, 0.4)
    past = lags.power_law(PAST_POWER)
    expected = brute_pairs(lists, lags.autocorrelation(past)), brute_pairs(lists, lags.crossing(past, lags.geometric(0.4)))
    np.testing.assert_allclose([sums.pairs.real, sums.pairs.imag], expected, rtol=1e-5)


@given(histories, st.data())
def test_adding_the_newest_events_equals_starting_anew(lists: list[list[int]], data: st.DataObject) -> None:
    fresh = np.array([data.draw(st.integers(0, len(one) - 1)) for one in lists])
    whole = people_of(lists)
    old = people_of([one[:len(one) - new] for one, new in zip(lists, fresh, strict=True)])
    grown, anew = Sums.of(old, 8, 0.4), Sums.of(whole, 8, 0.4)
    grown.add(whole, fresh)
    np.testing.assert_allclose(grown.counts, anew.counts, atol=1e-5)
    np.testing.assert_allclose(grown.pairs, anew.pairs, atol=1e-5)


@given(histories)
@settings(max_examples=30)
def test_together_is_ease(lists: list[list[int]]) -> None:
    """Steck 2019, equation 8, with NumPy's inverse in float64."""
    history = np.zeros((len(lists), 8))
    for row, one in enumerate(lists):
        history[row, one] = 1
    inverse = np.linalg.inv(history.T @ history + 5 * np.eye(8))
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(Sums.of(people_of(lists), 8, 0.4).together(5.0), expected, atol=1e-5)


def test_tables_are_the_sums_over_all_steps_that_they_claim_to_be() -> None:
    """F and C by writing the pasts and futures of two events out, step by step."""
    past, ahead = lags.power_law(1.0), lags.geometric(0.5)
    for distance in (1, 3, 20):
        both = sum(float(past[k] * past[k + distance]) for k in range(lags.LENGTH - distance))
        assert lags.autocorrelation(past)[distance] == pytest.approx(both, rel=1e-4)
        # From each step t between the two events: the earlier is k = t steps back, the later j = distance - 1 - t ahead.
        onward = sum(float(past[t] * ahead[distance - 1 - t]) for t in range(distance))
        assert lags.crossing(past, ahead)[distance] == pytest.approx(onward, rel=1e-4)
    assert lags.crossing(past, ahead)[0] == 0


@given(st.integers(1, 40), st.integers(0, 1000))
def test_pruning_keeps_the_strongest_entries_to_half_precision(keep: int, seed: int) -> None:
    matrix = np.random.default_rng(seed).normal(size=(40, 40)).astype(np.float32) ** 3
    kept = unpack(pack("m", matrix, keep), "m")
    kept = kept.toarray() if hasattr(kept, "toarray") else kept
    for row, pruned in zip(matrix, kept, strict=True):
        strongest = np.argsort(-np.abs(row))[:keep]
        np.testing.assert_allclose(pruned[strongest], row[strongest], rtol=1e-3, atol=1e-4 * np.abs(matrix).max())
        assert np.count_nonzero(pruned) <= keep


def test_contributions_add_up_to_the_score(recommender, events) -> None:
    person = People.of(events).take(np.array([3]))
    items = np.arange(len(recommender.model.catalogue))
    amounts = recommender.model.contributions(person, items)
    np.testing.assert_allclose(amounts.sum(0), recommender.model.score(person)[0], rtol=1e-4, atol=1e-4)


def test_explanation_parts_and_rest_add_up(recommender) -> None:
    import entai

    why = recommender.explain(None, recommender.spec.resolve({"user": "u3", "k": 4}))
    assert len(why.attributions) == 4
    for attribution in why.attributions:
        total = sum(part.amount for part in attribution.parts) + attribution.rest
        assert total == pytest.approx(attribution.score, abs=1e-4)
    assert "u3" in why._repr_html_() and isinstance(why, entai.Explanation)


@given(st.integers(0, 119))
@settings(max_examples=20, deadline=None)
def test_a_score_is_linear_in_preferences(recommender, events, user: int) -> None:
    person = People.of(events).take(np.array([user]))
    doubled = People(person.names, person.offsets, person.items, 2 * person.preference)
    np.testing.assert_allclose(recommender.model.score(doubled), 2 * recommender.model.score(person), rtol=1e-4, atol=1e-5)


@given(st.integers(0, 10_000), st.sampled_from([0, 1, 3]), st.booleans())
@settings(max_examples=30)
def test_a_component_is_a_sum_over_the_events_in_its_window(seed: int, window: int, pruned: bool) -> None:
    """Long and short histories, which are multiplied in different ways, side by side."""
    rng = np.random.default_rng(seed)
    people = people_of([rng.permutation(80)[:length].tolist() for length in (1, 2, 3, 40, 60)])
    matrix = rng.normal(size=(80, 80)).astype(np.float32)
    component = Component(unpack(pack("m", matrix, 10), "m") if pruned else matrix, 0.7, 2.0, window)
    whole = component.matrix.toarray() if pruned else matrix
    scores = component.score(people)
    for row in range(len(people)):
        person = people.take(np.array([row]))
        expected = sum((2.0 * (1 + age) ** -0.7 * whole[item] for age, item in enumerate(person.items[::-1])
                        if not window or age < window), np.zeros(80))
        np.testing.assert_allclose(scores[row], expected, rtol=1e-4, atol=1e-4)
        amounts = component.contributions(person, np.array([5, 2]))
        np.testing.assert_allclose(amounts.sum(0), expected[[5, 2]], rtol=1e-4, atol=1e-4)


def test_what_is_not_learnt_scores_0_in_the_catalogue() -> None:
    scores = np.arange(1, 7, dtype=np.float32).reshape(2, 3)
    place = places(np.array([0, 2, 4], np.int32), 6)
    np.testing.assert_array_equal(in_catalogue(scores, place), [[1, 0, 2, 0, 3, 0], [4, 0, 5, 0, 6, 0]])


def test_older_events_weigh_less() -> None:
    weights = event_weights(People.one([4, 2, 7]), 1.0)
    np.testing.assert_allclose(weights, [1 / 3, 1 / 2, 1])


def test_a_pruned_bundle_is_smaller_and_recommends_alike(events, bundle, tmp_path) -> None:
    import entai

    pruned = entai.train("recommendation", events, tmp_path / "pruned", config={"keep": 20})
    assert pruned.size < bundle.size
    whole, small = (entai.load("recommendation", one.path).recommend("u5", 5)["item"].tolist() for one in (bundle, pruned))
    assert len(set(whole) & set(small)) >= 4
    assert "validation NDCG@10 with 20 entries a row" in pruned.manifest.notes


def test_an_empty_state_is_refused_rather_than_served() -> None:
    with pytest.raises(KeyError):
        from entai_recommendation.linear import LinearScorer

        LinearScorer(State({}))
