"""The Trainer: schedules, averages, clipping, early stopping, precision, workers, logs, resuming, serving."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny import FEATURES, N, Served, Steps, Tiny, fit, numbers, same

from entai import EntaiError, Run, State, TrainConfig, hookimpl
from entai.quiet import import_backend
from entai.registry import Plugin, Registry
from entai.runtime import TOLERANCE
from entai.training.config import OPTIMIZERS
from entai.training.stopwatch import Stopwatch


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A listener that a plugin adds to every run with `entai_callbacks`."""
    listener = Steps()

    class Module:
        @staticmethod
        @hookimpl
        def entai_callbacks(run: Run) -> list[Any]:
            return [listener]

    monkeypatch.setattr("entai.registry.registry", lambda: Registry(plugins=[Plugin("listener", "1", Module)]))
    return listener


def learning_rate(step: int, peak: float, shape: str, warmup: int, total: int) -> float:
    rise = min(1.0, (step + 1) / warmup) if warmup else 1.0
    done = min(1.0, max(0.0, (step - warmup) / max(1, total - warmup)))
    return peak * rise * {"constant": 1.0, "linear": 1 - done, "cosine": (1 + np.cos(np.pi * done)) / 2}[shape]


@pytest.mark.parametrize("shape", ["constant", "linear", "cosine"])
@pytest.mark.parametrize(("warmup", "total"), [(0, 10), (4, 10), (10, 10), (3, 3)])
def test_schedules_agree_with_numpy(shape: str, warmup: int, total: int) -> None:
    from entai.training.schedule import Schedule

    schedule = Schedule(0.1, shape, warmup, total)
    ours = [float(schedule(step)) for step in range(total + 3)]
    np.testing.assert_allclose(ours, [learning_rate(step, 0.1, shape, warmup, total) for step in range(total + 3)], atol=1e-7)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("weight_decay", [0.0, 0.01])
def test_every_optimiser_can_be_had_with_and_without_weight_decay(name: str, weight_decay: float) -> None:
    import_backend()
    from entai.training.schedule import optimizer

    built = optimizer(TrainConfig(optimizer=name, weight_decay=weight_decay), 10)
    assert (built.weight_decay or 0.0) == weight_decay


def test_same_seed_same_weights_and_another_seed_others() -> None:
    assert same(fit(), fit())
    assert not same(fit(), fit(seed=2))


def test_several_threads_prepare_the_same_batches() -> None:
    assert same(fit(workers=1), fit(workers=3))


