"""The Trainer: Keras `fit` with everything that a serious run needs, for every recipe alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras

from entai.data.dataset import Dataset
from entai.registry import callbacks
from entai.runtime import halved, set_weights, weights
from entai.state import State
from entai.task import Split
from entai.training.batches import TrainingBatches, ValidationBatches
from entai.training.checkpoint import Checkpoint
from entai.training.config import TrainConfig
from entai.training.early_stop import EarlyStop
from entai.training.history import History
from entai.training.program import program
from entai.training.progress import ProgressCallback
from entai.training.run import Run
from entai.training.schedule import optimizer
from entai.training.tensorboard import TensorBoardLog
from entai.training.trainable import Trainable


class Trainer:
    """Trains a recipe that says what its network, its loss and its examples are (`entai.KerasRecipe`).

    Same seed, same machine: the same weights, whether or not the run was killed and resumed on the way.

    Args:
        run: What is trained, with which seed, and where checkpoints go.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def train(self, recipe: Trainable, split: Split[Any]) -> State:
        """Build the network, fit it, and return it as a bundle keeps it."""
        config = self._run.train_config(recipe.train)
        sizes = recipe.sizes(split)
        make_deterministic(self._run.seed, config.jit)
        with dtype_policy(config.precision):
            model = recipe.build(sizes)
        if self._run.start is not None:
            set_weights(model, self._run.start.arrays)
        data, valid = recipe.examples(split)
        model.compile(loss=recipe.loss(), metrics=list(recipe.metrics()), jit_compile=config.jit,
                      optimizer=optimizer(config, config.epochs * steps_per_epoch(config, data)))
        history, early_stop = self.fit(model, data, valid, config)
        arrays = early_stop.best or weights(model)
        if recipe.half:
            arrays = halved(arrays)
        assets, personal = recipe.assets(split)
        notes = {"epochs": len(history.rows), "best_epoch": early_stop.best_epoch + 1, "parameters": model.count_params()}
        return State(arrays, assets | {"sizes": sizes, "history": history.rows}, personal,
                     program(recipe, sizes, arrays, recipe.sample(data)) if recipe.program else None, notes)

    def fit(self, model: keras.Model, data: Dataset, valid: Dataset | None,
            config: TrainConfig) -> tuple[History, EarlyStop]:
        """Run Keras `fit` over compiled `model`, from the last checkpoint where the run has one."""
        model.optimizer.build(model.trainable_variables)
        steps = steps_per_epoch(config, data)
        history, early_stop = History(), EarlyStop(config)
        epoch = 0
        listeners: list[Any] = [history, early_stop,
                                ProgressCallback(self._run.progress, config.epochs * steps, steps)]
        if config.ema:
            # Validation sees the averaged weights; the ones in training come back right behind it.
            listeners.insert(0, keras.callbacks.SwapEMAWeights(swap_on_epoch=False))
        if self._run.folder is not None:
            checkpoint = Checkpoint(self._run.folder, config.checkpoint_seconds, early_stop, history)
            epoch = checkpoint.restore(model)
            listeners.append(checkpoint)
            if config.tensorboard:
                listeners.append(TensorBoardLog(self._run.folder / "tensorboard"))
        model.fit(TrainingBatches(data, config.batch_size, self._run.seed, epoch * steps, config.workers),
                  validation_data=ValidationBatches(valid, config.batch_size) if valid is not None else None,
                  initial_epoch=epoch, epochs=epoch if early_stop.stopped else config.epochs,
                  steps_per_epoch=steps, callbacks=[*listeners, *callbacks(self._run)], verbose=0, shuffle=False)
        return history, early_stop


def steps_per_epoch(config: TrainConfig, data: Dataset) -> int:
    """Steps between two validations: what the configuration says, or one pass over the data."""
    return config.steps_per_epoch or max(1, len(data) // config.batch_size)


def make_deterministic(seed: int, jit: bool = False) -> None:
    """Seed everything; on TensorFlow also forbid operations whose sums depend on the order of threads.

    Keras compiles nothing with XLA where they are forbidden, and XLA's own programs repeat their results: measured on
    CPUs, equal weights with equal threads.
    """
    keras.utils.set_random_seed(seed)
    if keras.backend.backend() == "tensorflow":
        from tensorflow.python.framework import config as framework

        (framework.disable_op_determinism if jit else framework.enable_op_determinism)()


@contextmanager
def dtype_policy(name: str) -> Iterator[None]:
    """Build layers under a precision, and leave Keras as it was."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
