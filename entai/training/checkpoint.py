"""Checkpoints from which a run goes on to the same weights to the last bit.

Keras' own `BackupAndRestore` loses the state of dropout and the order of the data. Here everything that changes is
written: all variables of the model (random seeds among them) and of the optimiser, in order; the best weights; the
history. The order of the data needs no state, as it is a function of seed and step.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops

from entai.bundle import npz, read_npz
from entai.errors import EntaiError
from entai.files import appearing
from entai.state import Array, mismatch, signature
from entai.training.early_stop import EarlyStop
from entai.training.history import History
from entai.training.stopwatch import Stopwatch


class Checkpoint(keras.callbacks.Callback):  # type: ignore[misc]
    """Writes `checkpoint.npz` at the end of an epoch, when the last one is older than `seconds`.

    Place it behind the callbacks whose state it keeps.
    """

    def __init__(self, folder: Path, seconds: float, early_stop: EarlyStop, history: History) -> None:
        super().__init__()
        self._folder, self._seconds = folder, seconds
        self._early_stop, self._history, self._watch = early_stop, history, Stopwatch(folder)
        self._written = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Write, if it is time."""
        if time.monotonic() - self._written >= self._seconds or self.model.stop_training:
            self._watch.write()
            self._history.write(self._folder / "history.csv")
            self._write(epoch + 1)
            self._written = time.monotonic()

    def _write(self, epoch: int) -> None:
        meta = {"epoch": epoch, "early_stop": self._early_stop.state(), "history": self._history.rows}
        best = {f"best/{name}": array for name, array in self._early_stop.best.items()}
        arrays = _variables(self.model) | best | {"meta": np.array(json.dumps(meta))}
        with appearing(self._folder / "checkpoint.npz", overwrite=True) as temporary:
            temporary.write_bytes(npz(arrays))

    def restore(self, model: keras.Model) -> int:
        """Take up the last checkpoint, if there is one.

        Returns:
            The epoch to go on with; 0 where there is no checkpoint.
        """
        path = self._folder / "checkpoint.npz"
        if not path.exists():
            return 0
        arrays = read_npz(path.read_bytes(), str(path))
        meta: dict[str, Any] = json.loads(str(arrays.pop("meta")))
        best = {name.removeprefix("best/"): arrays.pop(name) for name in list(arrays) if name.startswith("best/")}
        _assign(model, arrays, path)
        self._early_stop.restore(meta["early_stop"], best)
        self._history.rows = meta["history"]
        return int(meta["epoch"])


def _all_variables(model: keras.Model) -> list[Any]:
    return [*model.variables, *model.optimizer.variables]


def _variables(model: keras.Model) -> dict[str, Array]:
    return {f"variable/{index:04d}": np.asarray(ops.convert_to_numpy(variable.value))
            for index, variable in enumerate(_all_variables(model))}


def _assign(model: keras.Model, arrays: dict[str, Array], path: Path) -> None:
    """Put every array back in its place. `set_state_tree` would restore nothing, silently, on a second instance.

    JAX counts steps and keeps random seeds in 32 bits, TensorFlow in 64: a run may go on with the other.
    """
    now = _variables(model)
    arrays = {name: array.astype(now[name].dtype) if array.dtype.kind in "iu" and name in now else array
              for name, array in arrays.items()}
    difference = mismatch(arrays, signature(now))
    if difference:
        raise EntaiError(f"{path} is of another model: {difference}")
    for variable, array in zip(_all_variables(model), arrays.values(), strict=True):
        variable.assign(array)
