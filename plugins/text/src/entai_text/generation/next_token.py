"""What every network that learns to say the next token has in common: its rows, its sizes and its loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from entai import KerasRecipe, Split
from entai.data import Dataset
from entai_text.generation.corpus import Corpus
from entai_text.generation.encoded import Windows

Model = TypeVar("Model")


class NextToken(KerasRecipe[Any, Model]):
    """A recipe whose network takes tokens `(batch, length)` to the logits of the next ones, `(batch, length, vocabulary)`.

    It is fitted on a `Split` of two `Encoded`.
    """

    context: int
    """Tokens in a row at most."""

    def sizes(self, split: Split[Any]) -> dict[str, int]:
        """How many tokens and documents there are, and the longest row that the text fills."""
        learnt = split.train
        return {"vocabulary": len(learnt.vocabulary), "context": max(2, min(self.context, len(learnt.tokens) - 1)),
                "documents": learnt.documents}

    def loss(self) -> Callable[[Any, Any], Any] | str:
        """Cross-entropy of the next token, nats a token."""
        import keras

        loss: Callable[[Any, Any], Any] = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        return loss

    def examples(self, split: Split[Any]) -> tuple[Dataset, Dataset | None]:
        """Windows of the text; to validate, those of the valid part in order."""
        length = self.sizes(split)["context"]
        valid = split.valid.tokens
        return Windows(split.train.tokens, length), Windows(valid, length, shifted=False) if len(valid) > 1 else None


def learnt_and_watched(split: Split[Corpus], patience: int) -> tuple[Corpus, Corpus]:
    """What is learnt from, and what early stopping watches: nothing where it is off, and then all but the test is learnt."""
    train, valid = split.train, split.valid
    if patience and valid.characters > 1:
        return train, valid
    return train.joined(valid), valid.keep([False] * len(valid.documents))
