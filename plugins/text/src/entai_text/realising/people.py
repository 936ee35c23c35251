"""What people said for slots, kept word for word, and said again of other names and of another kind of venue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

import numpy as np

from entai.state import Array
from entai_text.realising.meaning import NAMES, SLOTS, Meaning, first
from entai_text.realising.pairs import Pairs
from entai_text.realising.slot_check import mistakes, ways
from entai_text.realising.words import PLACEHOLDERS, masked, tokens

KIND = "eatType"
"""The one slot besides names whose value can be put in another's place word for word: a pub where a coffee shop was."""

Said = tuple[str, ...]
"""A sentence's tokens, with placeholders for names."""


class People:
    """Sentences of a training part that say their slots without a mistake.

    Args:
        sentences: Slots (one value each) and what somebody said for them.
    """

    def __init__(self, sentences: Sequence[tuple[Meaning, Said]]) -> None:
        self._sentences = sentences

    @classmethod
    def learn(cls, pairs: Pairs) -> People:
        """All that can be kept: one value a slot, and nothing left out, said twice or added."""
        found: dict[tuple[tuple[str, ...], Said], tuple[Meaning, Said]] = {}
        for meaning, text in zip(pairs.parsed(), pairs.texts, strict=True):
            said = tuple(tokens(masked(text, meaning)))
            told = {slot: PLACEHOLDERS.get(slot, value.lower()) for slot, value in meaning.items()}
            if told == first(told) and not mistakes(" ".join(said), told):
                found[tuple(told.values()), said] = told, said
        return cls(list(found.values()))

    def for_slots(self, meaning: Meaning) -> list[Said]:
        """What was said for the same slots; names and the kind of venue may have been others, and are exchanged."""
        told = first(meaning)
        alike = self._by_slots.get(_key(told), ())
        said = dict.fromkeys(_of_kind(words, was.get(KIND), told.get(KIND)) for was, words in alike)
        return [words for words in said if words and not mistakes(" ".join(words), told)]

    @cached_property
    def _by_slots(self) -> dict[tuple[str, ...], list[tuple[Meaning, Said]]]:
        found: dict[tuple[str, ...], list[tuple[Meaning, Said]]] = {}
        for meaning, words in self._sentences:
            found.setdefault(_key(meaning), []).append((meaning, words))
        return found

    def asset(self) -> dict[str, Array]:
        """As arrays: all words and values, and of each sentence the numbers of its slots' values and of its words."""
        values = ("", *sorted({value for meaning, _ in self._sentences for value in meaning.values()}))
        words = sorted({word for _, said in self._sentences for word in said})
        slots = [[meaning.get(slot, "") for slot in SLOTS] for meaning, _ in self._sentences]
        return {"values": _packed(values), "words": _packed(words),
                "slots": _numbers([value for row in slots for value in row], values).reshape(-1, len(SLOTS)),
                "lengths": np.array([len(said) for _, said in self._sentences], np.uint16),
                "said": _numbers([word for _, said in self._sentences for word in said], words)}

    @classmethod
    def of(cls, asset: dict[str, Array]) -> People:
        """From arrays."""
        values, words = _unpacked(asset["values"]), _unpacked(asset["words"])
        said = iter(words[number] for number in asset["said"])
        return cls([({slot: values[number] for slot, number in zip(SLOTS, slots, strict=True) if number},
                     tuple(islice(said, int(length))))
                    for slots, length in zip(asset["slots"], asset["lengths"], strict=True)])


def _key(meaning: Meaning) -> tuple[str, ...]:
    """Equal where names and the kind of venue alone differ."""
    return tuple(f"{slot}={'' if slot in (*NAMES, KIND) else meaning[slot].lower()}" for slot in SLOTS if slot in meaning)


def _of_kind(said: Said, was: str | None, kind: str | None) -> Said:
    """The same of another kind of venue; nothing where the old one is spoken of in a way that can't be exchanged."""
    if was is None or kind is None or was == kind.lower():
        return said
    old, = (way for way in ways()[KIND] if way.value == was)
    changed = old.says.sub(lambda _: kind.lower(), " ".join(said))
    return () if re.search(re.escape(was.split()[0]), changed) else tuple(changed.split())


def _numbers(named: Sequence[str], names: Sequence[str]) -> Array:
    places = {name: number for number, name in enumerate(names)}
    return np.array([places[name] for name in named], np.min_scalar_type(len(names)))


def _packed(names: Sequence[str]) -> Array:
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def _unpacked(packed: Array) -> list[str]:
    return packed.tobytes().decode().split("\n")
