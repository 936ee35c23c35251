"""The figures of every epoch, as a CSV to plot or to compare."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import keras

from entai.files import write_text

Row = dict[str, float]


class History(keras.callbacks.Callback):  # type: ignore[misc]
    """Gathers the figures of the epochs; a checkpoint keeps them, so that a resumed run has them all."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Add a row."""
        rate = float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate))
        self.rows.append({"epoch": epoch + 1, **{name: float(value) for name, value in (logs or {}).items()},
                          "learning_rate": rate})

    def write(self, path: Path) -> None:
        """Write `history.csv`."""
        write_text(path, self.as_csv())

    def as_csv(self) -> str:
        """All rows, with a header."""
        text = io.StringIO()
        if self.rows:
            writer = csv.DictWriter(text, list(self.rows[-1]), restval="")
            writer.writeheader()
            writer.writerows(self.rows)
        return text.getvalue()
