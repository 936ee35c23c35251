"""How much of a text stands word for word in what was learnt from."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from entai_text.generation.words import words

RUN = 8
"""So many words in a row, found again, are copied: fewer are found by chance in any large text."""


class Copied:
    """Finds runs of words again.

    Args:
        texts: Texts as words with a blank between, each also at both ends.
        runs: Sorted hashes of all runs of `RUN` words in them.
    """

    def __init__(self, texts: Sequence[str], runs: NDArray[np.uint64]) -> None:
        self._texts, self._runs = texts, runs

    @classmethod
    def of(cls, documents: Iterable[str]) -> Copied:
        """For documents."""
        said = [words(document) for document in documents]
        hashes = [_hashes(document) for document in said]
        runs = np.unique(np.concatenate([np.zeros(0, np.uint64), *hashes]))
        return cls([f" {' '.join(document)} " for document in said], runs)

    def share(self, said: Sequence[str]) -> float:
        """Share of the words that lie in a run which is copied, 0..1."""
        covered = np.zeros(len(said), bool)
        for place in np.flatnonzero(np.isin(_hashes(said), self._runs)):
            covered[place:place + RUN] = True
        return float(covered.mean()) if len(said) else 0.0

    def longest(self, said: Sequence[str]) -> int:
        """Words of the longest run that is in one of the texts."""
        best = 0
        for first in range(len(said)):
            while first + best < len(said) and self._holds(said[first:first + best + 1]):
                best += 1
        return best

    def _holds(self, run: Sequence[str]) -> bool:
        sought = f" {' '.join(run)} "
        return any(sought in text for text in self._texts)


def _hashes(said: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each run of `RUN` words, equal for equal runs, `(runs,)`."""
    if len(said) < RUN:
        return np.zeros(0, np.uint64)
    numbers = np.array([_number(word) for word in said], np.uint64)
    mixed = np.zeros(len(said) - RUN + 1, np.uint64)
    for place in range(RUN):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + numbers[place:place + len(mixed)]
    return mixed


def _number(word: str) -> int:
    return zlib.crc32(word.encode()) + 1
