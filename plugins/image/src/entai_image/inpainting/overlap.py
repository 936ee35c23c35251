"""The loss of a network that marks pixels of which there are few."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable("entai")  # type: ignore[untyped-decorator]
def entropy_and_overlap(target: Any, logits: Any) -> Any:
    """Cross-entropy of each pixel, and one minus the soft F1 of the batch (the "dice" of Milletari et al. 2016, V-Net).

    The first gives even gradients; the second counts what is marked wrongly against the few that are to be marked.

    Args:
        target: 0 or 1, of any shape.
        logits: Of the same shape.
    """
    target, logits = ops.cast(target, "float32"), ops.cast(logits, "float32")
    entropy = ops.mean(ops.softplus(logits) - target * logits)
    likely = ops.sigmoid(logits)
    f1 = (2 * ops.sum(target * likely) + 1) / (ops.sum(target) + ops.sum(likely) + 1)
    return entropy + 1 - f1