def test_the_average_of_weights_is_what_numpy_says(steps: Any) -> None:
    state = fit(ema=0.9)
    average = steps.weights[1]
    for weights in steps.weights[2:]:
        average = [0.9 * a + 0.1 * w for a, w in zip(average, weights, strict=True)]
    trained = [array for array in average if array.dtype == np.float32]
    for ours, theirs in zip([a for a in state.arrays.values() if a.dtype == np.float32], trained, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_clipping_bounds_the_gradient(steps: Any) -> None:
    fit(clip_norm=0.1, learning_rate=1.0, schedule="constant", epochs=1)
    floats = [np.concatenate([w.ravel() for w in weights if w.dtype == np.float32]) for weights in steps.weights]
    moves = np.linalg.norm(np.diff(floats, axis=0), axis=1)
    assert moves.max() <= 0.1 + 1e-5
    assert moves.max() > 0.09  # the gradient was larger, and was cut to the bound


def test_early_stopping_keeps_the_best_weights(steps: Any) -> None:
    state = fit(learning_rate=0.6, epochs=30, patience=3)
    rows: Any = state.assets["history"]
    losses = [row["val_loss"] for row in rows]
    best = int(np.argmin(losses))
    assert len(rows) == best + 1 + 3 < 30
    assert state.notes["best_epoch"] == best + 1
    kept = [a for a in state.arrays.values() if a.dtype == np.float32]
    then = [w for w in steps.weights[(best + 1) * (N // 16)] if w.dtype == np.float32]
    assert all((a == b).all() for a, b in zip(kept, then, strict=True))


def test_a_figure_that_is_not_there_can_not_be_watched() -> None:
    with pytest.raises(EntaiError, match="no figure 'val_hr'"):
        fit(monitor="val_hr", patience=2)


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_mixed_precision_trains_and_serves_in_float32(precision: str) -> None:
    state = fit(precision=precision, epochs=8)
    rows: Any = state.assets["history"]
    assert rows[-1]["val_loss"] < rows[0]["val_loss"]
    assert {array.dtype.str for array in state.arrays.values() if array.dtype.kind == "f"} == {"<f4"}
    assert Tiny().network(state)(np.ones((2, FEATURES), np.float32)).dtype == np.float32


def test_history_and_tensorboard_are_written(tmp_path: Path) -> None:
    import tensorflow as tf

    fit(tmp_path / "run", tensorboard=True, schedule="linear")
    with (tmp_path / "run" / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["1", "2", "3", "4"]
    assert all(float(row["val_loss"]) > 0 for row in rows)
    rates = [float(row["learning_rate"]) for row in rows]
    assert rates == sorted(rates, reverse=True)
    (events,) = (tmp_path / "run" / "tensorboard").iterdir()
    points = [(event.step, value.tag, value.simple_value) for event in tf.compat.v1.train.summary_iterator(str(events))
              for value in event.summary.value]
    losses = [value for _, tag, value in points if tag == "val_loss"]
    np.testing.assert_allclose(losses, [float(row["val_loss"]) for row in rows], rtol=1e-6)
    assert [step for step, tag, _ in points if tag == "loss"] == [1, 2, 3, 4]


class CutError(Exception):
    """Stands for whatever ends a run."""


@pytest.mark.parametrize("train", [{}, {"ema": 0.9, "schedule": "cosine", "warmup_steps": 5, "clip_norm": 0.5, "optimizer": "adamw",
                                        "weight_decay": 0.01, "patience": 2}, {"steps_per_epoch": 4}],
                         ids=["plain", "everything", "odd steps"])
@pytest.mark.parametrize("cut", [1, 3])
def test_a_run_that_was_cut_goes_on_exactly(train: dict[str, Any], cut: int, tmp_path: Path) -> None:
    def progress(done: int, total: int, note: str = "") -> None:
        if done >= cut * total / 4 + 1:
            raise CutError

    undisturbed, recipe = fit(**train), Tiny()
    run = Run("numbers", "tiny", recipe.config(), train, 1, tmp_path / "run", progress=progress)
    with pytest.raises(CutError):
        recipe.fit(numbers(), run)
    assert (tmp_path / "run" / "checkpoint.npz").exists()
    resumed = fit(tmp_path / "run", **train)
    assert same(resumed, undisturbed)
    assert resumed.assets["history"] == undisturbed.assets["history"]


def test_the_seconds_of_a_run_in_parts_add_up(tmp_path: Path) -> None:
    fit(tmp_path / "run", epochs=2)
    (tmp_path / "run" / "seconds.json").write_text('{"training seconds": 1000.0, "training CPU seconds": 500.0}')
    fit(tmp_path / "run", epochs=4)
    told = Stopwatch(tmp_path / "run").seconds()
    assert 1000 < told["training seconds"] < 1100
    assert 500 < told["training CPU seconds"] < 600


def test_a_finished_run_that_is_resumed_stays_as_it_is(tmp_path: Path) -> None:
    first = fit(tmp_path / "run", patience=2, learning_rate=0.6, epochs=20)
    assert same(fit(tmp_path / "run", patience=2, learning_rate=0.6, epochs=20), first)


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    fit(tmp_path / "run")
    with pytest.raises(EntaiError, match=r"checkpoint\.npz is of another model"):
        fit(tmp_path / "run", Tiny(width=5))


def test_a_run_goes_on_from_a_model_and_refuses_one_of_another_shape() -> None:
    start = fit(epochs=8)
    run = Run("numbers", "tiny", train={"epochs": 1, "learning_rate": 0.0}, start=start)
    assert same(Tiny().fit(numbers(), run), start)
    with pytest.raises(EntaiError, match="not of this network"):
        Tiny(width=5).fit(numbers(), run)


def test_the_program_agrees_with_keras_which_serves_where_there_is_none() -> None:
    state, x = fit(recipe=Served()), numbers().valid[0]
    assert state.program is not None
    served, kept = Tiny().network(state)(x), Tiny().network(replace(state, program=None))(x)
    np.testing.assert_allclose(served, kept, atol=TOLERANCE)
    assert served.shape == (len(x), 1)


def test_a_program_that_does_not_agree_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import entai.runtime

    right = entai.runtime.litert
    monkeypatch.setattr(entai.runtime, "litert", lambda program: lambda *arrays: right(program)(*arrays) + 1e-2)
    assert fit(recipe=Served()).program is None


def test_weights_of_another_network_are_refused_when_serving() -> None:
    state = fit()
    wrong = State({name: array[:1] for name, array in state.arrays.items()}, state.assets)
    with pytest.raises(EntaiError, match="not of this network"):
        Tiny().network(wrong)(np.ones((1, FEATURES), np.float32))
