"""The figures of every epoch as TensorBoard reads them.

Keras' own callback needs the package `tensorboard`, which TensorFlow no longer brings. An event file is a TFRecord of
`Event` messages, and TensorFlow writes those by itself.
"""

from __future__ import annotations

import time
from pathlib import Path

import keras


class TensorBoardLog(keras.callbacks.Callback):  # type: ignore[misc]
    """Writes an event file into `folder`; a resumed run adds one of its own beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        """Open the file."""
        import tensorflow as tf

        self._folder.mkdir(parents=True, exist_ok=True)
        self._writer = tf.io.TFRecordWriter(str(self._folder / f"events.out.tfevents.{time.time_ns()}.entai"))
        self._writer.write(tf.compat.v1.Event(wall_time=time.time(), file_version="brain.Event:2").SerializeToString())

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Write a point for each figure."""
        import tensorflow as tf

        rate = {"learning_rate": keras.ops.convert_to_numpy(self.model.optimizer.learning_rate)}
        values = [tf.compat.v1.Summary.Value(tag=name, simple_value=float(value))
                  for name, value in ((logs or {}) | rate).items()]
        event = tf.compat.v1.Event(wall_time=time.time(), step=epoch + 1, summary=tf.compat.v1.Summary(value=values))
        self._writer.write(event.SerializeToString())
        self._writer.flush()

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        """Close the file."""
        self._writer.close()
