"""The same recipe from the same start trains to the same weights on TensorFlow and on JAX, and is served without either."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from entai import Bundle
from entai.api import recipe_of
from entai_recommendation import synthetic

pytestmark = pytest.mark.slow

TRAIN = """
import sys
import numpy as np
from entai import Run, State
from entai_recommendation import synthetic
from entai_recommendation.recipes.dense_softmax import DenseSoftmax
from entai_recommendation.split import leave_one_out

start, out, steps = sys.argv[1:4]
split = leave_one_out(synthetic.interactions(0)).closed()
settings = {"epochs": 1, "steps_per_epoch": int(steps), "batch_size": 32, "schedule": "constant", "patience": 0}
state = State(dict(np.load(start))) if start else None
run = Run("recommendation", "dense-softmax", train=settings, seed=5, start=state)
trained = DenseSoftmax(input_dropout=0.0, dropout=0.0).fit(split, run)
np.savez(out, **trained.arrays)
"""


def weights(backend: str, start: str, out: Path, steps: int) -> list[np.ndarray]:
    environment = os.environ | {"KERAS_BACKEND": backend}
    done = subprocess.run([sys.executable, "-c", TRAIN, start, str(out), str(steps)], env=environment, capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return list(np.load(out).values())


def test_two_hundred_steps_on_tensorflow_and_jax(tmp_path: Path) -> None:
    start = tmp_path / "start.npz"
    before = weights("tensorflow", "", start, 1)
    on_tensorflow = weights("tensorflow", str(start), tmp_path / "tensorflow.npz", 200)
    on_jax = weights("jax", str(start), tmp_path / "jax.npz", 200)
    assert max(np.abs(a - b).max() for a, b in zip(before, on_tensorflow, strict=True)) > 0.01, "nothing was learnt"
    for a, b in zip(on_tensorflow, on_jax, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-4)


def test_a_training_on_jax_ends_with_a_program_that_computes_what_keras_does(tmp_path: Path) -> None:
    events, out = synthetic.interactions(0).save(tmp_path / "events.csv"), tmp_path / "model"
    settings = [word for setting in ("epochs=1", "steps_per_epoch=4", "patience=0") for word in ("--set", f"train.{setting}")]
    done = subprocess.run([sys.executable, "-m", "entai", "train", "recommendation", str(events), "-o", str(out),
                           "--recipe", "dense-softmax", *settings], capture_output=True, text=True,
                          env=os.environ | {"KERAS_BACKEND": "jax"})
    assert done.returncode == 0, done.stderr[-2000:]
    recipe, state = recipe_of(Bundle.open(out)), Bundle.open(out).state()
    assert state.program is not None
    history = np.random.default_rng(0).uniform(size=(3, state.assets["sizes"]["items"])).astype(np.float32)
    np.testing.assert_allclose(recipe.network(state)(history), recipe.network(replace(state, program=None))(history), atol=1e-4)
