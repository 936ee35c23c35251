"""A stranger's plugin, installed beside entai with plain pip in a fresh environment: listed, trained, run, measured, checked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENRES = {"Horror": "night of the dead", "Comedy": "my funny dog", "War": "army at the front"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment with entai and film-genres in it."""
    folder = tmp_path_factory.mktemp("stranger")
    venv.create(folder / "venv", with_pip=True)
    found = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    sources = [shutil.copytree(ROOT / "examples" / "film-genres", folder / "film-genres", ignore=shutil.ignore_patterns("*.egg-info"))]
    for source in (ROOT, *sources):
        command = [found / "python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", source]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return found


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "films.csv"
    rows = [f"{words.title()} {n} ({1930 + n % 80}),{genre}" for n in range(120) for genre, words in GENRES.items()]
    path.write_text("title,genres\n" + "\n".join(rows) + "\n")
    return path


def test_it_is_listed_trained_run_measured_explained_and_checked(scripts: Path, films: Path) -> None:
    folder = films.parent
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def entai(*words: str) -> str:
        done = subprocess.run([scripts / "entai", *words], capture_output=True, text=True, cwd=folder, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    listed = json.loads(entai("tasks", "--json"))
    assert [(task["name"], task["plugin"]) for task in listed["tasks"]] == [("film-genres", "film-genres")]
    assert not listed["failures"]

    entai("train", "film-genres", "films.csv", "-o", "genres")
    assert ",Horror," in entai("run", "film-genres", "--model", "genres", "--text", "Night of the Dead 7 (1968)")
    entai("run", "film-genres", "films.csv", "--model", "genres", "-o", "named.csv")
    assert (folder / "named.csv").read_text().startswith("title,genres,probability\nNight Of The Dead 0 (1930),Horror,")

    entai("evaluate", "film-genres", "films.csv", "--model", "genres", "-o", "report")
    metrics = json.loads((folder / "report" / "report.json").read_text())["metrics"]
    assert list(metrics) == ["accuracy", *(f"{name} {of}" for name in ("precision", "recall", "F1") for of in ("micro", "macro"))]
    assert all(measure["low"] <= measure["value"] <= measure["high"] for measure in metrics.values())
    assert metrics["F1 macro"]["value"] > 0.9

    entai("explain", "film-genres", "--model", "genres", "films.csv", "-o", "why.html")
    assert "Horror" in (folder / "why.html").read_text()

    checked = entai("check", "film-genres")
    assert "kill and resume: killed after" in checked
    assert " 0 failed, 0 skipped" in checked.splitlines()[-1]
