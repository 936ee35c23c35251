"""Serving a trained network without TensorFlow where LiteRT has it, and through Keras where it has not."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from entai.errors import EntaiError
from entai.quiet import quiet
from entai.state import Array, State, mismatch, signature

if TYPE_CHECKING:
    import keras

TOLERANCE = 1e-4
"""A LiteRT program is kept only where it agrees with Keras to this, relative to the largest output."""
_NUMBERED = re.compile(r"_\d+(?=/)")
THREADS = int(os.environ.get("ENTAI_THREADS", 0)) or None


class Network:
    """A trained network as a function: arrays in, arrays out, batch first.

    Args:
        state: Weights, and the LiteRT program where there is one.
        build: Makes the untrained Keras network; called only where there is no program.
    """

    def __init__(self, state: State, build: Callable[[], keras.Model]) -> None:
        self._state = state
        self._build = build
        self._serve: Callable[..., Any] | None = None

    def __call__(self, *inputs: Array) -> Any:
        """Run the network; returns an array, or a tuple of them where it has several outputs."""
        if self._serve is None:
            self._serve = litert(self._state.program) if self._state.program else _keras(self._build(), self._state)
        return self._serve(*inputs)


def litert(program: bytes) -> Callable[..., Any]:
    """A LiteRT flatbuffer as a function; inputs are resized to what is given."""
    with quiet():
        from ai_edge_litert.interpreter import Interpreter

        interpreter = Interpreter(model_content=program, num_threads=THREADS)
    inputs = sorted(interpreter.get_input_details(), key=lambda detail: str(detail["name"]))
    outputs = sorted(interpreter.get_output_details(), key=lambda detail: str(detail["name"]))
    shapes: list[tuple[int, ...]] = []

    def run(*arrays: Array) -> Any:
        nonlocal shapes
        if shapes != [array.shape for array in arrays]:
            shapes = [array.shape for array in arrays]
            for detail, array in zip(inputs, arrays, strict=True):
                interpreter.resize_tensor_input(detail["index"], array.shape)
            with quiet():
                interpreter.allocate_tensors()
        for detail, array in zip(inputs, arrays, strict=True):
            interpreter.set_tensor(detail["index"], np.ascontiguousarray(array, detail["dtype"]))
        interpreter.invoke()
        results = tuple(np.array(interpreter.get_tensor(detail["index"])) for detail in outputs)
        return results[0] if len(results) == 1 else results

    return run


def _keras(model: keras.Model, state: State) -> Callable[..., Any]:
    set_weights(model, state.arrays)

    def run(*arrays: Array) -> Any:
        from keras import ops

        result = model(arrays[0] if len(arrays) == 1 else list(arrays), training=False)
        return tuple(ops.convert_to_numpy(part) for part in result) if isinstance(result, tuple | list) \
            else ops.convert_to_numpy(result)

    return run


def weights(model: keras.Model) -> dict[str, Array]:
    """The weights of a network in order, named by position and path.

    The numbers that Keras appends to names count what the process built before; without them equal runs write equal files.
    """
    from keras import ops

    return {f"{index:03d}/{_NUMBERED.sub('', variable.path)}": np.asarray(ops.convert_to_numpy(variable.value))
            for index, variable in enumerate(model.weights)}


def set_weights(model: keras.Model, arrays: Any) -> None:
    """Put arrays into a network; a difference in count, shape or dtype is refused (paths may differ).

    Weights that were kept in float16 are computed with in float32.
    """
    given = [array.astype(np.float32) if array.dtype == np.float16 else array for array in arrays.values()]
    difference = mismatch({f"{index:03d}": array for index, array in enumerate(given)},
                          signature({f"{i:03d}": array for i, array in enumerate(weights(model).values())}))
    if difference:
        raise EntaiError(f"these weights are not of this network: {difference}")
    model.set_weights(given)


def halved(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Float32 weights rounded to float16; others as they are."""
    return {name: array.astype(np.float16) if array.dtype == np.float32 else array for name, array in arrays.items()}


def export(model: keras.Model, sample: tuple[Array, ...], half: bool = False) -> bytes | None:
    """The network as a LiteRT program, or None where it does not convert or does not agree with Keras.

    Args:
        model: The trained network.
        sample: Inputs on which both must agree within `TOLERANCE`.
        half: Whether the program keeps its weights in float16; it computes in float32.
    """
    import keras

    if keras.backend.backend() != "tensorflow":
        return None
    with tempfile.TemporaryDirectory() as folder, quiet():
        path = Path(folder) / "model.tflite"
        try:
            model.export(str(path), format="litert", verbose=False, **(_half_weights() if half else {}))
        except (RuntimeError, ValueError, TypeError, NotImplementedError):
            return None
        program = path.read_bytes()
    return program if _agree(litert(program)(*sample), _keras_output(model, sample)) else None


def _half_weights() -> dict[str, Any]:
    """What tells the converter so; only it needs TensorFlow by name."""
    import tensorflow as tf

    return {"optimizations": [tf.lite.Optimize.DEFAULT], "target_spec": {"supported_types": [tf.float16]}}


def _keras_output(model: keras.Model, sample: tuple[Array, ...]) -> Any:
    from keras import ops, tree

    return tree.map_structure(ops.convert_to_numpy, model(sample[0] if len(sample) == 1 else list(sample)))


def _agree(ours: Any, theirs: Any) -> bool:
    pairs = zip(ours, theirs, strict=True) if isinstance(ours, tuple) else [(ours, theirs)]
    return all(np.allclose(a, b, rtol=0, atol=TOLERANCE * max(1.0, float(np.abs(b).max()))) for a, b in pairs)
