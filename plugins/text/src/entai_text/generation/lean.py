"""lean: a GPT to be read from top to bottom, trained on one's own text.

What it reads is `encoded.py`, what it is `network.py`, and how it is served without TensorFlow `forward.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from entai import EntaiError, Run, Split, State, TrainConfig
from entai.spec import setting
from entai_text.generation.bytepair import BytePairs
from entai_text.generation.characters import Characters
from entai_text.generation.corpus import Corpus
from entai_text.generation.encoded import Encoded
from entai_text.generation.forward import LeanModel
from entai_text.generation.next_token import NextToken, learnt_and_watched
from entai_text.generation.vocabulary import Vocabulary, vocabulary_from_json

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Lean(NextToken[LeanModel]):
    """Settings of lean."""

    tokens: str = setting("characters", "what is read at a time: characters, or pieces of words (bpe)",
                          choices=("characters", "bpe"))
    vocabulary: int = setting(4096, "tokens at most, 257 for bytes among them", 300, 65_536)
    layers: int = setting(4, "blocks of attention and feed-forward", 1, 48)
    heads: int = setting(4, "attention heads; they divide the width", 1, 64)
    width: int = setting(128, "features of a token", 8, 4096)
    context: int = setting(128, "tokens looked back on", 2, 8192)
    dropout: float = setting(0.0, "share of the features hidden from each training step", 0, 0.9)

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=8, batch_size=8, optimizer="adamw", learning_rate=3e-3, schedule="cosine", warmup_steps=100,
        weight_decay=0.1, clip_norm=1.0, jit=True)
    program: ClassVar[bool] = False
    half: ClassVar[bool] = True

    def fit(self, split: Split[Corpus], run: Run) -> State:
        """Train on all but the test; with early stopping (`train.patience`) the valid part is kept back to watch."""
        if self.width % (2 * self.heads):
            raise EntaiError(f"width must be a multiple of twice the heads: {self.width} is none of {2 * self.heads}")
        if run.start and "vocabulary" not in run.start.assets:
            raise EntaiError("lean goes on from a model of lean alone")
        train, valid = learnt_and_watched(split, run.train_config(self.train).patience)
        vocabulary = vocabulary_from_json(run.start.assets["vocabulary"]) if run.start else self._learnt(train)
        learnt, watched = (Encoded.of(part, vocabulary) for part in (train, valid))
        return super().fit(Split[Any](learnt, watched, None, split.method, split.fingerprint), run)

    def _learnt(self, corpus: Corpus) -> Vocabulary:
        kind: Any = BytePairs if self.tokens == "bpe" else Characters
        learnt: Vocabulary = kind.learnt(corpus.documents, self.vocabulary)
        return learnt

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """Tokens `(batch, context)` to the logits of the next ones, `(batch, context, vocabulary)`."""
        from entai_text.generation.network import network

        return network(sizes["vocabulary"], sizes["context"], self.layers, self.heads, self.width, self.dropout)

    def assets(self, split: Split[Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The vocabulary."""
        return {"vocabulary": split.train.vocabulary.to_json()}, ()

    def restore(self, state: State) -> LeanModel:
        """The network in NumPy."""
        return LeanModel.of(state, self.heads)
