"""The sums from which both matrices of linear-seq follow, and to which events can be added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from entai import EntaiError
from entai_recommendation.lags import autocorrelation, crossing, geometric, pairs, power_law
from entai_recommendation.people import Floats, People

PAST_POWER = 1.0
"""In the past from which the next matrix learns, an event k steps back weighs (1 + k)^-PAST_POWER."""

DENSE_ABOVE = 0.01
"""Share of the cells of two sparse matrices above which their product is quicker dense (measured)."""
FEW = 17
"""A history of more than 1 / FEW of the items is quicker multiplied densely (measured)."""


@dataclass
class Sums:
    """The sufficient statistics of both matrices; events add to them.

    Args:
        counts: How often each pair of items was had by one person, `(items, items)`; the diagonal holds the events.
        pairs: Sums over ordered pairs, see `lags.py`, `(items, items)`: of F in the real part and of C in the imaginary
            one, for both are added in one pass that way, and in half the time.
        ahead: Weight of each further step ahead.
    """

    counts: Floats
    pairs: NDArray[np.complex64]
    ahead: float

    @staticmethod
    def of(people: People, n_items: int, ahead: float) -> Sums:
        """From nothing."""
        sums = Sums(np.zeros((n_items, n_items), np.float32), np.zeros((n_items, n_items), np.complex64), ahead)
        sums.add(people, people.lengths())
        return sums

    def add(self, people: People, fresh: NDArray[np.int64]) -> None:
        """Add the `fresh` newest events of each person; all older ones have been added before."""
        weights = power_law(PAST_POWER)
        table = autocorrelation(weights) + 1j * crossing(weights, geometric(self.ahead))
        for distance, cells in pairs(people, fresh, len(self.counts)):
            np.add.at(self.pairs.reshape(-1), cells, np.complex64(table[distance]))
        self.counts += fresh_counts(people, fresh, len(self.counts))

    def together(self, ridge: float) -> Floats:
        """EASE."""
        return ease(self.counts, ridge)

    def next(self, ridge: float) -> Floats:
        """The ridge from past to next."""
        own = float(np.square(power_law(PAST_POWER)).sum())
        gram = self.pairs.real + self.pairs.real.T
        gram[np.diag_indices(len(gram))] += np.diag(self.counts) * own + ridge * own
        return _solve(gram, self.pairs.imag.copy())


def _solve(gram: Floats, right: Floats) -> Floats:
    """gram^-1 right for a positive definite matrix, by Cholesky in float32; both are used up."""
    factor = linalg.cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    solved = linalg.cho_solve(factor, right, overwrite_b=True, check_finite=False)
    return np.ascontiguousarray(solved, np.float32)  # rows together, as histories pick them


def ease(counts: Floats, ridge: float) -> Floats:
    """The matrix with a zero diagonal by which histories predict themselves best, from X'X (Steck 2019, equation 8)."""
    gram = counts.copy()
    gram[np.diag_indices(len(gram))] += ridge
    factor, failed = linalg.lapack.spotrf(gram.T, lower=1, overwrite_a=1)  # the transpose is what Fortran calls a matrix
    if failed:
        raise EntaiError(f"a ridge of {ridge:g} is too small for these data: their matrix can't be inverted")
    inverse = symmetric(np.asarray(linalg.lapack.spotri(factor, lower=1, overwrite_c=1)[0]).T)
    inverse /= -np.diag(inverse)
    np.fill_diagonal(inverse, 0)
    return inverse


def fresh_counts(people: People, fresh: NDArray[np.int64], n_items: int) -> Floats:
    """What the `fresh` newest events of each person add to X'X, `(items, items)`."""
    changed = people.take(np.flatnonzero(fresh))
    newest = changed.age() < np.repeat(fresh[fresh > 0], changed.lengths())
    new = changed.matrix(changed.preference * newest, n_items)
    if newest.all():
        return gram(new)
    cross = product(new, changed.matrix(changed.preference, n_items))
    return np.asarray(cross + cross.T - gram(new))


def gram(had: Any) -> Floats:
    """X'X of a sparse `(people, items)` matrix: few events sparsely, pair by pair; many densely, one half of it."""
    n = had.shape[1]
    many = np.diff(had.indptr) > n / FEW
    few = had[~many]
    total = np.asarray((few.T @ few).toarray(), np.float32, order="F")
    heavy = had[many]
    for first in range(0, heavy.shape[0], 1024):
        rows = heavy[first:first + 1024].toarray()
        total = linalg.blas.ssyrk(1.0, rows.T, beta=1.0, c=total, lower=1, overwrite_c=1)
    return symmetric(total.T)


def symmetric(upper: Floats) -> Floats:
    """Fill in, in place, the half below the diagonal from the one above; block by block, to need no second matrix."""
    for first in range(0, len(upper), 1024):
        rows = slice(first, first + 1024)
        upper[rows, :first] = upper[:first, rows].T
        upper[rows, rows] = np.triu(upper[rows, rows]) + np.triu(upper[rows, rows], 1).T
    return np.ascontiguousarray(upper, np.float32)


def product(left: Any, right: Any) -> Floats:
    """The product of two sparse `(people, items)` matrices, dense where both are full."""
    n = left.shape[1]
    if min(left.nnz, right.nnz) < DENSE_ABOVE * left.shape[0] * n:
        return np.asarray((left.T @ right).toarray(), np.float32)
    total = np.zeros((n, n), np.float32)
    for first in range(0, left.shape[0], 2048):
        block = slice(first, first + 2048)
        total += left[block].toarray().T @ right[block].toarray()
    return total
