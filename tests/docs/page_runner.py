"""Runs the blocks of one page in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from doc_blocks import Block, Command, commands, difference


class PageRunner:
    """The state of a page being run: its folder, its Python namespace, and what it has installed."""

    def __init__(self, folder: Path, compare_output: bool) -> None:
        self.folder = folder
        self.compare_output = compare_output
        self.namespace: dict[str, Any] = {"__name__": "page"}
        self.path = [str(folder)]

    def run(self, block: Block) -> None:
        if block.title:
            target = self.folder / block.title
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.body, encoding="utf-8")
        elif block.language == "python":
            code = compile("\n" * block.line + block.body, block.page, "exec")
            exec(code, self.namespace)
        elif block.language == "console":
            for command in commands(block.body):
                self._command(block, command)

    def _command(self, block: Block, command: Command) -> None:
        words = command.text.split()
        if words[:3] == ["pip", "install", "-e"]:
            self._install(self.folder / words[3])
            return
        if block.installs:
            return
        done = subprocess.run(["bash", "-c", command.text], cwd=self.folder, env=self._environment(), text=True,
                              stdin=subprocess.DEVNULL, capture_output=True)
        where = f"{block.page}:{block.line}: {command.text}"
        assert done.returncode == 0, f"{where}\nended with {done.returncode}\n{done.stdout}{done.stderr}"
        if self.compare_output and command.shown:
            assert not (found := difference(command.shown, done.stdout)), f"{where}\n{found}"

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        one = {} if self.compare_output else {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # small data: no gain
        own = {"PATH": path, "PYTHONPATH": os.pathsep.join(self.path), "ENTAI_HOME": str(self.folder / "home")}
        return os.environ | one | own

    def _install(self, project: Path) -> None:
        """What `pip install -e` would do for the tests' purpose: the sources and the entry points become visible."""
        about = tomllib.loads((project / "pyproject.toml").read_text())["project"]
        info = self.folder / f"{about['name'].replace('-', '_')}-{about['version']}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: {about['version']}\n")
        groups = about["entry-points"].items()
        (info / "entry_points.txt").write_text("".join(
            f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in points.items()) for group, points in groups))
        self.path.append(str(project))
