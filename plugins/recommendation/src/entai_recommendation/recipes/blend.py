"""blend: linear-seq and sasrec together, each seeing what the other misses.

Both scores of a person are brought to mean 0 and deviation 1 over the catalogue, and added with weights 1 - w and w:

    score = (1 - w) (linear - mean linear) / deviation linear + w (sasrec - mean sasrec) / deviation sasrec

The weight w of sasrec is the one of 0, 0.05, ..., 1 that ranks the validation events best (NDCG@10), as predicted by
models that did not learn from them. What is kept has learnt from them, too (sasrec: where that is quick).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from entai import Interactions, Recipe, Run, Split, State
from entai.spec import setting
from entai_recommendation.people import Floats, People
from entai_recommendation.recipes.linear_seq import LinearSeq
from entai_recommendation.recipes.sasrec import Sasrec
from entai_recommendation.scorer import Scorer

WEIGHTS = np.linspace(0, 1, 21)
SEARCHED = ("together_ridge", "together_power", "next_ridge", "next_power", "share")


@dataclass(frozen=True)
class Blend(Recipe[Interactions, Scorer]):
    """Settings of blend; `train.` settings are those of sasrec's training."""

    width: int = setting(64, "features of an item in sasrec", 2)
    blocks: int = setting(2, "attention blocks of sasrec", 1, 12)
    heads: int = setting(2, "attention heads of sasrec; they divide the width", 1)
    length: int = setting(200, "events that sasrec looks back on at most", 2, 2000)
    dropout: float = setting(-1.0, "dropout of sasrec; -1: by the size of the data", -1, 0.95)
    smoothing: float = setting(-1.0, "label smoothing of sasrec; -1: by the size of the data", -1, 0.95)
    refit: bool = setting(True, "let sasrec learn from the validation events, too, where that is quick")
    min_events: int = setting(3, "events that an item needs for linear-seq to learn about it", 1)
    keep: int = setting(0, "entries to keep of each row of linear-seq, in float16; 0: all, in float32", 0)
    keep_histories: bool = setting(True, "keep people's histories in the bundle, so that they can be named")

    def fit(self, split: Split[Interactions], run: Run) -> State:
        """Fit both on the training part, choose the weight on validation, then fit both on all but the test."""
        linear, sasrec = self._parts()
        before = split.valid.keep(np.zeros(len(split.valid), bool))
        linear_state = linear.fit(split, run)
        found = {name: linear_state.notes[name] for name in SEARCHED}
        unseeing = replace(linear, search=False, **found)
        sasrec_run = replace(run, start=part(run.start, "sasrec") if run.start else None)
        learnt = sasrec.learn(split, sasrec_run)
        scorers = (unseeing.restore(unseeing.fit(replace(split, valid=before), replace(run, start=None))),
                   sasrec.restore(learnt))
        figures = by_weight(*scorers, split)
        weight = float(WEIGHTS[figures.argmax()])
        notes = {"validation NDCG@10": round(float(figures.max()), 4), "weight of sasrec": round(weight, 2),
                 "validation NDCG@10 of linear-seq": round(float(figures[0]), 4),
                 "validation NDCG@10 of sasrec": round(float(figures[-1]), 4)} | found
        sasrec_state = sasrec.learn_all(split, sasrec_run, learnt)
        return joined({"linear": linear_state, "sasrec": sasrec_state}, weight, notes | dict(learnt.notes))

    def restore(self, state: State) -> Scorer:
        """Both scorers in one."""
        linear, sasrec = self._parts()
        kept = state.assets["blend"]
        assert isinstance(kept, dict)
        return BlendScorer(state, linear.restore(part(state, "linear")), sasrec.restore(part(state, "sasrec")),
                           float(kept["weight"]))

    def _parts(self) -> tuple[LinearSeq, Sasrec]:
        linear = LinearSeq(min_events=self.min_events, keep=self.keep, keep_histories=self.keep_histories)
        return linear, Sasrec(self.width, self.blocks, self.heads, self.length, self.dropout, self.smoothing, self.refit,
                              self.keep_histories)


class BlendScorer(Scorer):
    """A weighted sum of two scorers, each of mean 0 and deviation 1 over the catalogue."""

    def __init__(self, state: State, linear: Scorer, sasrec: Scorer, weight: float) -> None:
        super().__init__(state)
        self._scorers, self._weights = (linear, sasrec), (1 - weight, weight)

    def _score(self, people: People) -> Floats:
        parts = [np.float32(weight) * standard(scorer._score(people)) for scorer, weight in self._used()]
        return np.asarray(np.sum(parts, axis=0), np.float32)

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """The sum of what the event adds to either score, in the units of the blend."""
        amounts = np.zeros((len(person.items), len(items)), np.float32)
        for scorer, weight in self._used():
            amounts += weight / deviation(scorer._score(person)) * scorer.contributions(person, items)
        return amounts

    def _used(self) -> list[tuple[Scorer, float]]:
        return [(scorer, weight) for scorer, weight in zip(self._scorers, self._weights, strict=True) if weight]


def deviation(scores: Floats) -> Floats:
    """Of each person's scores over the catalogue, `(people, 1)`; never 0."""
    return np.asarray(np.maximum(scores.std(1, keepdims=True), np.float32(1e-9)))


def standard(scores: Floats) -> Floats:
    """Each person's scores `(people, items)` at mean 0 and deviation 1 over the catalogue."""
    return np.asarray((scores - scores.mean(1, keepdims=True)) / deviation(scores), np.float32)


def by_weight(linear: Scorer, sasrec: Scorer, split: Split[Interactions]) -> NDArray[np.float64]:
    """NDCG@10 of the validation events by the weight of sasrec, `(weights,)`."""
    chosen = np.unique(split.valid.user)
    target = split.valid.item[np.searchsorted(split.valid.user, chosen)]
    people, total, done = People.of(split.train).take(chosen.astype(np.int64)), np.zeros(len(WEIGHTS)), 0
    for block in people.blocks():
        one, other = standard(linear.score(block)), standard(sasrec.score(block))
        total += [gains((1 - weight) * one + weight * other, block, target[done:done + len(block)]).sum()
                  for weight in WEIGHTS.astype(np.float32)]
        done += len(block)
    return total / max(1, len(chosen))


def gains(scores: Floats, people: People, target: NDArray[np.int32]) -> Floats:
    """NDCG@10 of one sought item a person among all items that the person has not had, `(people,)`."""
    own = scores[np.arange(len(scores)), target][:, None]
    scores[people.rows(), people.items] = -np.inf
    rank = (scores > own).sum(1)
    return np.where(rank < 10, 1 / np.log2(rank + 2), 0).astype(np.float32)


def joined(parts: dict[str, State], weight: float, notes: dict[str, object]) -> State:
    """The states of all parts in one: arrays under the name of their part, assets together."""
    arrays = {f"{name}/{key}": array for name, state in parts.items() for key, array in state.arrays.items()}
    assets = {key: asset for state in parts.values() for key, asset in state.assets.items()}
    personal = {name for state in parts.values() for name in state.personal}
    return State(arrays, assets | {"blend": {"weight": weight}}, tuple(sorted(personal)), notes=notes)


def part(state: State, name: str) -> State:
    """One part of a joined state."""
    return State({key.removeprefix(f"{name}/"): array for key, array in state.arrays.items() if key.startswith(f"{name}/")},
                 state.assets, state.personal)
