"""lora: a preset adapted to one's own text. The preset stays as it is; a bundle holds what was learnt beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from entai import EntaiError, Recipe, Run, Split, State, TrainConfig
from entai.spec import setting
from entai_text.generation.corpus import Corpus
from entai_text.generation.encoded import Encoded
from entai_text.generation.hub.base import Base
from entai_text.generation.hub.load import network, served
from entai_text.generation.hub.model import HubModel
from entai_text.generation.next_token import NextToken, learnt_and_watched

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Lora(Recipe[Corpus, HubModel]):
    """Settings of lora."""

    rank: int = setting(8, "rank of what is added to each matrix; more can learn more", 1, 256)
    context: int = setting(128, "tokens in a row that is learnt from; the model looks back on as many as the preset does",
                           2, 8192)
    dropout: float = setting(0.0, "share of the features hidden from each training step, as the preset hides them", 0, 0.9)

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=3, batch_size=4, optimizer="adamw", learning_rate=1e-3, schedule="cosine", warmup_steps=10, clip_norm=1.0)
    formats: ClassVar[tuple[str, ...]] = ("preset",)

    def fit(self, split: Split[Corpus], run: Run) -> State:
        """Train the adapter on all but the test; with early stopping the valid part is kept back to watch."""
        base = Base.from_state(run.start)
        go_on = self._adapter_of(run)
        folder = base.find()
        adapting = Adapting(self, served(network(folder), folder), base)
        parts = learnt_and_watched(split, run.train_config(self.train).patience)
        learnt, watched = (Encoded.of(part, adapting.model.vocabulary) for part in parts)
        state = adapting.fit(Split[Any](learnt, watched, None, split.method, split.fingerprint), go_on)
        return replace(state, notes={**state.notes, "base": f"{base.name}, fingerprint {base.fingerprint}"})

    def _adapter_of(self, run: Run) -> Run:
        """The run with an adapter to go on from, or with none: a preset brings none."""
        arrays = run.start.arrays if run.start else {}
        ranks = {array.shape[-1] for array in list(arrays.values())[::2]}
        if ranks - {self.rank}:
            raise EntaiError(f"the model gone on from has rank {ranks.pop()}, and keeps it: leave rank={self.rank} out")
        return run if arrays else replace(run, start=None)

    def restore(self, state: State) -> HubModel:
        """The base with what was learnt added to its matrices."""
        from entai_text.generation.hub.adapter import merge

        folder = Base.from_state(state).find()
        merged = network(folder)
        merge(merged, state.arrays)
        return served(merged, folder)

    def export(self, state: State, form: str, out: Path) -> None:
        """Write a preset of its own, which no longer needs its base."""
        from entai_text.generation.hub.saving import save

        save(self.restore(state), Base.from_state(state).find(), out)

    @classmethod
    def from_preset(cls, folder: Path) -> State:
        """No adapter yet, and which preset it is for."""
        return State({}, {"base": Base.of(folder).to_json()})

    @classmethod
    def synthetic_start(cls, seed: int) -> State:
        """A tiny preset with random weights, kept in the folder that `ENTAI_HOME` names."""
        from entai_text.generation.hub.made_up import preset

        return cls.from_preset(preset(seed))


@dataclass(frozen=True)
class Adapting(NextToken[None]):
    """lora at work on one preset, as the Trainer takes it.

    Args:
        lora: The settings.
        model: The preset.
        base: What it is called.
    """

    lora: Lora
    model: HubModel
    base: Base

    train: ClassVar[TrainConfig] = Lora.train
    program: ClassVar[bool] = False
    half: ClassVar[bool] = True

    @property
    def context(self) -> int:  # type: ignore[override]
        """Tokens in a row: no more than the preset can read."""
        return min(self.lora.context, self.model.context)

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """The preset with a fresh adapter."""
        from entai_text.generation.hub.adapter import Adapted, with_dropout

        return Adapted(with_dropout(self.model.network, self.lora.dropout), self.lora.rank)

    def assets(self, split: Split[Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Which preset it is for."""
        return {"base": self.base.to_json()}, ()
