"""sasrec and blend: what they are fed, what they learn, and that NumPy serves what Keras trained."""

import numpy as np
import pytest

import entai
from entai.runtime import set_weights
from entai_recommendation.people import People
from entai_recommendation.recipes.blend import BlendScorer, gains
from entai_recommendation.recipes.sasrec import Sasrec
from entai_recommendation.recipes.sasrec_rows import Endings, Stream, last_events
from entai_recommendation.recipes.sasrec_scorer import SasrecScorer
from entai_recommendation.split import leave_one_out

TRAINER = {"epochs": 20, "batch_size": 8, "jit": False, "learning_rate": 5e-3}
SMALL = {"width": 32, "length": 12}


@pytest.fixture(scope="module")
def people() -> People:
    """Two people: a, b, c, d and e, f, g."""
    return People(np.array(["one", "two"]), np.array([0, 4, 7]), np.arange(7, dtype=np.int32), np.ones(7, np.float32))


@pytest.fixture(scope="module")
def blended(events, tmp_path_factory):
    return entai.train("recommendation", events, tmp_path_factory.mktemp("blend") / "model", recipe="blend",
                       config=SMALL | {"refit": False}, trainer=TRAINER)


@pytest.fixture(scope="module")
def scorers(blended) -> tuple[BlendScorer, SasrecScorer]:
    blend = entai.load("recommendation", blended.path).model
    return blend, blend._scorers[1]


def test_a_stream_names_the_next_event_of_the_same_person(people) -> None:
    stream = Stream(people, 3)
    (items, owners), labels = stream.examples(np.arange(len(stream)), np.random.default_rng(0))
    assert items.shape == owners.shape == labels.shape == (2, 3)
    following = {1: 2, 2: 3, 3: 4, 4: 0, 5: 6, 6: 7, 7: 0}
    assert all(label == following[item] for item, label in zip(items.ravel(), labels.ravel(), strict=True))
    assert ((items > 4) == owners).all()


def test_a_stream_is_cut_elsewhere_each_time(people) -> None:
    stream = Stream(people, 3)
    starts = {int(stream.examples(np.array([0]), np.random.default_rng(seed))[0][0][0, 0]) for seed in range(20)}
    assert starts == {1, 2, 3}


def test_endings_ask_for_the_last_event_only(people) -> None:
    (items, owners), labels = Endings(people, 4).examples(np.array([0, 1]), np.random.default_rng(0))
    assert items.tolist() == [[0, 1, 2, 3], [0, 0, 5, 6]]
    assert owners.tolist() == [[0, 1, 1, 1], [0, 0, 1, 1]]
    assert labels.tolist() == [[0, 0, 0, 4], [0, 0, 0, 7]]


def test_last_events_stand_at_the_right(people) -> None:
    assert last_events(people, 2).tolist() == [[3, 4], [6, 7]]


def test_both_learn(blended, scorers, events) -> None:
    """On made-up people whose items follow each other, popularity finds next to nothing."""
    split = leave_one_out(events)
    report = entai.evaluate("recommendation", events, blended.path)
    weak = entai.train("recommendation", events, blended.path.parent / "popularity", recipe="popularity")
    baseline = entai.evaluate("recommendation", events, weak.path)
    assert report.metrics["NDCG@10"].value > 2 * baseline.metrics["NDCG@10"].value
    before = People.of(split.train).take(np.unique(split.valid.user).astype(np.int64))
    assert gains(scorers[1].score(before), before, split.valid.item).mean() > 0.3


def test_numpy_serves_what_keras_trained(blended, scorers, events) -> None:
    recipe = Sasrec(**SMALL)
    state = blended.state()
    arrays = {name: array for name, array in state.arrays.items() if name.startswith("sasrec/")}
    network = recipe.build(state.assets["sizes"])
    set_weights(network, arrays)
    length = state.assets["sizes"]["length"]
    everyone = People.of(events)
    rows = last_events(everyone, length)
    hidden = np.asarray(network([rows, (rows > 0).astype(np.int32)]))[:, -1]
    table = arrays["sasrec/000/table/embeddings"]
    np.testing.assert_allclose(scorers[1].score(everyone), hidden @ table[1:].T, atol=2e-4)


