"""Low-rank adapters (Hu et al., "LoRA", 2021) beside the query and value matrices of a keras-hub model.

    W x  becomes  W x + B A x        A and B have few rows and columns between them; W stays as it is

A is random at first and B zero, so that an adapted model begins as its base.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np
from keras import ops

from entai import EntaiError
from entai.state import Array


class Adapted(keras.Model):  # type: ignore[misc]
    """A causal model with an adapter; to whoever trains, counts or keeps weights, it has those of the adapter alone.

    Args:
        network: A `keras_hub.models.CausalLM`; it is changed.
        rank: Columns of A and rows of B.
    """

    def __init__(self, network: Any, rank: int) -> None:
        super().__init__()
        layers = targets(network)
        network.backbone.enable_lora(rank)
        adapter = [kernel for layer in layers for kernel in (layer.lora_kernel_a, layer.lora_kernel_b)]
        # Of a list, Keras would make weights of this layer, beside those of the network.
        self._adapter: Callable[[], list[Any]] = lambda: adapter
        ours = set(map(id, adapter))
        for variable in network.weights:  # keras-hub leaves the biases beside an adapter trainable
            variable.trainable = id(variable) in ours
        self._frozen = frozenset(map(id, network.weights)) - ours
        self.network = network

    def call(self, tokens: Any, training: bool | None = None) -> Any:
        """Tokens `(batch, length)` to logits in float32, `(batch, length, vocabulary)`."""
        tokens = ops.convert_to_tensor(tokens, "int32")
        logits = self.network({"token_ids": tokens, "padding_mask": ops.ones_like(tokens)}, training=training)
        return ops.cast(logits, "float32")

    @property
    def weights(self) -> list[Any]:
        """A and B of every adapted matrix, in order."""
        return list(self._adapter())

    @property
    def variables(self) -> list[Any]:
        """The same, and the states of what is random."""
        return [variable for variable in super().variables if id(variable) not in self._frozen]


def targets(network: Any) -> list[Any]:
    """The layers that get an adapter: those that keras-hub names for this kind of model.

    Raises:
        EntaiError: There are none.
    """
    names = network.backbone.default_lora_layer_names()
    found = [layer for layer in network.backbone._flatten_layers(include_self=False)
             if layer.name in names and hasattr(layer, "enable_lora") and hasattr(layer, "kernel")]
    if not found:
        raise EntaiError(f"{type(network).__name__} has no layers for an adapter: none is called {' or '.join(names)}")
    return found


def merge(network: Any, arrays: Mapping[str, Array]) -> None:
    """Add B A to every adapted matrix, and so be as quick as the base.

    Raises:
        EntaiError: The arrays are of another model.
    """
    layers, names, halves = targets(network), list(arrays), [array.astype(np.float32) for array in arrays.values()]
    if len(halves) != 2 * len(layers):
        raise EntaiError(f"this adapter is of another model: it is for {len(halves) // 2} matrices, not {len(layers)}")
    for layer, name, a, b in zip(layers, names[::2], halves[::2], halves[1::2], strict=True):
        shape = (*a.shape[:-1], b.shape[-1])
        if not name.endswith(f"{layer.name}/lora_kernel_a") or a.shape[-1:] != b.shape[:1] or shape != layer.kernel.shape:
            raise EntaiError(f"this adapter is of another model: {name} does not fit {layer.path}")
        layer.kernel.assign(layer.kernel + ops.cast(a @ b, layer.kernel.dtype))


def with_dropout(network: Any, rate: float) -> Any:
    """The same model with another dropout, for training.

    Raises:
        EntaiError: This kind of model has none.
    """
    backbone = network.backbone
    config = backbone.get_config()
    if config.get("dropout", 0.0) == rate:
        return network
    if "dropout" not in config:
        raise EntaiError(f"{type(network).__name__} has no dropout: leave dropout out")
    other = type(backbone).from_config(config | {"dropout": rate})
    other.set_weights(backbone.get_weights())
    return type(network)(backbone=other, preprocessor=network.preprocessor)
