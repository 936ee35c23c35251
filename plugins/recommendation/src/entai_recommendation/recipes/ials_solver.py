"""The one step of iALS, for many rows at a time: a regularised least squares problem for each of them.

Row u asks for the vector x_u that solves

    (Y'Y + ridge I + sum_i r_ui y_i y_i') x_u = b_u

where y_i are the other side's vectors and r_ui >= 0 is how much an event counts above what was not had. Y'Y is shared by
all rows (Hu, Koren & Volinsky 2008); what a row adds to it is a product with its own few vectors. Rows of like length go
together, padded to the longest. In training each row starts from where it stood, and a few steps of conjugate gradients
are enough, for which no row's matrix is ever written out (Takács, Pilászy & Tikk, RecSys 2011).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai_recommendation.people import Floats

STEPS = 3
"""Of conjugate gradients in each half of a sweep."""
CELLS = 1 << 12
"""Events, padding among them, of the rows that are solved together: with 64 numbers each they stay in a CPU's cache."""


@dataclass(frozen=True)
class Systems:
    """The matrices of some rows, `shared + vectors' weights vectors` of each, without writing them out.

    Args:
        shared: Y'Y + ridge I, `(dims, dims)`.
        vectors: Of each row's events, `(rows, longest, dims)`.
        weights: r, 0 for padding, `(rows, longest, 1)`.
    """

    shared: Floats
    vectors: Floats
    weights: Floats

    def times(self, x: Floats) -> Floats:
        """Each matrix times its vector, `(rows, dims)`."""
        along = (self.vectors @ x[:, :, None]) * self.weights
        return np.asarray(x @ self.shared + (self.vectors.transpose(0, 2, 1) @ along)[:, :, 0], np.float32)

    def solve(self, right: Floats) -> Floats:
        """The exact solutions, `(rows, dims)`."""
        whole = self.shared + self.vectors.transpose(0, 2, 1) @ (self.vectors * self.weights)
        return np.asarray(np.linalg.solve(whole, right[:, :, None])[:, :, 0], np.float32)


def solve_rows(weights: Any, right: Floats, other: Floats, ridge: float, start: Floats | None = None) -> Floats:
    """The vectors of all rows; a row without events gets zeros.

    Args:
        weights: r, sparse `(rows, columns)`.
        right: b, `(rows, dims)`.
        other: Y, the vectors of the columns, `(columns, dims)`.
        ridge: Of the problem.
        start: Where conjugate gradients begin, `(rows, dims)`; None solves exactly.
    """
    shared = other.T @ other + np.float32(ridge) * np.eye(other.shape[1], dtype=np.float32)
    found = np.zeros((weights.shape[0], other.shape[1]), np.float32)
    for rows in alike(np.diff(weights.indptr)):
        columns, counted = neighbours_of(weights, rows)
        systems = Systems(shared, other[columns], counted[:, :, None])
        found[rows] = systems.solve(right[rows]) if start is None \
            else conjugate_gradients(systems, right[rows], start[rows])
    return found


def alike(lengths: NDArray[Any]) -> Iterator[NDArray[np.int64]]:
    """Rows that have events, in groups of like length and bounded size."""
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] > 0]
    first = 0
    while first < len(order):
        group = order[first:first + max(1, min(256, CELLS // int(lengths[order[first]])))]
        fits = np.arange(1, len(group) + 1) * lengths[group] <= CELLS
        group = group[:max(1, int(fits.sum()))]
        yield group
        first += len(group)


def neighbours_of(weights: Any, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats]:
    """Columns of some rows and their weights, `(rows, longest)`; shorter rows are filled up with a weight of 0."""
    lengths = np.diff(weights.indptr)[rows]
    step = np.arange(lengths.max())
    inside = step < lengths[:, None]
    place = (weights.indptr[rows][:, None] + step)[inside]
    columns, counted = np.zeros(inside.shape, np.int64), np.zeros(inside.shape, np.float32)
    columns[inside], counted[inside] = weights.indices[place], weights.data[place]
    return columns, counted


def conjugate_gradients(systems: Systems, right: Floats, x: Floats) -> Floats:
    """A few steps from `x` `(rows, dims)` towards the solutions."""
    residual = right - systems.times(x)
    direction, size = residual, np.einsum("ni,ni->n", residual, residual)
    for _ in range(STEPS):
        through = systems.times(direction)
        step = (size / np.maximum(np.einsum("ni,ni->n", direction, through), 1e-20))[:, None]
        x, residual = x + step * direction, residual - step * through
        before, size = size, np.einsum("ni,ni->n", residual, residual)
        direction = residual + (size / np.maximum(before, 1e-20))[:, None] * direction
    return x
