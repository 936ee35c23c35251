"""Stop when the watched figure no longer gets better, and keep the weights with which it was best."""

from __future__ import annotations

from typing import Any

import keras

from entai.errors import EntaiError
from entai.runtime import weights
from entai.state import Array
from entai.training.config import TrainConfig


class EarlyStop(keras.callbacks.Callback):  # type: ignore[misc]
    """Watches `config.monitor`; without patience it only notes the best epoch.

    With a moving average of the weights, it is the average that is validated and kept.
    """

    def __init__(self, config: TrainConfig) -> None:
        super().__init__()
        self._config = config
        self.best_epoch = -1
        self.best_value: float | None = None
        self.best: dict[str, Array] = {}
        self.stopped = False

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Compare this epoch's figure with the best one."""
        value = (logs or {}).get(self._config.monitor)
        if value is None:
            if self._config.patience:
                raise EntaiError(f"there is no figure {self._config.monitor!r} to watch; there are {', '.join(logs or {})}")
            return
        if self._better(float(value)):
            self.best_epoch, self.best_value = epoch, float(value)
            self.best = self._averaged() if self._config.patience else {}
        self.stopped = bool(self._config.patience) and epoch - self.best_epoch >= self._config.patience
        if self.stopped:
            self.model.stop_training = True

    def _better(self, value: float) -> bool:
        if self.best_value is None:
            return value == value  # a NaN is never the best
        return value > self.best_value if self._config.maximise else value < self.best_value

    def _averaged(self) -> dict[str, Array]:
        """The weights as they would ship; the ones in training are put back."""
        if not self._config.ema:
            return weights(self.model)
        training = self.model.get_weights()
        self.model.optimizer.finalize_variable_values(self.model.trainable_variables)
        averaged = weights(self.model)
        self.model.set_weights(training)
        return averaged

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps of it, beside the best weights."""
        return {"best_epoch": self.best_epoch, "best_value": self.best_value, "stopped": self.stopped}

    def restore(self, state: dict[str, Any], best: dict[str, Array]) -> None:
        """Go on from a checkpoint."""
        self.best_epoch, self.best_value, self.stopped = state["best_epoch"], state["best_value"], state["stopped"]
        self.best = best
