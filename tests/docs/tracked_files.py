"""The files of the repository."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from doc_blocks import ROOT

SKIPPED = {".venv", ".git", "__pycache__", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}


@cache
def tracked() -> list[Path]:
    """The files of the repository; without git, all that lie in it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts)]
