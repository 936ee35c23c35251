"""A trained model as plain data: the one form in which models are fitted, saved, checked and restored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Asset = dict[str, Array] | list[Any] | dict[str, Any]
"""A table of arrays (kept as npz) or a JSON value."""


@dataclass(frozen=True)
class State:
    """What `Recipe.fit` returns and `Recipe.restore` takes.

    Args:
        arrays: The weights, in order.
        assets: What else prediction needs, by name: a dictionary of arrays or a JSON value.
        personal: Names of the assets that hold rows of single people; `entai verify` names them.
        program: The model as a LiteRT flatbuffer, where it has one.
        notes: Figures that the fit chose or measured, for the model card.
    """

    arrays: Mapping[str, Array]
    assets: Mapping[str, Asset] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    program: bytes | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)


def is_table(asset: Asset) -> bool:
    """Whether an asset is a dictionary of arrays."""
    return isinstance(asset, dict) and bool(asset) and all(isinstance(value, np.ndarray) for value in asset.values())


def signature(arrays: Mapping[str, Array]) -> list[dict[str, Any]]:
    """Name, shape and dtype of every array, in order."""
    return [{"name": name, "shape": list(array.shape), "dtype": array.dtype.str} for name, array in arrays.items()]


def mismatch(arrays: Mapping[str, Array], expected: list[dict[str, Any]]) -> str | None:
    """The first difference between arrays and a signature in words, or None."""
    found = signature(arrays)
    if len(found) != len(expected):
        return f"{len(found)} arrays where {len(expected)} are expected"
    for have, want in zip(found, expected, strict=True):
        if have != want:
            wanted = f"{want['name']} {want['dtype']} {want['shape']}"
            return f"{have['name']} is {have['dtype']} {have['shape']}, expected {wanted}"
    return None
