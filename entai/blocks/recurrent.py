"""Recurrent layers that run over whole sequences to train, and one step at a time to serve."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable("entai")
class SlotGRU(keras.layers.Layer):  # type: ignore[misc]
    """One gated recurrent unit over time, shared by all slots of a frame, each with a state of its own.

    Cho et al., "Learning phrase representations using RNN encoder-decoder" (2014), with the reset gate behind the
    recurrent product, as cuDNN has it. Slots may be frequency bands, or places in a picture.

    Args:
        units: Features of the state and the output.
    """

    def __init__(self, units: int, **options: Any) -> None:
        super().__init__(**options)
        self.units = units
        self.gru = keras.layers.GRU(units, return_sequences=True, name="gru", dtype=self.dtype_policy)

    def build(self, shape: Any) -> None:
        """Make the weights for inputs whose last axis is features."""
        self.gru.build((None, None, shape[-1]))

    def call(self, inputs: Any) -> Any:
        """Whole sequences: `(batch, frames, slots, features)` to `(batch, frames, slots, units)`, from states of zero."""
        _, frames, slots, features = inputs.shape
        rows = ops.reshape(ops.transpose(inputs, (0, 2, 1, 3)), (-1, frames, features))
        return ops.transpose(ops.reshape(self.gru(rows), (-1, slots, frames, self.units)), (0, 2, 1, 3))

    def step(self, inputs: Any, state: Any) -> Any:
        """The next state, which is also the output: `(batch, slots, features)` and `(batch, slots, units)`."""
        slots, features = inputs.shape[1:]
        rows = ops.reshape(inputs, (-1, features))
        following, _ = self.gru.cell(rows, [ops.reshape(state, (-1, self.units))])
        return ops.reshape(following, (-1, slots, self.units))

    def get_config(self) -> dict[str, Any]:
        """What `__init__` takes."""
        return {**super().get_config(), "units": self.units}
