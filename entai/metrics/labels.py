"""The usual figures for cases with many labels, ready for a report."""

from __future__ import annotations

from functools import partial
from typing import Any

from entai.measure import Measured
from entai.metrics.classification import Average, accuracy, f1, precision, recall

AVERAGES: tuple[Average, ...] = ("micro", "macro")


def measure_labels(true: Any, predicted: Any) -> dict[str, Measured]:
    """Accuracy (right in all labels), and precision, recall and F1 over all labels (micro) and as means of them (macro).

    Args:
        true, predicted: Zeros and ones, `(n, labels)`.
    """
    rates = {f"{name} {average}": Measured(len(true), statistic=partial(metric, true, predicted, average))
             for name, metric in (("precision", precision), ("recall", recall), ("F1", f1)) for average in AVERAGES}
    return {"accuracy": Measured.mean(accuracy(true, predicted)), **rates}
