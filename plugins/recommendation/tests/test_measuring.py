"""Splits and figures, against the protocol written out in plain loops."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import entai
from entai import EntaiError, Interactions
from entai_recommendation import synthetic
from entai_recommendation.measure import measure
from entai_recommendation.scorer import Scorer
from entai_recommendation.split import leave_one_out, together


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=12, max_size=60, unique=True))
def test_each_persons_last_event_is_the_test_and_the_one_before_it_the_validation(pairs) -> None:
    frame = pd.DataFrame(pairs, columns=["user", "item"]).astype("str").assign(time=range(len(pairs)))
    counts = frame.groupby("user").size()
    if len(counts) < 2 or counts.max() < 3:
        return
    split = leave_one_out(Interactions.of(frame))
    def rows(part) -> list[tuple[str, str]]:
        return list(zip(part.user_ids[part.user], part.catalogue.ids[part.item], strict=True))
    expected_test, expected_valid = [], []
    for user, events in frame.groupby("user"):
        if len(events) >= 3:
            expected_test.append((user, events["item"].iloc[-1]))
            expected_valid.append((user, events["item"].iloc[-2]))
    assert sorted(rows(split.test)) == sorted(expected_test)
    assert sorted(rows(split.valid)) == sorted(expected_valid)
    everything = rows(split.train) + rows(split.valid) + rows(split.test)
    assert sorted(everything) == sorted(zip(frame["user"], frame["item"], strict=True))


def split_folder(folder, test_item: str = "d"):
    folder.mkdir()
    for name, text in {"train": "u1,a,0\nu1,b,1\nu2,b,0\nu2,c,1\n", "valid": "u1,c,2\nu2,a,2\n",
                       "test": f"u1,{test_item},3\nu2,d,3\n"}.items():
        (folder / f"{name}.csv").write_text("user,item,pos\n" + text)
    films = "a,A (1990),X\nb,B (1991),X|Y\nc,C (1992),Y\nd,D (1993),X\ne,E (1994),Y\n"
    (folder / "items.csv").write_text("item,title,genres\n" + films)
    return folder


def test_split_files_are_obeyed_and_their_test_part_stays_closed(tmp_path) -> None:
    one = entai.train("recommendation", split_folder(tmp_path / "one"), tmp_path / "m1", config={"min_events": 1})
    other = entai.train("recommendation", split_folder(tmp_path / "two", "e"), tmp_path / "m2", config={"min_events": 1})
    for name in ("weights.npz", "assets/histories.npz", "assets/popularity.npz"):
        assert (one.path / name).read_bytes() == (other.path / name).read_bytes(), f"{name} knows the test"
    films = entai.load("recommendation", one.path).recommend("u1", 5)
    assert films["item"].tolist()[-2:] == ["e", "d"] or set(films["item"]) == {"d", "e"}


def test_a_plain_files_newest_event_is_not_learnt_from_but_never_recommended_again(movies, tmp_path) -> None:
    bundle = entai.train("recommendation", movies, tmp_path / "m", config={"min_events": 1})
    recommender = entai.load("recommendation", bundle.path)
    newest = pd.read_csv(movies).query("user == 'u0'").sort_values("timestamp")["title"].iloc[-1]
    assert newest not in recommender.recommend("u0", 5)["title"].tolist()


class Fixed(Scorer):
    """Scores everyone by a table, so that ranks are known."""

    def __init__(self, table, catalogue) -> None:
        self.catalogue, self.table, self.people, self.popularity = catalogue, table, None, table[0]

    def _score(self, people):
        return self.table[[int(name) for name in people.names]].copy()


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_figures_equal_the_protocol_in_plain_loops(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n_users, n_items = 6, 15
    rows = [(str(u), f"{i:02}", t) for u in range(n_users) for t, i in enumerate(rng.permutation(n_items)[:5])]
    rows += [("0", f"{i:02}", 99 + i) for i in range(n_items) if ("0", f"{i:02}") not in {row[:2] for row in rows}]
    split = leave_one_out(Interactions.of(pd.DataFrame(rows, columns=["user", "item", "time"])))
    before, test = together(split), split.test
    table = rng.normal(size=(n_users, n_items)).astype(np.float32)
    found = measure(Fixed(table, before.catalogue), before, test).measured
    ndcg, hits = [], []
    for user, item in zip(test.user, test.item, strict=True):
        seen = set(before.item[before.user == user])
        ranked = [i for i in np.argsort(-table[int(before.user_ids[user])], kind="stable") if i not in seen]
        rank = ranked.index(item) + 1
        hits.append(rank <= 10)
        ndcg.append(1 / np.log2(rank + 1) if rank <= 10 else 0)
    assert found["HR@10"].values.mean() == pytest.approx(np.mean(hits))
    assert found["NDCG@10"].values.mean() == pytest.approx(np.mean(ndcg))


def test_nothing_to_hold_out_is_said() -> None:
    frame = pd.DataFrame({"user": ["a", "a", "b", "b"], "item": ["x", "y", "x", "z"], "time": [1, 2, 1, 2]})
    with pytest.raises(EntaiError, match="nothing to hold out"):
        leave_one_out(Interactions.of(frame))


def test_evaluate_warns_when_the_model_was_trained_on_another_split(bundle) -> None:
    report = entai.evaluate("recommendation", synthetic.interactions(seed=1), model=bundle.path)
    assert "flatter" in report.warnings[0]


def test_a_catalogue_in_another_order_changes_nothing(bundle, events) -> None:
    """Data and model number their items each in their own way; raw ids join them."""
    rows = pd.DataFrame({"user": events.user_ids[events.user], "item": events.catalogue.ids[events.item],
                         "time": range(len(events)), "rating": events.rating})
    turned = entai.evaluate("recommendation", rows.iloc[::-1], model=bundle.path)
    straight = entai.evaluate("recommendation", rows, model=bundle.path)
    assert turned.metrics["NDCG@10"].value == pytest.approx(straight.metrics["NDCG@10"].value)


def test_a_model_that_knows_none_of_the_items_says_so(bundle, movies) -> None:
    with pytest.raises(EntaiError, match="knows none of the items"):
        entai.evaluate("recommendation", movies, model=bundle.path)


def test_evaluate_equals_the_report_that_training_wrote(bundle, events) -> None:
    written = entai.Report.from_json(bundle.document("report.json"))
    report = entai.evaluate("recommendation", events, model=bundle.path)
    assert report.warnings == ()
    assert {name: measure.value for name, measure in report.metrics.items()} == \
        {name: measure.value for name, measure in written.metrics.items()}


def test_valid_and_test_are_different_cases(bundle, events) -> None:
    on_valid = entai.evaluate("recommendation", events, model=bundle.path, part="valid")
    on_test = entai.evaluate("recommendation", events, model=bundle.path, part="test")
    assert on_valid.part == "valid" and on_valid.metrics["NDCG@10"] != on_test.metrics["NDCG@10"]
