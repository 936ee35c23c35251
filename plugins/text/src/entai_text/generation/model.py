"""What drawing text asks of a language model, whoever made it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from entai_text.generation.vocabulary import Vocabulary

Logits = NDArray[np.float32]
Row = NDArray[np.floating[Any]]


class Reading(Protocol):
    """Several texts being read at once, each a token at a time; what was read is remembered, not computed again."""

    def read(self, tokens: Sequence[int]) -> Logits:
        """Read one more token of each text.

        Returns:
            Logits of the tokens after these, `(texts, vocabulary)`.
        """

    def keep(self, rows: Sequence[int]) -> None:
        """Forget all texts but these."""


@runtime_checkable
class LanguageModel(Protocol):
    """A model of the next token."""

    vocabulary: Vocabulary
    context: int
    """Tokens that it looks back on at most."""

    def start(self, texts: Sequence[Sequence[int]]) -> tuple[Reading, Logits]:
        """Read texts of different lengths, each of at least one token and at most `context`.

        Returns:
            The reading, to go on with, and the logits of the tokens that follow, `(texts, vocabulary)`.
        """

    def logits(self, rows: NDArray[np.int32]) -> Logits:
        """The logits of every next token, `(batch, length, vocabulary)`, for rows `(batch, length)` within the context."""

    def opening(self, prompt: str, chat: bool) -> list[int]:
        """The tokens to go on from, at least one.

        Args:
            prompt: A text; where it is empty, a new text is begun.
            chat: Whether a model that was taught to answer is asked in its own form.
        """
