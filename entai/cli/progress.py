"""A bar with the time left, on standard error; a line now and then where that is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from entai.training.run import Progress


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """Yield something to tell progress to."""
    if not sys.stderr.isatty():
        yield _lines(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
               TextColumn("{task.fields[note]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=None, note="")
        yield lambda done, total, note="": shown.update(task, completed=done, total=total, note=note)


def _lines(title: str) -> Progress:
    started = told = time.monotonic()

    def tell(done: int, total: int, note: str = "") -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= 10:
            told = now
            left = (now - started) * (total - done) / max(1, done)
            print(f"{title}: {done / max(1, total):.0%}, {left:.0f} s left  {note}", file=sys.stderr, flush=True)

    return tell
