"""Tokens: pieces of bytes that a model reads and writes one at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from entai import EntaiError


class Vocabulary(ABC):
    """Numbers for pieces of UTF-8, so that any text there is can be written as numbers and got back unchanged.

    Attributes:
        pieces: The bytes of each token; a token that stands for no text, such as the end, has none.
        ends: Tokens that end a text; the first also comes before one.
    """

    pieces: Sequence[bytes]
    ends: tuple[int, ...]

    @abstractmethod
    def encode(self, text: str) -> list[int]:
        """The tokens of a text, without an end."""

    def decode(self, tokens: Iterable[int]) -> bytes:
        """The bytes that tokens stand for."""
        return b"".join(self.pieces[token] for token in tokens)

    def __len__(self) -> int:
        return len(self.pieces)

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """All that `vocabulary_from_json` needs."""


def vocabulary_from_json(saved: Any) -> Vocabulary:
    """The vocabulary that `to_json` wrote."""
    from entai_text.generation.bytepair import BytePairs
    from entai_text.generation.characters import Characters

    kinds: dict[str, Any] = {"characters": Characters, "bpe": BytePairs}
    kind = saved.get("kind") if isinstance(saved, dict) else None
    if kind not in kinds:
        raise EntaiError("the model's vocabulary is of a kind that this version does not know")
    made: Vocabulary = kinds[kind].from_json(saved)
    return made
