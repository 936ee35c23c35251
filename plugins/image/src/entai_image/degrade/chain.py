"""Degradations one behind another, or one of several."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Degradation: TypeAlias = Callable[[Floats, np.random.Generator], Floats]


def chain(*steps: Degradation) -> Degradation:
    """Each step takes what the one before it gave."""
    def degrade(picture: Floats, rng: np.random.Generator) -> Floats:
        for step in steps:
            picture = step(picture, rng)
        return picture

    return degrade


def either(*choices: Degradation) -> Degradation:
    """One of them, each as likely as the others."""
    def degrade(picture: Floats, rng: np.random.Generator) -> Floats:
        return choices[rng.integers(len(choices))](picture, rng)

    return degrade


def as_it_is(picture: Floats, rng: np.random.Generator) -> Floats:
    """No change, for one choice of several."""
    return picture
