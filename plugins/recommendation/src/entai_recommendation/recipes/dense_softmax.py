"""dense-softmax, the textbook classifier done right: a history, two dense layers, a softmax over the catalogue.

The idea is the candidate generator of Covington, Adams & Sargin ("Deep neural networks for YouTube recommendations",
RecSys 2016). What makes it work, and where introductions slip:

- the label is always *later* than the input: each event is predicted from the events before it (section 3.3 there);
- the history keeps its order: an event of age a weighs (1 + a)^-power, so that what was had last counts most;
- ids become class numbers by one table, the catalogue, on the way in and on the way out;
- what a person has had is taken out of the list before it is cut to k;
- the best come first: scores are sorted downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from entai import Interactions, KerasRecipe, Split, State, TrainConfig
from entai.data import Batch, Dataset
from entai.runtime import Network
from entai.spec import setting
from entai_recommendation.linear import event_weights
from entai_recommendation.people import Floats, People
from entai_recommendation.recipes.base import common_assets
from entai_recommendation.scorer import Scorer
from entai_recommendation.split import together

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class DenseSoftmax(KerasRecipe[Interactions, Scorer]):
    """Settings of dense-softmax."""

    width: int = setting(64, "units of each dense layer", 1)
    power: float = setting(0.7, "power of age with which an event's weight falls", 0)
    input_dropout: float = setting(0.3, "share of the history hidden from each training step", 0, 0.95)
    dropout: float = setting(0.2, "share of the units hidden from each training step", 0, 0.95)
    keep_histories: bool = setting(True, "keep people's histories in the bundle, so that they can be named")

    train: ClassVar[TrainConfig] = TrainConfig(epochs=12, batch_size=256, optimizer="adamw", learning_rate=2e-3,
                                               schedule="cosine", weight_decay=0.01, patience=3)

    def sizes(self, split: Split[Interactions]) -> dict[str, int]:
        """One class for each item."""
        return {"items": split.train.n_items}

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """`(batch, items)` weights of the history to `(batch, items)` logits of what comes next."""
        import keras

        from entai.blocks.dense import mlp

        history = keras.Input((sizes["items"],), name="history")
        hidden = keras.layers.Dropout(self.input_dropout)(history)
        hidden = mlp(hidden, [self.width, self.width], self.dropout)
        return keras.Model(history, keras.layers.Dense(sizes["items"], name="logits")(hidden))

    def loss(self) -> Callable[[Any, Any], Any]:
        """Cross-entropy against the item that came next."""
        import keras

        return keras.losses.SparseCategoricalCrossentropy(from_logits=True)  # type: ignore[no-any-return]

    def metrics(self) -> Sequence[Any]:
        """How often the next item is among the first ten."""
        import keras

        return [keras.metrics.SparseTopKCategoricalAccuracy(10, name="hr10")]

    def examples(self, split: Split[Interactions]) -> tuple[Dataset, Dataset]:
        """Every event of the training part from what came before it; then each validation event."""
        people = People.of(split.train)
        whole = People.of(together(split))
        ends = whole.offsets[1:][np.unique(split.valid.user)] - 1
        starts = np.repeat(people.offsets[:-1], people.lengths())
        events = np.arange(len(people.items))
        return (Prefixes(people, events[events > starts], split.train.n_items, self.power),
                Prefixes(whole, ends, split.train.n_items, self.power))

    def assets(self, split: Split[Interactions]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What all recommenders keep."""
        return common_assets(split, self.keep_histories)

    def restore(self, state: State) -> Scorer:
        """A scorer around the network."""
        return DenseScorer(state, self.network(state), self.power)


class Prefixes(Dataset):
    """Events as labels, and what came before each as its input.

    Args:
        people: Histories.
        labels: Positions of the events to be predicted; each has at least one event of its person before it.
        n_items: Size of the catalogue.
        power: Of age.
    """

    def __init__(self, people: People, labels: NDArray[np.int64], n_items: int, power: float) -> None:
        self._people, self._labels, self._n_items, self._power = people, labels, n_items, power
        self._starts = np.repeat(people.offsets[:-1], people.lengths())

    def __len__(self) -> int:
        return len(self._labels)

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """`(batch, items)` inputs and `(batch,)` class numbers."""
        ends = self._labels[indices]
        starts = self._starts[ends]
        offsets = np.concatenate([[0], np.cumsum(ends - starts)])
        flat = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], ends - starts)
        people = self._people
        before = People(people.names[:1].repeat(len(ends)), offsets, people.items[flat], people.preference[flat])
        return history_input(before, self._n_items, self._power), people.items[ends]


def history_input(people: People, n_items: int, power: float) -> Floats:
    """Histories as rows of unit length, `(people, items)`: the later an event, and the better it was liked, the heavier."""
    rows = people.matrix(event_weights(people, power), n_items).toarray()
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


class DenseScorer(Scorer):
    """Scores are logits."""

    def __init__(self, state: State, network: Network, power: float) -> None:
        super().__init__(state)
        self._network, self._power = network, power

    def _score(self, people: People) -> Floats:
        return np.asarray(self._network(history_input(people, len(self.catalogue), self._power)), np.float32)
