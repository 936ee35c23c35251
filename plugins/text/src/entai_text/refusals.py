"""The engine's refusals in the words of entai: one sentence, exit code 2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from entai import EntaiError
from entai_text.news.facts import FactsError

LONGEST = 400


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what the engine refuses, and what the system can't open, into an `EntaiError` of one line."""
    try:
        yield
    except (FactsError, OSError, UnicodeError) as error:
        words = " ".join(str(error).split()).rstrip(".")
        raise EntaiError(words if len(words) <= LONGEST else words[:LONGEST] + " ...") from error
