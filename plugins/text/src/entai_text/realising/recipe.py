"""slot-to-text: a small decoder that attends to slots says many sentences; the one that most others agree with is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from entai import KerasRecipe, Run, Split, State, TrainConfig
from entai.data import ArrayDataset, Dataset
from entai.spec import setting
from entai_text.lessons import Lessons, pairs_of
from entai_text.realising.lexicon import learn, rows
from entai_text.realising.meaning import SLOTS
from entai_text.realising.people import People
from entai_text.realising.realiser import Realiser

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class SlotToText(KerasRecipe[Lessons, Realiser]):
    """Settings of slot-to-text."""

    width: int = setting(192, "features of the decoder", 8)
    embedding: int = setting(96, "features of a word and of a slot's value", 4)
    dropout: float = setting(0.1, "share of features hidden from each training step", 0, 0.9)
    longest: int = setting(32, "words of a sentence that are learnt from", 8, 200)

    train: ClassVar[TrainConfig] = TrainConfig(epochs=3, batch_size=48, learning_rate=3e-3, schedule="cosine",
                                               warmup_steps=100, clip_norm=1.0, jit=False)
    program: ClassVar[bool] = False
    half: ClassVar[bool] = True

    def sizes(self, split: Split[Lessons]) -> dict[str, int]:
        """How many words and values the training pairs have."""
        lexicon = learn(pairs_of(split.train))
        return {"words": len(lexicon.words), "values": len(lexicon.values)}

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """Slots `(batch, 8)` and words so far `(batch, length)` to logits of the next words `(batch, length, words)`."""
        from entai_text.realising.network import slot_decoder

        return slot_decoder(sizes["values"], len(SLOTS), sizes["words"], self.width, self.embedding, self.dropout)

    def loss(self) -> Callable[[Any, Any], Any] | str:
        """Cross-entropy of the next word; the weights of the examples leave padding out."""
        import keras

        return keras.losses.SparseCategoricalCrossentropy(from_logits=True)  # type: ignore[no-any-return]

    def examples(self, split: Split[Lessons]) -> tuple[Dataset, Dataset | None]:
        """Slots and words; each word is to be said after those before it."""
        lexicon = learn(pairs_of(split.train))
        return tuple(Said(*rows(pairs_of(part), lexicon, self.longest)) for part in (split.train, split.valid))  # type: ignore[return-value]

    def assets(self, split: Split[Lessons]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The lexicon, and what people said."""
        pairs = pairs_of(split.train)
        return {"lexicon": learn(pairs).asset(), "people": People.learn(pairs).asset()}, ()

    def fit(self, split: Split[Lessons], run: Run) -> State:
        """Train; the card tells how many sentences the model keeps word for word."""
        state = super().fit(split, run)
        kept: Any = state.assets["people"]
        return replace(state, notes={**state.notes, "keeps": f"{len(kept['lengths']):,} sentences of the training part"})

    def restore(self, state: State) -> Realiser:
        """A realiser that needs NumPy alone."""
        return Realiser(state)


class Said(ArrayDataset):
    """Pairs as a network sees them: `((slots, words so far), next words, weights)`."""

    def examples(self, indices: Any, rng: Any) -> Any:
        """Some pairs."""
        slots, words = super().examples(indices, rng)
        return (slots, words[:, :-1]), words[:, 1:], (words[:, 1:] > 0).astype("float32")
