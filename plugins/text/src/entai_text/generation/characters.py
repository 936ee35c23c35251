"""A token for each character, and bytes for what was never seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from entai_text.generation.vocabulary import Vocabulary

BYTES = 256


class Characters(Vocabulary):
    """The 256 bytes, the end, and each character of several bytes that is frequent enough to have a token.

    What has none is written as its bytes, as SentencePiece's byte fallback does (Kudo & Richardson 2018): a model of
    Shakespeare reads an emoji, if without understanding, and nothing is ever replaced by a mark for "unknown".

    Args:
        letters: Characters beyond ASCII, in the order of their numbers.
    """

    def __init__(self, letters: Iterable[str]) -> None:
        self.letters = list(letters)
        self.pieces = [bytes([value]) for value in range(BYTES)] + [b""] + [letter.encode() for letter in self.letters]
        self.ends = (BYTES,)
        self._numbers = {letter: BYTES + 1 + index for index, letter in enumerate(self.letters)}

    @classmethod
    def learnt(cls, texts: Iterable[str], size: int) -> Characters:
        """The most frequent characters beyond ASCII, each seen twice or more, so that there are `size` tokens at most."""
        counts = Counter(letter for text in texts for letter in text if not letter.isascii())
        often = [letter for letter, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])) if count > 1]
        return cls(often[:max(0, size - BYTES - 1)])

    def encode(self, text: str) -> list[int]:
        """A number for each character, or for each of its bytes."""
        tokens: list[int] = []
        for letter in text:
            number = self._numbers.get(letter)
            if number is not None:
                tokens.append(number)
            else:
                tokens.extend(letter.encode())
        return tokens

    def to_json(self) -> dict[str, Any]:
        """The letters in one string."""
        return {"kind": "characters", "letters": "".join(self.letters)}

    @classmethod
    def from_json(cls, saved: dict[str, Any]) -> Characters:
        """The same again."""
        return cls(saved["letters"])
