"""Tell whoever listens how far training is, a few times a second."""

from __future__ import annotations

import time

import keras

from entai.training.run import Progress


class ProgressCallback(keras.callbacks.Callback):  # type: ignore[misc]
    """Counts steps over the whole run, so that the time left is that of the run and not of an epoch."""

    def __init__(self, progress: Progress, total: int, steps_per_epoch: int) -> None:
        super().__init__()
        self._progress, self._total, self._steps = progress, total, steps_per_epoch
        self._epoch, self._told, self._note = 0, 0.0, ""

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Remember the epoch."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Tell, unless that was a moment ago."""
        if time.monotonic() - self._told > 0.1:
            self._tell(self._epoch * self._steps + batch + 1, f"loss {float((logs or {}).get('loss', 0)):.4f}")

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Show the figures of the epoch until the next ones come."""
        self._note = "  ".join(f"{name} {float(value):.4f}" for name, value in (logs or {}).items())
        self._tell((epoch + 1) * self._steps, "")

    def _tell(self, done: int, loss: str) -> None:
        self._told = time.monotonic()
        self._progress(done, self._total, self._note or loss)
