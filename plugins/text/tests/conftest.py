"""A folder with samples to work in, and the command line called in this process."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from entai_text import demo


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `game.json`, `draft.txt` and `wires/`."""
    folder = tmp_path / "here"
    folder.mkdir()
    shutil.copy(demo.GAME, folder / "game.json")
    shutil.copy(demo.SAMPLES / "draft.txt", folder)
    shutil.copytree(demo.SAMPLES / "wires", folder / "wires")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ENTAI_HOME", str(tmp_path / "home"))
    return folder


@pytest.fixture
def cli(here: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """`entai WORDS...`: the exit code, standard output and standard error."""
    from entai.cli.main import main

    def call(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(list(words))
        sys.stdout.flush()
        said = capfd.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def game(here: Path) -> dict:
    """The sample game's record."""
    return json.loads((here / "game.json").read_text())
