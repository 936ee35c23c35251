"""Learning rates over the steps of a run."""

from __future__ import annotations

import math
from typing import Any

import keras
from keras import ops

from entai.training.config import TrainConfig


@keras.saving.register_keras_serializable("entai")
class Schedule(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """Linear warm-up from zero to `peak`, then constant, or down to zero by a line or half a cosine.

    Args:
        peak: The highest learning rate.
        shape: `constant`, `linear` or `cosine` (Loshchilov & Hutter 2017, without restarts).
        warmup: Steps until the peak.
        total: Steps of the whole run.
    """

    def __init__(self, peak: float, shape: str, warmup: int, total: int) -> None:
        self.peak, self.shape, self.warmup, self.total = peak, shape, warmup, total

    def __call__(self, step: Any) -> Any:
        """The learning rate at a step."""
        step = ops.cast(step, "float32")
        rise = ops.minimum(1.0, (step + 1.0) / max(1, self.warmup)) if self.warmup else 1.0
        left = 1.0 - ops.clip((step - self.warmup) / max(1, self.total - self.warmup), 0.0, 1.0)
        fall = {"constant": 1.0, "linear": left, "cosine": 0.5 - 0.5 * ops.cos(math.pi * left)}[self.shape]
        return self.peak * rise * fall

    def get_config(self) -> dict[str, Any]:
        """What `__init__` takes."""
        return {"peak": self.peak, "shape": self.shape, "warmup": self.warmup, "total": self.total}


def optimizer(config: TrainConfig, total_steps: int) -> keras.optimizers.Optimizer:
    """The optimiser that a configuration describes."""
    kinds = {"adam": keras.optimizers.Adam, "adamw": keras.optimizers.AdamW, "sgd": keras.optimizers.SGD,
             "rmsprop": keras.optimizers.RMSprop, "lion": keras.optimizers.Lion}
    rate: Any = config.learning_rate
    if config.schedule != "constant" or config.warmup_steps:
        rate = Schedule(config.learning_rate, config.schedule, config.warmup_steps, total_steps)
    none = 0.0 if config.optimizer == "adamw" else None  # AdamW alone takes no None
    return kinds[config.optimizer](learning_rate=rate, weight_decay=config.weight_decay or none,
                                   global_clipnorm=config.clip_norm or None,
                                   use_ema=config.ema > 0, ema_momentum=config.ema or 0.99)
