"""A run that is killed at any moment goes on to the very weights of the run that was left alone. Real processes, -9."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from entai_recommendation import synthetic

pytestmark = pytest.mark.slow

SETTINGS = ["train.epochs=12", "train.batch_size=32", "train.ema=0.99", "train.clip_norm=1.0", "train.schedule=cosine",
            "train.warmup_steps=10", "train.patience=12", "train.checkpoint_seconds=0", "dropout=0.3", "input_dropout=0.3"]


def command(data: Path, out: Path, *more: str) -> list[str]:
    settings = [word for setting in SETTINGS for word in ("--set", setting)]
    return [sys.executable, "-m", "entai", "train", "recommendation", str(data), "-o", str(out), "--recipe", "dense-softmax",
            "--seed", "3", *settings, *more]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return synthetic.interactions(seed=0).save(tmp_path_factory.mktemp("data") / "events.csv")


@pytest.fixture(scope="module")
def undisturbed(data: Path, tmp_path_factory) -> tuple[bytes, float]:
    """The weights of a run that nobody killed, and how long it took."""
    out = tmp_path_factory.mktemp("whole") / "model"
    started = time.monotonic()
    subprocess.run(command(data, out), check=True, capture_output=True)
    return (out / "weights.npz").read_bytes(), time.monotonic() - started


def kill_behind_a_checkpoint(run: subprocess.Popen, folder: Path, wait: float = 0.0) -> None:
    deadline = time.monotonic() + 120
    while not (folder / "checkpoint.npz").exists() and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(wait)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_random_moments_it_resumes_to_the_same_bits(data, undisturbed, tmp_path, seed: int) -> None:
    weights, seconds = undisturbed
    out, rng = tmp_path / "model", random.Random(seed)
    run = subprocess.Popen(command(data, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kill_behind_a_checkpoint(run, tmp_path / "model.run", rng.uniform(0, 0.15 * seconds))
    first = json.loads((tmp_path / "model.run" / "seconds.json").read_text())
    for _ in range(2):  # killed again while it resumes, this time blindly
        again = subprocess.Popen(command(data, out, "--resume", "--overwrite"), stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.2, 0.9) * seconds)
        again.kill()
        again.wait()
    subprocess.run(command(data, out, "--resume", "--overwrite"), check=True, capture_output=True)
    assert (out / "weights.npz").read_bytes() == weights
    assert not (tmp_path / "model.run").exists()
    cost = json.loads((out / "report.json").read_text())["cost"]
    assert all(cost[name] > first[name] for name in first), "the card tells what all parts took"


def test_another_setting_is_no_resumption_and_a_checkpoint_is_not_overwritten(data, tmp_path) -> None:
    out = tmp_path / "model"
    run = subprocess.Popen(command(data, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (tmp_path / "model.run" / "run.json").exists() and run.poll() is None:
        time.sleep(0.02)
    run.kill()
    run.wait()
    other = subprocess.run([*command(data, out, "--resume"), "--set", "width=32"], capture_output=True, text=True)
    assert other.returncode == 2 and "another config" in other.stderr
    afresh = subprocess.run(command(data, out), capture_output=True, text=True)
    assert afresh.returncode == 2 and "--resume" in afresh.stderr


def test_begun_with_jax_it_goes_on_with_tensorflow(data, tmp_path) -> None:
    out = tmp_path / "model"
    run = subprocess.Popen(command(data, out, "--set", "train.jit=on"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           env=os.environ | {"KERAS_BACKEND": "jax"})
    kill_behind_a_checkpoint(run, tmp_path / "model.run")
    begun = json.loads(str(np.load(tmp_path / "model.run" / "checkpoint.npz")["meta"]))["history"]
    assert 1 <= len(begun) < 12, "it was to be killed on the way"
    subprocess.run(command(data, out, "--set", "train.jit=on", "--resume"), check=True, capture_output=True,
                   env=os.environ | {"KERAS_BACKEND": "tensorflow"})
    whole = json.loads((out / "assets" / "history.json").read_text())
    assert whole[:len(begun)] == begun and len(whole) == 12
    assert (out / "model.tflite").exists()
