"""sasrec: a causal transformer that names the next item of a history.

Kang & McAuley, "Self-attentive sequential recommendation" (ICDM 2018), with what was learnt since:

- the softmax runs over the whole catalogue at every position, no negatives are sampled (Klenitskiy & Vasilev,
  "Turning dross into gold loss", RecSys 2023);
- blocks normalise first and are gated (Borisyuk et al., "LiGNN/LiGR", 2024; Tikhonovich et al., "eSASRec", 2025);
- order is a learned bias on the distance (Zhai et al., "HSTU", ICML 2024), so that a row can start anywhere;
- histories lie end to end in one stream that is cut into rows: no position is padding (`sasrec_rows.py`).

A served person's newest events are fed as they are, so nothing has to be fitted again for those who go on watching.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from entai import Interactions, KerasRecipe, Run, Split, State, TrainConfig
from entai.data import Dataset
from entai.spec import setting
from entai_recommendation.people import People
from entai_recommendation.recipes.base import common_assets
from entai_recommendation.recipes.sasrec_rows import Endings, Stream
from entai_recommendation.recipes.sasrec_scorer import SasrecScorer
from entai_recommendation.split import together

if TYPE_CHECKING:
    import keras

EVENTS_A_STEP = 1000
"""Small steps keep the logits in the cache of a CPU: 1,000 x 3,400 of them are 14 MB."""
EVENTS_IN_ALL = 10_000_000
SMALL = 300_000
VALIDATED = 2000


@dataclass(frozen=True)
class Sasrec(KerasRecipe[Interactions, SasrecScorer]):
    """Settings of sasrec. How many epochs, and how many rows a step has, follows from the data unless it is said."""

    width: int = setting(64, "features of an item", 2)
    blocks: int = setting(2, "attention blocks", 1, 12)
    heads: int = setting(2, "attention heads; they divide the width", 1)
    length: int = setting(200, "events looked back on at most", 2, 2000)
    dropout: float = setting(-1.0, "share of the features hidden from each training step; -1: 0.2, of small data 0.3",
                             -1, 0.95)
    smoothing: float = setting(-1.0, "share of each label that is spread over all items; -1: 0, of small data 0.2", -1, 0.95)
    refit: bool = setting(True, f"learn from the validation events, too, if the data are small: {SMALL:,} events or fewer")
    keep_histories: bool = setting(True, "keep people's histories in the bundle, so that they can be named")

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=10, batch_size=5, optimizer="adamw", learning_rate=2e-3, schedule="cosine", weight_decay=0.01,
        clip_norm=1.0, jit=True)
    program: ClassVar[bool] = False

    def sizes(self, split: Split[Interactions]) -> dict[str, int]:
        """One class for each item; rows about as long as the mean history, and no longer than `length`."""
        events = len(split.train)
        mean = 50 * -(-events // (50 * split.train.n_users))
        return {"items": split.train.n_items, "length": max(2, min(self.length, mean, events))}

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """Rows `(batch, length)` of items, and of whose they are, to what is expected next, `(batch, length, width)`."""
        from entai_recommendation.recipes.sasrec_network import network

        return network(sizes["items"], sizes["length"], self.width, self.blocks, self.heads, max(0.0, self.dropout))

    def loss(self) -> Callable[[Any, Any], Any]:
        """Cross-entropy against the item that came next, over all positions that have one."""
        from entai_recommendation.recipes.sasrec_network import NextItem

        return NextItem(max(0.0, self.smoothing))

    def examples(self, split: Split[Interactions]) -> tuple[Dataset, Dataset | None]:
        """Rows of the stream of all histories; then the validation events of some people."""
        length = self.sizes(split)["length"]
        stream = Stream(People.of(split.train), length)
        chosen = np.unique(split.valid.user)
        chosen = chosen[np.linspace(0, len(chosen) - 1, min(VALIDATED, len(chosen))).astype(np.int64)]
        whole = People.of(together(split)).take(chosen.astype(np.int64))
        return stream, Endings(whole, length) if len(chosen) else None

    def assets(self, split: Split[Interactions]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What all recommenders keep."""
        return common_assets(split, self.keep_histories)

    def fit(self, split: Split[Interactions], run: Run) -> State:
        """Learn from the training part, and where that is quick once more with the validation events."""
        return self.learn_all(split, run, self.learn(split, run))

    def learn(self, split: Split[Interactions], run: Run) -> State:
        """Learn from the training part."""
        small = is_small(split)
        dropout, smoothing = (said if said >= 0 else usual for said, usual in
                              ((self.dropout, 0.3 if small else 0.2), (self.smoothing, 0.2 if small else 0.0)))
        recipe = replace(self, dropout=dropout, smoothing=smoothing)
        return super(Sasrec, recipe).fit(split, replace(run, train=self._pace(split) | dict(run.train)))

    def learn_all(self, split: Split[Interactions], run: Run, learnt: State) -> State:
        """Learn from training and validation, where that is quick; else what was learnt from the training part serves."""
        if not (self.refit and is_small(split)):
            return learnt
        whole = replace(split, train=together(split), valid=split.valid.keep(np.zeros(len(split.valid), bool)))
        return self.learn(whole, replace(run, folder=run.folder / "refit" if run.folder else None))

    def _pace(self, split: Split[Interactions]) -> dict[str, Any]:
        """How long to train: small data in more epochs, and always with steps of about as many events."""
        sizes, events = self.sizes(split), len(split.train)
        rows = max(1, min(EVENTS_A_STEP, events // 4) // sizes["length"])
        epochs = int(np.clip(EVENTS_IN_ALL // events, 10, 20))
        steps = epochs * (events // sizes["length"] // rows)
        return {"epochs": epochs, "batch_size": rows, "warmup_steps": max(1, steps // 20)}

    def restore(self, state: State) -> SasrecScorer:
        """A scorer that needs NumPy alone."""
        return SasrecScorer(state, self.heads)


def is_small(split: Split[Interactions]) -> bool:
    """Whether a second fit is quick, and what is learnt needs more dropout and softer labels to hold."""
    return len(split.train) + len(split.valid) <= SMALL
