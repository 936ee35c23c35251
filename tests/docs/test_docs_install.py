"""The install commands of the pages, each in a fresh environment and a fresh copy of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from doc_blocks import PAGES, ROOT, blocks, commands
from tracked_files import tracked

FRESH = list(dict.fromkeys(block.body for page in PAGES for block in blocks(page)
                           if block.installs and "pip install -e" not in block.body))
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("body", FRESH, ids=lambda body: body.splitlines()[0].removeprefix("$ "))
def test_install_block(body: str, tmp_path: Path) -> None:
    for path in tracked():
        target = tmp_path / "copy" / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "fresh"], check=True)
    ours = ("UV_PROJECT", "VIRTUAL_ENV", "PYTEST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment = kept | {"PATH": f"{tmp_path / 'fresh' / 'bin'}{os.pathsep}{os.environ['PATH']}",
                          "ENTAI_HOME": str(tmp_path / "home")}
    for command in ["python -m pip install --quiet --upgrade pip", *(command.text for command in commands(body))]:
        done = subprocess.run(["bash", "-c", shortened(command)], cwd=tmp_path / "copy", env=environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True)
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    if "entai demo" in body:
        assert "</html>" in (tmp_path / "copy" / "entai-demo" / "index.html").read_text(encoding="utf-8")


def shortened(command: str) -> str:
    """The fast tests are run elsewhere; here they are only found and imported, by the very command."""
    return f"{command} --collect-only" if command.endswith("pytest") else command
