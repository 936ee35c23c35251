"""Texts as words, in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[^\w\s]")


def words(text: str) -> list[str]:
    """Words and marks in order; a Chinese or Japanese character is a word of its own.

    >>> words("To be, 或者")
    ['To', 'be', ',', '或', '者']
    """
    return _WORD.findall(text)


def distinct(said: Sequence[str], n: int) -> float:
    """Different n-grams, as a share of all (Li et al. 2016, distinct-n); 0 for a text with none."""
    grams = [tuple(said[place:place + n]) for place in range(len(said) - n + 1)]
    return len(set(grams)) / len(grams) if grams else 0.0
