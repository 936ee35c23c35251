"""What can go wrong in a user's hands, said in one sentence each."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class EntaiError(Exception):
    """A wrong input or a wrong use: the message says what is wrong and what to do (exit code 2)."""


class EntaiWarning(UserWarning):
    """What was noticed and worked around, such as a file that ends too early; the command line shows it in one line."""


def near(word: str, known: Iterable[str], count: int = 3) -> str:
    """A hint that offers the names closest to a mistyped one, or an empty string.

    >>> near("pupularity", ["popularity", "linear-seq"])
    '; did you mean popularity?'
    """
    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_lower, n=count, cutoff=0.6)
    return f"; did you mean {' or '.join(by_lower[name] for name in close)}?" if close else ""
