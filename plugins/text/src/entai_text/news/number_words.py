"""Numbers as people write them: 14, fourteen, twenty-one, a pair, an."""

from __future__ import annotations

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: value for value, word in enumerate(_SMALL)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}


def number_of(word: str) -> float | None:
    """The value of one token: digits or a number word."""
    low = word.lower().replace(",", "")
    if low in WORDS:
        return WORDS[low]
    try:
        return float(low) if low[:1].isdigit() and low[-1:].isdigit() and low.isascii() else None
    except ValueError:
        return None


def in_words(value: float) -> str:
    """A number as a correction shows it: words up to twelve, digits from there."""
    whole = int(value)
    if whole != value or whole > 12 or whole < 0:
        return f"{value:g}"
    return _SMALL[whole]


def like(value: float, written: str) -> str:
    """The right number in the manner of the wrong one: in digits where it was written in digits."""
    return f"{value:g}" if written[:1].isdigit() else in_words(value)
