"""Sums over pairs of events of one person, weighted by how far apart they are.

Both matrices of a "past to next" ridge are such sums. Let x_t be a past in which the event k steps back weighs f(k),
and y_t the future in which the event j steps ahead weighs g(j). Over all steps t (and past the ends, so that it depends
on distance alone), with F the autocorrelation of f and C the convolution of f and g,

    (sum_t x_t x_t')[a, b] = sum over pairs of events (a, b) of F(|distance|)
    (sum_t x_t y_t')[a, b] = sum over pairs in which b comes d > 0 steps after a, of C(d - 1)

so no past is ever written out, and a new event only adds its own pairs.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from entai_recommendation.people import Floats, People

LENGTH = 300
"""How far back f and ahead g are followed."""
HORIZON = 32
"""Pairs further apart than this are left out: they change nothing that can be measured."""


def power_law(power: float, length: int = LENGTH) -> Floats:
    """Weights (1 + k)^-power of the events k = 0, 1, ... steps back, `(length,)`."""
    return np.asarray((1.0 + np.arange(length)) ** -power, np.float32)


def geometric(ratio: float, length: int = LENGTH) -> Floats:
    """Weights ratio^j of the events j = 0, 1, ... steps ahead, `(length,)`."""
    return np.asarray(float(ratio) ** np.arange(length), np.float32)


def autocorrelation(past: Floats) -> Floats:
    """F by distance, `(HORIZON,)`."""
    return np.asarray(np.correlate(past, past, "full")[len(past) - 1:][:HORIZON], np.float32)


def crossing(past: Floats, ahead: Floats) -> Floats:
    """C by distance, `(HORIZON,)`; at distance 0 there is none."""
    return np.asarray(np.concatenate([[0.0], np.convolve(past, ahead)])[:HORIZON], np.float32)


def pairs(people: People, fresh: NDArray[np.int64], n_items: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Ordered pairs of one person's events, the later of which is fresh, by how far apart the two are.

    Args:
        people: Histories, old to new; all events count alike.
        fresh: How many of each person's newest events are fresh; all of them for a sum from nothing.
        n_items: How many items there are.

    Yields:
        A distance, and for each pair of it the cell `earlier * n_items + later` of a matrix over items.
    """
    items = people.items.astype(np.int64)
    position = np.arange(len(items)) - np.repeat(people.offsets[:-1], people.lengths())
    later = np.flatnonzero(people.age() < np.repeat(fresh, people.lengths()))
    for distance in range(1, HORIZON):
        later = later[position[later] >= distance]
        if not len(later):
            return
        yield distance, items[later - distance] * n_items + items[later]
