"""How much two articles share: the part of 4-grams, names and numbers masked."""

from __future__ import annotations

import re
from itertools import combinations

from ..facts import Facts
from ..number_words import WORDS
from ..tokens import tokenise

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")


def masked(text: str, facts: Facts) -> list[str]:
    """The words of a text, every name in the facts as NAME and every number as NUM; runs of masks are one."""
    names = {t.low for fact in facts if isinstance(fact.value, str) for t in tokenise(fact.value) if t.text[:1].isupper()}
    words: list[str] = []
    for token in tokenise(text):
        low = token.low
        if token.text in "-–'’." and words[-1:] in (["NAME"], ["NUM"]):
            continue
        is_number = low in WORDS or low[:1].isdigit() or bool(_ORDINAL.fullmatch(low))
        word = "NUM" if is_number else "NAME" if low in names and token.text[:1].isupper() else low
        if word not in ("NAME", "NUM") or words[-1:] != [word]:
            words.append(word)
    return words


def shared_part(a: list[str], b: list[str], n: int = 4) -> float:
    """The part of the smaller set of n-grams that both have."""
    first, second = ({tuple(x[i : i + n]) for i in range(len(x) - n + 1)} for x in (a, b))
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def mean_shared(texts: list[list[str]], n: int = 4) -> float:
    """The mean over all pairs of texts."""
    pairs = list(combinations(texts, 2))
    return sum(shared_part(a, b, n) for a, b in pairs) / max(1, len(pairs))
