"""Leave one out, in time: the last event of each person is for the test, the one before it for validation."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np

from entai import EntaiError, Interactions, Split
from entai.media.interactions import TEST, TRAIN, VALID

FEWEST = 3
"""People with fewer events stay whole in the training part."""


def leave_one_out(data: Interactions) -> Split[Interactions]:
    """Split by time, or as the data's own split files say.

    `split.known` is what may be kept for use: everything, but for a test part that was brought as a file.
    """
    if data.n_users < 2:
        raise EntaiError(f"{data.name} has one person only; a recommender learns from what many people have in common")
    brought = data.part is not None
    part = data.part if data.part is not None else _parts(data)
    if not ((part == TEST).any() and (part == VALID).any()):
        raise EntaiError(f"{data.name} leaves nothing to hold out: nobody has {FEWEST} events or more")
    method = "the data's own split files" if brought else \
        "leave one out: each person's last event is the test, the one before it the validation"
    train, valid, test = (replace(data.keep(part == which), part=None) for which in (TRAIN, VALID, TEST))
    known = replace(data.keep(part != TEST) if brought else data, part=None)
    return Split(train, valid, test, method, _fingerprint(test), known)


def _parts(data: Interactions) -> np.ndarray:
    age = data.age()
    enough = np.diff(data.offsets())[data.user] >= FEWEST
    return np.where(enough & (age == 0), TEST, np.where(enough & (age == 1), VALID, TRAIN)).astype(np.int8)


def together(split: Split[Interactions]) -> Interactions:
    """Training and validation events as one, in order: what a model is refitted on, and what a test may look back on."""
    train, valid = split.train, split.valid
    user = np.concatenate([train.user, valid.user])
    order = np.argsort(user, kind="stable")
    rating = None if train.rating is None or valid.rating is None else np.concatenate([train.rating, valid.rating])[order]
    return replace(train, user=user[order], item=np.concatenate([train.item, valid.item])[order], rating=rating)


def _fingerprint(held_out: Interactions) -> str:
    rows = np.char.add(np.char.add(held_out.user_ids[held_out.user], "\t"), held_out.catalogue.ids[held_out.item])
    return hashlib.sha256("\n".join(sorted(rows.tolist())).encode()).hexdigest()[:16]
