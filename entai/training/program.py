"""The LiteRT program of a trained network. Only TensorFlow writes one: behind another backend, in a process of its own."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import keras

from entai.runtime import export, set_weights
from entai.state import Array
from entai.training.trainable import Trainable


def program(recipe: Trainable, sizes: Mapping[str, int], arrays: Mapping[str, Array],
            sample: tuple[Array, ...]) -> bytes | None:
    """The network that is served, with the trained weights, computing in float32.

    Args:
        recipe: Builds it.
        sizes: What it is built for.
        arrays: The weights.
        sample: Inputs on which the program and Keras must agree.

    Returns:
        None where it does not convert, or TensorFlow is not installed.
    """
    if keras.backend.backend() == "tensorflow":
        model = recipe.served(sizes)
        set_weights(model, arrays)
        return export(model, sample, recipe.half)
    return _elsewhere((recipe, sizes, arrays, sample)) if find_spec("tensorflow") else None


def _elsewhere(given: tuple[object, ...]) -> bytes | None:
    """The same from a process with TensorFlow, which imports the recipe anew: one that was typed in can't be."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "given", Path(folder) / "program"
        source.write_bytes(pickle.dumps(given))
        subprocess.run([sys.executable, "-m", __name__, source, target],  # noqa: S603  this file again
                       check=False, capture_output=True, env=os.environ | {"KERAS_BACKEND": "tensorflow"})
        return target.read_bytes() if target.exists() else None


def _write(source: Path, target: Path) -> None:
    if written := program(*pickle.loads(source.read_bytes())):  # noqa: S301  written by the process that asks
        target.write_bytes(written)


if __name__ == "__main__":
    _write(Path(sys.argv[1]), Path(sys.argv[2]))