def test_scores_do_not_depend_on_who_else_is_asked_for(scorers, events) -> None:
    """Histories of unlike lengths share a batch, padded; alone they are not."""
    everyone = People.of(events)
    together = scorers[1].score(everyone)
    for index in (0, 7, 50):
        alone = scorers[1].score(everyone.take(np.array([index])))
        np.testing.assert_allclose(together[index], alone[0], atol=1e-5)


def test_events_before_the_window_change_nothing(scorers) -> None:
    recent = list(range(12))
    one, other = (scorers[1].score(People.one(history)) for history in (recent, [40, 41, *recent]))
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_a_cached_prefix_changes_nothing(scorers) -> None:
    network = scorers[1]._network
    rows = np.random.default_rng(0).integers(1, 60, (3, 10)).astype(np.int32)
    whole, _ = network(rows)
    for cut in (1, 5, 9):
        _, before = network(rows[:, :cut])
        np.testing.assert_allclose(network(rows[:, cut:], before)[0], whole, atol=1e-5)


@pytest.mark.parametrize("length", [1, 2, 3, 11])
def test_reasons_are_what_the_score_loses_without_the_event(scorers, length) -> None:
    history, items = list(range(0, 3 * length, 3)), np.array([50, 57])
    person = People.one(history)
    found = scorers[1].contributions(person, items)
    whole = scorers[1].score(person)[0, items]
    for event in range(length if length > 1 else 0):
        without = scorers[1].score(People.one(history[:event] + history[event + 1:]))[0, items]
        np.testing.assert_allclose(found[event], whole - without, atol=1e-4)
    if length == 1:
        np.testing.assert_allclose(found[0], whole, atol=1e-5)


def test_reasons_of_old_events_count_as_the_rest(scorers, monkeypatch) -> None:
    monkeypatch.setattr("entai_recommendation.recipes.sasrec_scorer.EXPLAINED", 3)
    found = scorers[1].contributions(People.one(list(range(20))), np.array([50]))
    assert not found[:17].any() and found[17:].all()


def test_blended_scores_are_the_weighted_sum(scorers, events) -> None:
    blend, _ = scorers
    everyone = People.of(events)
    expected = 0
    for part, weight in zip(blend._scorers, blend._weights, strict=True):
        scores = part.score(everyone)
        expected = expected + weight * (scores - scores.mean(1, keepdims=True)) / scores.std(1, keepdims=True)
    np.testing.assert_allclose(blend.score(everyone), expected, atol=1e-4)


def test_blended_reasons_are_the_sum_of_both(scorers) -> None:
    blend, _ = scorers
    person, items = People.one([0, 4, 8]), np.array([12, 30])
    expected = sum(weight / part.score(person).std() * part.contributions(person, items)
                   for part, weight in zip(blend._scorers, blend._weights, strict=True))
    np.testing.assert_allclose(blend.contributions(person, items), expected, atol=1e-4)


def test_someone_new_gets_what_is_popular(scorers) -> None:
    blend, sasrec = scorers
    for scorer in (blend, sasrec):
        np.testing.assert_array_equal(scorer.score(People.one([]))[0], scorer.popularity)


def test_gains_rank_among_what_was_not_had() -> None:
    scores = np.array([[5.0, 4.0, 3.0, 2.0]], np.float32)
    assert gains(scores.copy(), People.one([0, 1]), np.array([2]))[0] == 1
    assert gains(scores.copy(), People.one([0]), np.array([2]))[0] == pytest.approx(1 / np.log2(3))


def test_pace_follows_the_data(events) -> None:
    split = leave_one_out(events)
    pace = Sasrec()._pace(split)
    assert pace["epochs"] == 20 and pace["batch_size"] >= 1 and pace["warmup_steps"] >= 1
