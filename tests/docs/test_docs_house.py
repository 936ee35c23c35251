"""Rules of the house that can be counted: pins, lengths of files, and what must never stand in a tracked file."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

from doc_blocks import ROOT
from tracked_files import tracked

WALL = ("spec.py", "hooks.py", "registry.py", "task.py", "bundle.py", "runtime.py", "training/trainer.py")
FORBIDDEN = re.compile("|".join((
    r"https?://\S+/simple\b", r"index[-_]ur" + "l", "py" + r"pi\.org", "python" + "hosted",
    r"(?<![\w.])/wo" + "rk/", r"(?<![\w.])/ro" + "ot/", r"(?<![\w.])/tm" + r"p/\w", r"/opt/whe" + "els")))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def pins() -> list[str]:
    return list(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["constraint-dependencies"])


def test_constraints_are_the_pins_of_the_workspace() -> None:
    assert (ROOT / "constraints.txt").read_text().splitlines() == pins()


def test_pins_are_names_and_versions_in_order() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.+!]+", pin) for pin in pins())
    names = [pin.split("==")[0] for pin in pins()]
    assert names == sorted(set(names))


def test_no_tracked_file_names_an_index_or_a_path_of_a_machine() -> None:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            matches = FORBIDDEN.finditer(content.decode("utf-8", "replace"))
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in matches]
    assert not found


def test_no_python_file_is_long() -> None:
    long = [f"{path.relative_to(ROOT)}: {lines(path)}" for path in tracked() if path.suffix == ".py" and lines(path) > 300]
    assert not long


def test_the_wall_can_be_read_in_one_sitting() -> None:
    assert sum(lines(ROOT / "entai" / name) for name in WALL) < 1_500


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    pattern = re.search(r"sed -n '(s/.*/p)'", (ROOT / ".ci" / "run").read_text())
    assert pattern
    found = subprocess.run(["sed", "-n", pattern[1], "README.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == "pip install uv && uv run pytest\n"
    subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=True)
