"""The network of sasrec, and its loss."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from entai.blocks.attention import CausalAttention
from entai.blocks.transformer import shared_dropout, swiglu


def network(items: int, length: int, width: int, blocks: int, heads: int, dropout: float) -> keras.Model:
    """Rows of items, numbered from 1, and of whose they are, to what each position expects next.

    Inputs are two `(batch, length)` arrays of whole numbers; the output is `(batch, length, width)`.
    """
    numbers, owners = (keras.Input((length,), dtype="int32", name=name) for name in ("items", "owners"))
    table = keras.layers.Embedding(items + 1, width, keras.initializers.RandomNormal(stddev=0.05), name="table")
    x = shared_dropout(table(numbers) * width ** 0.5, dropout)
    for index in range(blocks):
        x = block(x, owners, heads, dropout, f"block{index}")
    x = keras.layers.RMSNormalization(name="norm")(x)
    return NextItemModel([numbers, owners], shared_dropout(x, dropout), table)


def block(x: Any, owners: Any, heads: int, dropout: float, name: str) -> Any:
    """X + gate * attention(norm x), then x + SwiGLU(norm x), all `(batch, length, width)`."""
    width, length = x.shape[-1], x.shape[1]
    y = keras.layers.RMSNormalization(name=f"{name}_norm1")(x)
    gate = keras.layers.Dense(width, activation="sigmoid", name=f"{name}_gate")(y)
    attended = CausalAttention(heads, distances=length, name=f"{name}_attention")(y, owners)
    x = x + shared_dropout(gate * attended, dropout)
    y = keras.layers.RMSNormalization(name=f"{name}_norm2")(x)
    return x + shared_dropout(swiglu(y, 2 * width, f"{name}_swiglu"), dropout)


class NextItemModel(keras.Model):  # type: ignore[misc]
    """Gives expectations; an item's logit is their product with the item's own features.

    The loss needs little of the logits, so that this alone is handed to it: writing the logits of all positions out
    for a loss that looks labels up in them costs 1.7 times the whole step (measured under XLA on a CPU).
    """

    def __init__(self, inputs: Any, outputs: Any, table: keras.layers.Embedding) -> None:
        super().__init__(inputs, outputs)
        self.table = table

    def compute_loss(self, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None,
                     training: bool = True) -> Any:
        """The loss of labels `y`, `(batch, length)`, and expectations `y_pred`, `(batch, length, width)`."""
        table = ops.cast(self.table.embeddings, y_pred.dtype)
        own = ops.sum(y_pred * ops.take(table, y, axis=0), axis=-1)
        mean = ops.matmul(y_pred, ops.mean(table, axis=0))
        total = ops.logsumexp(ops.matmul(ops.reshape(y_pred, (-1, table.shape[1])), ops.transpose(table)), axis=-1)
        return super().compute_loss(x, y, ops.stack([own, mean, ops.reshape(total, ops.shape(own))], axis=-1),
                                    sample_weight, training)


class NextItem:
    """Mean of -log p(next item) over the positions that have a next item; label 0 says that there is none.

    Args:
        smoothing: Share of each label that is spread over all items.
    """

    __name__ = "next_item"

    def __init__(self, smoothing: float) -> None:
        self._smoothing = smoothing

    def __call__(self, labels: Any, logits: Any) -> Any:
        """A scalar.

        Args:
            labels: `(batch, length)`.
            logits: The label's logit, the mean over all items, and the log of the sum of their exponentials,
                `(batch, length, 3)`.
        """
        own, mean, total = ops.unstack(ops.cast(logits, "float32"), 3, axis=-1)
        loss = total - (1 - self._smoothing) * own - self._smoothing * mean
        counted = ops.cast(labels > 0, "float32")
        return ops.sum(loss * counted) / ops.maximum(ops.sum(counted), 1.0)
