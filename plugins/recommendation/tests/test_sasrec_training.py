"""sasrec's training: seeds, refits, going on from a bundle, and backends."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import entai
from entai_recommendation import synthetic

TRAINER = {"epochs": 2, "batch_size": 8, "jit": False}
SMALL = {"width": 16, "length": 12}


def trained(out: Path, recipe: str = "sasrec", **options):
    return entai.train("recommendation", synthetic.interactions(0), out, recipe=recipe, trainer=TRAINER, **options)


def same(one, other, within: float = 0.0) -> bool:
    arrays = one.state().arrays, other.state().arrays
    return all(np.allclose(*pair, rtol=0, atol=within) for pair in zip(*(each.values() for each in arrays), strict=True))


@pytest.mark.slow
def test_a_seed_decides_all(tmp_path) -> None:
    runs = {"a": 3, "b": 3, "c": 4}
    one, same_seed, other = (trained(tmp_path / name, config=SMALL, seed=seed) for name, seed in runs.items())
    assert same(one, same_seed)
    assert not same(one, other)


@pytest.mark.slow
def test_a_refit_learns_from_the_validation_events_too(tmp_path) -> None:
    with_refit, without = (trained(tmp_path / name, config=SMALL | {"refit": name == "a"}) for name in "ab")
    assert not same(with_refit, without)


@pytest.mark.slow
@pytest.mark.parametrize("again", [False, True])
def test_an_interrupted_run_goes_on_to_the_same_weights(tmp_path, again) -> None:
    """Once while it learns, once while it learns again with the validation events; each time when an epoch is over."""
    undisturbed, told = trained(tmp_path / "whole", config=SMALL), []

    def interrupt(done: int, total: int, note: str = "") -> None:
        begun_again = any(later < earlier for earlier, later in pairwise(told))
        told.append(done)
        if begun_again == again and 2 * done >= total:
            raise KeyboardInterrupt

    often = {"trainer": TRAINER | {"checkpoint_seconds": 0.0}, "recipe": "sasrec", "config": SMALL}
    events, out = synthetic.interactions(0), tmp_path / "cut"
    with pytest.raises(KeyboardInterrupt):
        entai.train("recommendation", events, out, progress=interrupt, **often)
    assert same(undisturbed, entai.train("recommendation", events, out, resume=True, **often))


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ["sasrec", "blend"])
def test_training_goes_on_from_a_bundle(tmp_path, recipe) -> None:
    config = SMALL | {"refit": False}
    first = trained(tmp_path / "first", recipe, config=config)
    second = entai.train("recommendation", synthetic.interactions(0), tmp_path / "second", recipe=recipe, config=config,
                         trainer=TRAINER | {"epochs": 1, "learning_rate": 0.0, "weight_decay": 0.0}, start=first.path)
    assert same(first, second, within=1e-7 if recipe == "blend" else 0.0)  # sums of linear-seq are added to, and so rounded


@pytest.mark.slow
def test_xla_trains_to_the_same_weights_again(tmp_path) -> None:
    one, other = (entai.train("recommendation", synthetic.interactions(0), tmp_path / name, recipe="sasrec",
                              config=SMALL, trainer=TRAINER | {"jit": True}) for name in "ab")
    assert same(one, other)


STEP = """
import sys, numpy as np
from entai.quiet import import_backend
import_backend()
import keras
from entai.runtime import set_weights, weights
from entai_recommendation.recipes.sasrec import Sasrec
recipe = Sasrec(width=8, dropout=0.0)
model = recipe.build({"items": 20, "length": 6})
rng = np.random.default_rng(0)
set_weights(model, {k: rng.normal(0, 0.3, v.shape).astype("float32") for k, v in weights(model).items()})
model.compile(loss=recipe.loss(), optimizer=keras.optimizers.SGD(0.1), jit_compile=False)
items = rng.integers(1, 21, (4, 6)).astype("int32")
owners = np.repeat([[0, 0, 0, 1, 1, 1]], 4, axis=0).astype("int32")
losses = [float(model.train_on_batch([items, owners], np.roll(items, -1, 1))) for _ in range(3)]
np.savez(sys.argv[1], hidden=keras.ops.convert_to_numpy(model([items, owners])), losses=losses)
"""


@pytest.mark.slow
def test_tensorflow_and_jax_agree(tmp_path) -> None:
    """Three steps from the same weights, and the forward pass behind them."""
    pytest.importorskip("jax")
    found = []
    for backend in ("tensorflow", "jax"):
        out = tmp_path / f"{backend}.npz"
        subprocess.run([sys.executable, "-c", STEP, str(out)], check=True,
                       env=os.environ | {"KERAS_BACKEND": backend, "JAX_PLATFORMS": "cpu"})
        found.append(np.load(out))
    for name in ("losses", "hidden"):
        np.testing.assert_allclose(found[0][name], found[1][name], rtol=1e-4, atol=1e-5)
