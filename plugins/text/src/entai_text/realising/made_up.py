"""Made-up pairs of slots and plain sentences, to try a recipe on."""

from __future__ import annotations

import random

from entai_text.realising.meaning import NAMES, SLOTS, unparse
from entai_text.realising.pairs import Pairs
from entai_text.realising.plain import plain
from entai_text.realising.slot_check import ways

PLACES = ("The Mill", "The Eagle", "Blue Spice", "Café Brazil", "Green Man", "Ranch")
KEPT = 0.7
"""How likely a slot is there."""


def pairs(seed: int, number: int = 300) -> Pairs:
    """Pairs whose sentences follow a rule; a realiser that learns anything learns it."""
    chance = random.Random(seed)  # noqa: S311  made-up data
    values = {slot: PLACES if slot in NAMES else tuple(way.value for way in known) for slot, known in ways().items()}
    meanings = []
    for _ in range(number):
        name, near = chance.sample(PLACES, 2)
        drawn = {slot: chance.choice(values[slot]) for slot in SLOTS if chance.random() < KEPT} | {"name": name}
        meanings.append({slot: near if slot == "near" else drawn[slot] for slot in SLOTS if slot in drawn})
    return Pairs(tuple(map(unparse, meanings)), tuple(map(plain, meanings)), "made-up pairs")
