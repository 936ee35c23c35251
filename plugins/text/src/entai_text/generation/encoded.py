"""A corpus as numbers, and the windows of it that a network trains on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai.data import Batch, Dataset
from entai_text.generation.corpus import Corpus
from entai_text.generation.vocabulary import Vocabulary

Tokens = NDArray[np.int32]


@dataclass(frozen=True)
class Encoded:
    """Documents as one stream of tokens.

    Args:
        tokens: `(n,)`; an end stands before each of several documents.
        vocabulary: What the numbers mean.
        documents: How many there are.
    """

    tokens: Tokens
    vocabulary: Vocabulary
    documents: int

    @staticmethod
    def of(corpus: Corpus, vocabulary: Vocabulary) -> Encoded:
        """Write every document as numbers."""
        stream: list[int] = []
        for document in corpus.documents:
            if len(corpus.documents) > 1:
                stream.append(vocabulary.ends[0])
            stream.extend(vocabulary.encode(document))
        return Encoded(np.array(stream, np.int32), vocabulary, len(corpus.documents))


class Windows(Dataset):
    """Rows cut from a stream, each with the same row one token later as what is to be said.

    Every batch is cut elsewhere: its rows are shifted by a random part of a row, so that no two epochs see the same ones.

    Args:
        tokens: The stream, `(n,)`.
        length: Tokens in a row.
        shifted: Off for validation, which reads the stream once through.
    """

    def __init__(self, tokens: Tokens, length: int, shifted: bool = True) -> None:
        self._tokens, self._length, self._shifted = tokens, length, shifted

    def __len__(self) -> int:
        return max(1, (len(self._tokens) - 1) // self._length)

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """Tokens and the tokens that follow them, `(batch, length)` each."""
        first = indices[:, None] * self._length + (rng.integers(self._length) if self._shifted else 0)
        at = first + np.arange(self._length + 1)
        rows = self._tokens[at % len(self._tokens)]
        return rows[:, :-1], rows[:, 1:]
