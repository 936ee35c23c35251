"""What a sentence is to say: slots with values, as the E2E challenge writes them (`name[The Mill], food[French]`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from entai import EntaiError

Meaning: TypeAlias = Mapping[str, str]
"""Values by slot, in the order of `SLOTS`; several values of one slot are parted by semicolons."""

SLOTS = ("name", "eatType", "food", "priceRange", "customer rating", "area", "familyFriendly", "near")
NAMES = ("name", "near")
"""Slots whose values are names: the network sees that they are there, and a placeholder stands for them in a text."""

_PAIR = re.compile(r"([^\[\],]+)\[([^\[\]]*)\]")


def parse(text: str) -> Meaning:
    """Read `name[The Mill], food[French]`; of several values of a slot the one written last comes first.

    Raises:
        EntaiError: It is written otherwise, or has a slot of another domain.
    """
    pairs = [(slot.strip(), value.strip()) for slot, value in _PAIR.findall(text)]
    if not pairs or _PAIR.sub("", text).strip(" ,"):
        raise EntaiError(f"{text[:60]!r} is no list of slots such as name[The Mill], food[French]")
    found: dict[str, list[str]] = {}
    for slot, value in pairs:
        found.setdefault(slot, []).append(value)
    return ordered({slot: "; ".join(dict.fromkeys(filter(None, reversed(several)))) for slot, several in found.items()})


def ordered(slots: Mapping[str, str]) -> Meaning:
    """The slots that have a value, in the order of `SLOTS`."""
    for slot in slots:
        if slot not in SLOTS:
            raise EntaiError(f"there is no slot {slot!r}; there are {', '.join(SLOTS)}")
    return {slot: slots[slot] for slot in SLOTS if slots.get(slot)}


def unparse(meaning: Meaning) -> str:
    """Write `name[The Mill], food[French]`."""
    return ", ".join(f"{slot}[{value}]" for slot, several in meaning.items() for value in reversed(values(several)))


def values(several: str) -> list[str]:
    """The values of one slot: `pub; restaurant` has two."""
    return [value.strip() for value in several.split(";") if value.strip()]


def first(meaning: Meaning) -> Meaning:
    """Each slot with its first value alone."""
    return {slot: values(several)[0] for slot, several in meaning.items()}
