"""One training run: what it is called, where it keeps its checkpoints, its seed, and who hears of its progress."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from entai.bundle import fingerprint
from entai.errors import EntaiError
from entai.files import write_text
from entai.state import State
from entai.training.config import TrainConfig


class Progress(Protocol):
    """Hears how far a long work is; the command line draws a bar, a library call hears nothing."""

    def __call__(self, done: int, total: int, note: str = "") -> None:
        """`done` of `total` parts of the work are finished."""


def silent(done: int, total: int, note: str = "") -> None:
    """Hear nothing."""


@dataclass(frozen=True)
class Run:
    """A training run.

    Args:
        task, recipe: Names of what is trained.
        config: The recipe's settings.
        train: The Trainer's settings, changed by the user; the recipe's own stand where this is empty.
        seed: From which everything random follows.
        folder: Where checkpoints and the history go, beside the bundle to be; None keeps nothing.
        start: A model to go on from.
        progress: Told how far the work is.
    """

    task: str
    recipe: str
    config: Mapping[str, Any] = field(default_factory=dict)
    train: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    folder: Path | None = None
    start: State | None = None
    progress: Progress = silent

    def train_config(self, defaults: TrainConfig) -> TrainConfig:
        """The recipe's Trainer settings with the user's changes."""
        from dataclasses import asdict

        from entai.spec import options_of, resolve

        return TrainConfig(**resolve(options_of(TrainConfig), asdict(defaults) | dict(self.train), "the Trainer"))

    def open(self, data: str, resume: bool) -> None:
        """Make the folder, or take up an earlier run of the same recipe, settings, seed, data and start in it.

        Args:
            data: Fingerprint of the training data.
            resume: Whether an earlier run is gone on with.

        Raises:
            EntaiError: There is an earlier run and `resume` is off, or it was of something else.
        """
        if self.folder is None:
            return
        identity = {"task": self.task, "recipe": self.recipe, "config": dict(self.config), "train": dict(self.train),
                    "seed": self.seed, "data": data, "start": fingerprint(self.start) if self.start else None}
        record = self.folder / "run.json"
        if record.exists():
            self._check(json.loads(record.read_text()), json.loads(json.dumps(identity)), resume)
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_text(record, json.dumps(identity, indent=1))

    def _check(self, earlier: dict[str, Any], identity: dict[str, Any], resume: bool) -> None:
        if not resume:
            raise EntaiError(f"{self.folder} holds an unfinished run; give --resume to go on with it, or remove it")
        changed = [key for key in identity if earlier.get(key) != identity[key]]
        if changed:
            raise EntaiError(f"{self.folder} holds a run with another {changed[0]}: give the same one, or remove it")
