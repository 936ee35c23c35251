"""ease, item-knn and ials against plain references, and the laws of their scores."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import entai
from entai import EntaiError, Interactions
from entai_recommendation.people import People
from entai_recommendation.recipes.ials import FoldIn, factorise
from entai_recommendation.recipes.ials_solver import alike, solve_rows
from entai_recommendation.recipes.item_knn import neighbours
from entai_recommendation.recipes.linear_sums import ease, gram

RECIPES = ("ease", "item-knn", "ials")
tables = st.tuples(st.integers(3, 12), st.integers(3, 9), st.integers(0, 10_000))


def ones(people: int, items: int, seed: int) -> np.ndarray:
    had = (np.random.default_rng(seed).random((people, items)) < 0.4).astype(np.float32)
    had[0, 0] = 1
    return had


@pytest.fixture(scope="module")
def bundles(events: Interactions, tmp_path_factory: pytest.TempPathFactory) -> dict[str, entai.Bundle]:
    folder = tmp_path_factory.mktemp("depth")
    return {recipe: entai.train("recommendation", events, folder / recipe, recipe) for recipe in RECIPES}


@given(tables)
@settings(max_examples=25)
def test_ease_is_equation_8_of_the_paper(shape: tuple[int, int, int]) -> None:
    had = ones(*shape).astype(np.float64)
    inverse = np.linalg.inv(had.T @ had + 3 * np.eye(had.shape[1]))
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(ease((had.T @ had).astype(np.float32), 3.0), expected, atol=1e-5)


def test_the_other_half_of_a_large_inverse_is_filled_in() -> None:
    had = np.random.default_rng(0).random((1500, 1200)).astype(np.float32)
    gram = had.T @ had
    inverse = np.linalg.inv(gram.astype(np.float64) + 50 * np.eye(1200))
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(ease(gram, 50.0), expected, atol=1e-3)


@given(st.integers(0, 100))
@settings(max_examples=5)
def test_counts_are_the_same_sparsely_and_densely(seed: int) -> None:
    rng = np.random.default_rng(seed)
    had = (rng.random((40, 1100)) < rng.choice([0.01, 0.2], (40, 1))).astype(np.float32)
    np.testing.assert_array_equal(gram(sparse.csr_array(had)), had.T @ had)


@given(tables, st.sampled_from([(0.5, 0.0), (0.3, 5.0), (1.0, 1.0)]), st.integers(1, 9))
@settings(max_examples=25)
def test_neighbours_are_the_strongest_cosines(shape: tuple[int, int, int], way: tuple[float, float], most: int) -> None:
    had = ones(*shape)
    both, count = had.T @ had, had.sum(0)
    np.fill_diagonal(both, 0)
    expected = both / (count[:, None] ** way[0] * count ** (1 - way[0]) + way[1] + 1e-9)
    columns, values = neighbours(sparse.csr_array(had), [way], most)[0]
    assert columns.shape == (had.shape[1], min(most, had.shape[1]))
    for row, (chosen, found) in enumerate(zip(columns, values, strict=True)):
        np.testing.assert_allclose(found, expected[row, chosen], rtol=1e-5)
        np.testing.assert_allclose(np.sort(found), np.sort(expected[row])[-len(found):], rtol=1e-5)


def test_neighbours_of_many_items_are_found_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    had = sparse.csr_array(ones(30, 20, 1))
    whole = neighbours(had, [(0.5, 1.0)], 5)[0]
    monkeypatch.setattr("entai_recommendation.recipes.item_knn.CELLS", 60)
    monkeypatch.setattr("entai_recommendation.recipes.item_knn.DENSE_ABOVE", 1.0)
    blocks = neighbours(had, [(0.5, 1.0)], 5)[0]
    np.testing.assert_allclose(whole[1], blocks[1], rtol=1e-6)


@given(tables)
@settings(max_examples=25)
def test_each_row_solves_its_own_normal_equations(shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(shape[2])
    weights = ones(*shape) * rng.random(shape[:2]).astype(np.float32)
    other, right = (rng.normal(size=(n, 4)).astype(np.float32) for n in (shape[1], shape[0]))
    found = solve_rows(sparse.csr_array(weights), right, other, 2.0)
    for row in range(shape[0]):
        system = other.T @ other + 2 * np.eye(4) + other.T @ (weights[row][:, None] * other)
        expected = np.linalg.solve(system, right[row]) if weights[row].any() else np.zeros(4)
        np.testing.assert_allclose(found[row], expected, atol=2e-3)


@given(st.lists(st.integers(0, 40_000), min_size=1, max_size=50))
def test_every_row_with_events_is_in_one_group(lengths: list[int]) -> None:
    groups = list(alike(np.array(lengths)))
    rows = np.concatenate(groups) if groups else np.array([], int)
    assert sorted(rows.tolist()) == [row for row, length in enumerate(lengths) if length]


def test_sweeps_reach_the_minimum_of_the_loss_that_the_paper_states() -> None:
    """The gradient of the loss, written out over all cells, vanishes."""
    had, ridge, alpha = ones(12, 8, 3), 2.0, 3.0
    start = 0.1 * np.random.default_rng(0).random((8, 3)).astype(np.float32)
    people, items = (side.astype(np.float64) for side in factorise(sparse.csr_array(had), start, ridge, alpha, 400))
    confidence = 1 + alpha * had
    miss = confidence * (people @ items.T - had)
    assert np.abs(miss @ items + ridge * people).max() < 1e-3
    assert np.abs(miss.T @ people + ridge * items).max() < 1e-3


def test_folding_in_gives_the_vector_that_training_gave() -> None:
    had = ones(12, 8, 3)
    start = 0.1 * np.random.default_rng(0).random((8, 3)).astype(np.float32)
    people, items = factorise(sparse.csr_array(had), start, 2.0, 3.0, 300)
    rows = [np.flatnonzero(row) for row in had]
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    flat = np.concatenate(rows).astype(np.int32)
    everyone = People(np.arange(12).astype(np.str_), offsets, flat, np.ones(len(flat), np.float32))
    np.testing.assert_allclose(FoldIn(items, 2.0, 3.0, 0.0).vectors(everyone), people, atol=2e-3)


@pytest.mark.parametrize("recipe", RECIPES)
def test_contributions_add_up_to_the_score(bundles, events, recipe: str) -> None:
    model = entai.load("recommendation", bundles[recipe].path).model
    rated = People.of(events).take(np.array([3]))
    items = np.arange(len(model.catalogue))
    np.testing.assert_allclose(model.contributions(rated, items).sum(0), model.score(rated)[0], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("recipe", RECIPES)
def test_it_beats_the_baseline_and_says_why(bundles, recipe: str) -> None:
    report = entai.Report.load(bundles[recipe].path)
    assert report.metrics["NDCG@10"].value > report.baseline["NDCG@10"].value
    frame = entai.load("recommendation", bundles[recipe].path).recommend("u3", 3)
    assert len(frame) == 3 and frame["because"].str.contains("%").all()


@pytest.mark.parametrize("recipe", RECIPES)
def test_someone_new_is_folded_in_as_someone_known(bundles, events, recipe: str) -> None:
    recommender = entai.load("recommendation", bundles[recipe].path)
    known = People.of(events).take(np.array([5]))
    stranger = People.one(known.items.tolist(), known.preference.tolist())
    np.testing.assert_allclose(recommender.model.score(stranger), recommender.model.score(known), rtol=1e-5)
    assert np.isfinite(recommender.model.score(People.one([]))).all()


def test_a_dense_recipe_names_those_that_know_no_limit(events, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("entai_recommendation.recipes.base.head_of.__defaults__", (10,))
    with pytest.raises(EntaiError, match=r"1 to 10 items.*--recipe ials or item-knn"):
        entai.train("recommendation", events, tmp_path / "m", "ease")
    entai.train("recommendation", events, tmp_path / "n", "ials", config={"sweeps": 1})
