"""How pictures are cut into what is learnt from and what is held out."""

from __future__ import annotations

import numpy as np

from entai import Split
from entai_image.pictures import Pictures

LEAST = 10


def split(data: Pictures, seed: int) -> Split[Pictures]:
    """A fifth of the pictures is held out for the test, and a tenth to choose on; of fewer than ten, none.

    A fifth, as pictures differ more than crops of one: what is held out must have many kinds of them.
    """
    if len(data) < LEAST:
        return Split(data, data, data, "fewer than ten pictures: none is held out as a whole", data.fingerprint())
    tenth = np.random.default_rng(seed).permutation(len(data)) % 10
    train, valid, test = (data.keep(chosen) for chosen in (tenth > 2, tenth == 2, tenth < 2))
    return Split(train, valid, test, "a fifth of the pictures at random is the test", test.fingerprint())


def whole(parts: Split[Pictures]) -> Pictures:
    """All pictures of a split, for what is not learnt."""
    if parts.train is parts.valid or parts.test is None:
        return parts.valid
    pieces = (parts.train, parts.valid, parts.test)
    targets, names = (tuple(entry for piece in pieces for entry in getattr(piece, field)) for field in ("targets", "names"))
    return Pictures(targets, (), names, parts.train.name)
