"""The words and slot values that a realiser knows, with their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from entai.state import Array
from entai_text.realising.meaning import NAMES, SLOTS, Meaning, first
from entai_text.realising.pairs import Pairs
from entai_text.realising.words import END, SPECIAL, START, UNKNOWN, Casing, masked, tokens

RARE = 8
"""Words that occur less often are one word to the network, which never says it."""


@dataclass(frozen=True)
class Lexicon:
    """Numbers of words and of slot values.

    Args:
        words: By number; the first are `SPECIAL`.
        values: By number, as `slot=value`; the first means that a slot is not there.
        casing: Which words have a capital.
    """

    words: tuple[str, ...]
    values: tuple[str, ...]
    casing: Casing

    def __post_init__(self) -> None:
        object.__setattr__(self, "_words", {word: number for number, word in enumerate(self.words)})
        object.__setattr__(self, "_values", {value: number for number, value in enumerate(self.values)})

    def meaning(self, meaning: Meaning) -> list[int] | None:
        """Numbers of the first values, one for each slot; None where a value is not known."""
        numbers: dict[str, int] = self.__dict__["_values"]
        told = first(meaning)
        wanted = [_value(slot, told[slot]) if slot in told else "" for slot in SLOTS]
        return [numbers[value] for value in wanted] if all(value in numbers for value in wanted) else None

    def sentence(self, text: str, meaning: Meaning) -> list[int]:
        """Numbers of a text's words, names masked, between start and end."""
        numbers: dict[str, int] = self.__dict__["_words"]
        unknown = numbers[UNKNOWN]
        said = [numbers.get(word, unknown) for word in tokens(masked(text, meaning))]
        return [numbers[START], *said, numbers[END]]

    def spell(self, numbers: Sequence[int]) -> list[str]:
        """Words of numbers, without start, end and padding."""
        return [self.words[number] for number in numbers if number >= len(SPECIAL)]

    def asset(self) -> dict[str, Any]:
        """As JSON."""
        return {"words": list(self.words), "values": list(self.values), "casing": self.casing.forms}

    @staticmethod
    def of(asset: dict[str, Any]) -> Lexicon:
        """From JSON."""
        return Lexicon(tuple(asset["words"]), tuple(asset["values"]), Casing(asset["casing"]))


@lru_cache(maxsize=2)
def learn(pairs: Pairs) -> Lexicon:
    """The lexicon of some pairs, or that of the model which goes on to learn from them."""
    if pairs.lexicon is not None:
        return Lexicon.of(dict(pairs.lexicon))
    meanings = pairs.parsed()
    said = [masked(text, meaning) for text, meaning in zip(pairs.texts, meanings, strict=True)]
    counts = Counter(word for text in said for word in tokens(text))
    words = sorted((word for word, count in counts.items() if count >= RARE), key=lambda word: (-counts[word], word))
    values = sorted({_value(slot, value) for meaning in meanings for slot, value in first(meaning).items()})
    return Lexicon((*SPECIAL, *words), ("", *values), Casing.learn(said))


def rows(pairs: Pairs, lexicon: Lexicon, longest: int) -> tuple[Array, Array]:
    """Slots `(pairs, slots)` and words `(pairs, longest + 1)` of all pairs whose values are known.

    Shorter sentences are padded with 0; of longer ones only the beginning is learnt from, which costs less than long rows.
    """
    found = [(numbers, lexicon.sentence(text, meaning)[:longest + 1]) for text, meaning in
             zip(pairs.texts, pairs.parsed(), strict=True) if (numbers := lexicon.meaning(meaning)) is not None]
    words = np.zeros((len(found), longest + 1), np.int32)
    for row, (_, said) in zip(words, found, strict=True):
        row[:len(said)] = said
    return np.array([numbers for numbers, _ in found], np.int32).reshape(-1, len(SLOTS)), words


def _value(slot: str, value: str) -> str:
    return slot if slot in NAMES else f"{slot}={value.lower()}"
