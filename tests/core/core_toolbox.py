"""What several of these tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings

law = settings(max_examples=25, deadline=None, database=None)
"""For property tests: many small cases, no files left behind."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def process(*words: str, environment: dict[str, str] | None = None, stdin: str = "", cwd: Path | None = None) -> Ended:
    """Run the interpreter in a process of its own: `process("-m", "entai", "tasks")`."""
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, input=stdin, timeout=120, cwd=cwd,
                          env=os.environ | (environment or {}), check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


def distribution(folder: Path, name: str, module: str, source: str = "", metadata: bool = True) -> Path:
    """Put an installed-looking distribution into a folder: a module, and the entry point that names it."""
    info = folder / f"{name.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(f"[entai.plugins]\n{name} = {module}\n")
    if metadata:
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
    if source:
        (folder / f"{module}.py").write_text(source)
    return folder


def one_sentence(message: str) -> None:
    """A message to a user is one line, without a traceback, and says something."""
    assert message.strip()
    assert "\n" not in message.strip()
    assert "Traceback" not in message
