"""The toy plugin, installed into a folder of its own, and the command line called in this process."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from core_toolbox import Ended, distribution

from entai.bundle import Bundle, Manifest
from entai.registry import registry
from entai.state import State

TOY_TASKS = ("toy-shout", "toy-blob", "toy-optional", "toy-begun")


def toy_manifest(task: str = "toy-shout") -> Manifest:
    return Manifest(task, "plain", "toy", "1.2", {"size": 1.0, "keep": False}, 0, {"name": "toy-words"}, {"cases": "none"},
                    "Apache-2.0", {"python": "3"})


@pytest.fixture(scope="session")
def toy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that only has to lie on `sys.path` (or PYTHONPATH) for the toy plugin to be installed."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(Path(__file__).parent / "toy" / "entai_toy", folder / "entai_toy")
    distribution(folder, "toy", "entai_toy.plugin")
    for task in TOY_TASKS:
        Bundle.save(folder / "entai_toy" / "models" / task, toy_manifest(task), State({"size": np.array([1.0])}))
    return folder


@pytest.fixture
def toy(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The toy plugin in this process."""
    monkeypatch.syspath_prepend(str(toy_folder))
    registry.cache_clear()
    yield toy_folder
    registry.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == "entai_toy"]:
        del sys.modules[name]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with entai's home beside it."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ENTAI_HOME", str(tmp_path / "home"))
    return folder


@pytest.fixture
def cli(here: Path, toy: Path, capfd: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """`entai WORDS...` in this process, through the very function that the command calls."""
    from entai.cli.main import main

    def call(*words: str, stdin: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(list(words))
        sys.stdout.flush()
        said = capfd.readouterr()
        return Ended(stop.value.code, said.out, said.err)

    return call
