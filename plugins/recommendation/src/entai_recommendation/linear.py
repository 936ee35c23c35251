"""Models whose score is a sum over the history: fast, exact to explain, and open to people never met before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from entai import State
from entai_recommendation.people import Floats, People
from entai_recommendation.scorer import Scorer

DENSE_ABOVE = 0.04
"""Share of a catalogue in a history above which a dense product is the faster one (measured on 3,415 items)."""


@dataclass(frozen=True)
class Component:
    """One item-item matrix and how a history meets it.

    Args:
        matrix: `(items, items)`, dense or sparse: what having had the row's item adds to the column's score.
        power: An event of age a weighs (1 + a)^-power.
        weight: Of the component in the sum.
        window: How many of the newest events count; 0 for all.
    """

    matrix: Any
    power: float
    weight: float
    window: int = 0

    def score(self, people: People) -> Floats:
        """Scores `(people, items)`."""
        history: Any = people.matrix(self._weights(people), self.matrix.shape[0])
        if sparse.issparse(self.matrix):
            return np.asarray((history @ self.matrix).toarray(), np.float32)
        long = np.diff(history.indptr) > DENSE_ABOVE * history.shape[1]
        if not long.any():
            return np.asarray(history @ self.matrix, np.float32)
        scores = np.empty(history.shape, np.float32)
        scores[long], scores[~long] = history[long].toarray() @ self.matrix, history[~long] @ self.matrix
        return scores

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """What each event adds to the scores of some items, `(events, items)`."""
        chosen: Any = self.matrix[np.ix_(person.items, items)]
        if sparse.issparse(self.matrix):
            chosen = chosen.toarray()
        return np.asarray(chosen * self._weights(person)[:, None], np.float32)

    def _weights(self, people: People) -> Floats:
        """How much each event counts here, `(events,)`."""
        weights = event_weights(people, self.power) * np.float32(self.weight)
        return np.where(people.age() < self.window, weights, 0) if self.window else weights


def event_weights(people: People, power: float) -> Floats:
    """How much each event counts: its preference, the less the longer ago it was."""
    return (people.preference * (1.0 + people.age()) ** -power).astype(np.float32)


class LinearScorer(Scorer):
    """A sum of components over the items that had events enough to learn from; others score 0.

    Args:
        state: `arrays` hold `head`, the numbers of those items, and each component's matrix over them under its name,
            whole or pruned; `assets["components"]` lists names, powers, weights and windows.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        listed: Any = state.assets["components"]
        self.components = [Component(unpack(state.arrays, entry["name"]), entry["power"], entry["weight"], entry["window"])
                           for entry in listed]
        self._place = places(state.arrays["head"], len(self.catalogue))
        self.learnt = self._place >= 0

    def _score(self, people: People) -> Floats:
        known = people.renumbered(self._place)
        scores = self.components[0].score(known)
        for component in self.components[1:]:
            scores += component.score(known)
        return in_catalogue(scores, self._place)

    def contributions(self, person: People, items: NDArray[np.int64]) -> Floats:
        """Exact: over the events they add up to the score."""
        known, columns = person.renumbered(self._place), self._place[items].astype(np.int64)
        inside = np.ix_(self._place[person.items] >= 0, columns >= 0)
        amounts = np.zeros((len(person.items), len(items)), np.float32)
        for component in self.components:
            amounts[inside] += component.contributions(known, columns[columns >= 0])
        return amounts


def places(head: NDArray[np.int32], n_items: int) -> NDArray[np.int32]:
    """The place of each item in a list of items, -1 for those not in it, `(n_items,)`."""
    place = np.full(n_items, -1, np.int32)
    place[head] = np.arange(len(head))
    return place


def in_catalogue(scores: Floats, place: NDArray[np.int32]) -> Floats:
    """Scores `(people, learnt items)` as `(people, items)`, 0 for items that have no place among the learnt ones."""
    everything = np.take(scores, place, axis=1, mode="clip")
    everything[:, place < 0] = 0
    return everything


def pack(name: str, matrix: Floats, keep: int) -> dict[str, NDArray[Any]]:
    """A matrix as a bundle keeps it.

    Args:
        name: Of the component.
        matrix: `(items, items)`.
        keep: How many of each row's largest entries (by size) to keep, in float16; 0 keeps all, in float32.
    """
    if not keep or keep >= len(matrix):
        return {name: np.ascontiguousarray(matrix, np.float32)}
    columns = np.sort(np.argpartition(-np.abs(matrix), keep, axis=1)[:, :keep], axis=1)
    return pack_rows(name, columns, np.take_along_axis(matrix, columns, 1))


def pack_rows(name: str, columns: NDArray[np.int64], values: Floats) -> dict[str, NDArray[Any]]:
    """A sparse square matrix as a bundle keeps it, from columns and values of each row, `(items, kept)` both."""
    step = max(np.abs(values).max(), 1e-9) / 60_000  # float16 reaches 65,504 and loses figures near 0: use its range
    return {f"{name}/columns": columns.astype(np.uint16 if len(columns) <= 65_536 else np.int32),
            f"{name}/values": (values / step).astype(np.float16), f"{name}/step": np.array(step, np.float32)}


def unpack(arrays: Mapping[str, NDArray[Any]], name: str) -> Any:
    """The matrix that `pack` made, dense or sparse."""
    if name in arrays:
        return arrays[name]
    columns, step = arrays[f"{name}/columns"], float(arrays[f"{name}/step"])
    values = arrays[f"{name}/values"].astype(np.float32) * step
    rows, keep = columns.shape
    index = (np.repeat(np.arange(rows), keep), columns.ravel().astype(np.int64))
    return sparse.csr_array(sparse.coo_array((values.ravel(), index), shape=(rows, rows)))


def described(name: str, power: float, weight: float = 1.0, window: int = 0) -> dict[str, Any]:
    """A component as the asset that lists a model's components has it."""
    return {"name": name, "power": float(power), "weight": float(weight), "window": window}
