"""The textbook classifier, and the five slips of introductions that each cost it most of its accuracy."""

import numpy as np
import pandas as pd
import pytest

import entai
from entai import Interactions
from entai_recommendation.people import People
from entai_recommendation.recipes.dense_softmax import DenseSoftmax, Prefixes, history_input
from entai_recommendation.split import leave_one_out


@pytest.fixture(scope="module")
def trained(events, tmp_path_factory):
    out = tmp_path_factory.mktemp("dense") / "model"
    return entai.train("recommendation", events, out, recipe="dense-softmax", trainer={"epochs": 25, "batch_size": 32})


def numbered() -> Interactions:
    """Ids that are no class numbers: `90` is the first class, `7` the second."""
    rows = [(u, i, t) for u in "abcd" for t, i in enumerate(["90", "7", "55", "12", "3"])]
    return Interactions.of(pd.DataFrame(rows, columns=["user", "item", "time"]))


def prefixes() -> Prefixes:
    people = People.of(numbered())
    starts = np.repeat(people.offsets[:-1], people.lengths())
    events = np.arange(len(people.items))
    return Prefixes(people, events[events > starts], 5, 1.0)


def test_slip_1_labels_are_later_than_inputs() -> None:
    """Each label is the event right behind its input: nothing of the input comes later, and no label is in its input."""
    data = prefixes()
    inputs, labels = data.examples(np.arange(len(data)), np.random.default_rng(0))
    assert len(data) == 4 * 4
    for row, label in zip(inputs, labels, strict=True):
        assert np.flatnonzero(row).tolist() == list(range(label))


def test_slip_2_ids_are_mapped_to_classes_and_back(trained, events) -> None:
    films = entai.load("recommendation", trained.path).recommend("u3", 5)
    assert set(films["item"]) <= set(events.catalogue.ids.tolist())
    catalogue = numbered().catalogue
    inputs, labels = prefixes().examples(np.array([0]), np.random.default_rng(0))
    assert catalogue.ids[labels[0]] == "7" and catalogue.ids[int(inputs[0].argmax())] == "90"


def test_slip_3_the_order_of_a_history_is_kept() -> None:
    """The same items in another order are another input: the newest weighs most."""
    forward, backward = history_input(People.one([1, 2, 3]), 5, 1.0), history_input(People.one([3, 2, 1]), 5, 1.0)
    assert forward[0].argmax() == 3 and backward[0].argmax() == 1
    np.testing.assert_allclose(np.linalg.norm(forward, axis=1), 1, rtol=1e-6)


def test_slip_4_what_was_watched_is_taken_out_before_the_list_is_cut(trained, events) -> None:
    recommender = entai.load("recommendation", trained.path)
    for user in ("u0", "u1", "u2"):
        had = set(events.catalogue.ids[events.item[events.user_ids[events.user] == user]])
        films = recommender.recommend(user, 10)
        assert len(films) == 10 and not had & set(films["item"])


def test_slip_5_scores_are_sorted_downwards(trained) -> None:
    """An ascending sort gives the ten worst; here the first has the highest logit of all unseen items."""
    recommender = entai.load("recommendation", trained.path)
    films = recommender.recommend("u0", 60)
    assert films["score"].is_monotonic_decreasing and films["score"].iloc[0] > films["score"].iloc[-1] + 1


def test_the_split_is_in_time(events) -> None:
    """Validation labels are each person's last event but one; their inputs hold all that came before."""
    split = leave_one_out(events)
    _, valid = DenseSoftmax().examples(split)
    inputs, labels = valid.examples(np.arange(3), np.random.default_rng(0))
    np.testing.assert_array_equal(labels, split.valid.item[:3])
    assert [np.count_nonzero(row) for row in inputs] == np.diff(split.train.offsets())[:3].tolist()


def test_it_learns(trained) -> None:
    report = entai.Report.from_json(trained.document("report.json"))
    assert report.metrics["NDCG@10"].low > report.baseline["NDCG@10"].high


def test_it_ships_a_program_that_needs_no_keras(trained) -> None:
    assert "model.tflite" in trained.manifest.files
    assert trained.manifest.notes["parameters"] == 60 * 64 + 64 + 64 * 64 + 64 + 64 * 60 + 60


def test_reasons_of_a_model_that_is_not_linear_are_what_leaving_out_costs(trained) -> None:
    recommender = entai.load("recommendation", trained.path)
    why = recommender.explain(None, recommender.spec.resolve({"user": "u3", "k": 2}))
    for attribution in why.attributions:
        total = sum(part.amount for part in attribution.parts) + attribution.rest
        assert total == pytest.approx(attribution.score, abs=1e-3)
