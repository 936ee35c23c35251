"""Small facts about languages: which one a text is in, its content words, its pieces."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

from .assets import toml_asset

_CJK = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:['’.-][^\W_\u3400-\u9fff]+)*")


def is_chinese(text: str) -> bool:
    """Whether more than a fifth of the letters are Chinese."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and len(_CJK.findall(text)) * 5 > len(letters)


def language_of(text: str) -> str:
    """Zh or en."""
    return "zh" if is_chinese(text) else "en"


@cache
def words_of(language: str) -> dict[str, Any]:
    """The word lists of a language."""
    found: dict[str, Any] = toml_asset("reports.toml")[language]
    return found


def pieces(text: str) -> list[str]:
    """Words in lower case; every Chinese character is a piece of its own."""
    return [word.lower() for word in _WORD.findall(text)]


def content(text: str, language: str) -> frozenset[str]:
    """What a sentence is about: word stems without function words, or pairs of Chinese characters."""
    stop = set(words_of(language)["stop"])
    if language == "zh":
        chars = [c for c in text if _CJK.match(c) and c not in stop]
        return frozenset(a + b for a, b in pairwise(chars))
    return frozenset(stem(w) for w in pieces(text) if w not in stop and not w[:1].isdigit() and len(w) > 2)


def stem(word: str) -> str:
    """A crude English stem, enough to match 'closed' with 'closing'."""
    word = re.sub(r"['’]s$", "", word)
    for ending in ("ations", "ation", "ings", "ing", "edly", "ed", "es", "s", "ly", "ion"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def similarity(a: frozenset[str], b: frozenset[str]) -> float:
    """How much two sentences are about the same, 0..1: shared stems over the smaller set."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def aspects(text: str, language: str) -> frozenset[str]:
    """Which aspects (hurt, dead, money, ...) a piece of text speaks of."""
    edge = "" if language == "zh" else r"\b"
    return frozenset(
        name
        for name, stems in words_of(language)["aspects"].items()
        if any(re.search(edge + re.escape(s), text, re.IGNORECASE) for s in stems)
    )


def hedged(text: str, language: str) -> bool:
    """Whether the source itself marks a statement as not confirmed."""
    low = text.lower()
    if language == "zh":
        return any(word in low for word in words_of("zh")["hedges"])
    return any(re.search(rf"\b{re.escape(word)}\b", low) for word in words_of("en")["hedges"])


def is_instruction(text: str, language: str) -> bool:
    """Whether a sentence speaks to the writer or a machine instead of telling news. Such sentences are never used."""
    patterns = words_of("en")["instructions"] + words_of("zh")["instructions"]
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def negated(text: str, language: str) -> bool:
    """Whether a sentence says that something is not so."""
    low = text.lower().replace("’", "'")
    if language == "zh":
        return any(word in low for word in words_of("zh")["negations"])
    return any(re.search(rf"(?:\b|(?<=\w)){re.escape(word)}\b", low) for word in words_of("en")["negations"])
