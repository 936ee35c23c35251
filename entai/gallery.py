"""The demo: every task shows itself on real input, on one page."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from entai.errors import EntaiError
from entai.files import write_text
from entai.pages import page, section
from entai.registry import registry
from entai.spec import TaskSpec, load_object


def make_gallery(folder: Path, say: Callable[[str], None]) -> tuple[Path, list[str]]:
    """Run every task's demo and write `index.html`; an earlier gallery is replaced.

    Args:
        folder: Where to write.
        say: Told what is being done.

    Returns:
        The page, and what could not be shown and why.
    """
    parts, failures = [], []
    for name, spec in sorted(registry().tasks.items()):
        started = time.perf_counter()
        say(f"{name}: {spec.summary} ...")
        try:
            parts.append(_part(spec))
        except EntaiError as error:
            failures.append(f"{name} can't be shown: {error}")
            continue
        say(f"{name}: shown in {time.perf_counter() - started:.1f} s")
    target = folder / "index.html"
    write_text(target, page("What entai can do", parts, "Everything here was computed on this machine, just now."))
    return target, failures


def _part(spec: TaskSpec) -> str:
    exhibits = load_object(spec.implementation).demo()
    return "".join(section(exhibit.title, exhibit.text, exhibit.values) for exhibit in exhibits)
