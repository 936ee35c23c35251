"""Whatever comes in, a user reads one sentence: an EntaiError or a result, never another exception."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from entai.errors import EntaiError
from entai.spec import options_of
from entai.testing.checks.options import outside, refused
from entai.testing.outcome import BrokenLawError
from entai.testing.subject import SEED, RecipeSubject, RunSubject, TaskSubject

NONSENSE = {"empty": b"", "zeros": bytes(512), "noise": np.random.default_rng(SEED).bytes(2_000),
            "words": b"no,table\nno picture\n\nand no sound\n", "latin": b"caf\xe9;\xfc\n1;2\n",
            "json": b'{"a": [1, {"b": null}]}', "header": b"user,item,title,genres,rating,timestamp\n",
            "page": b"<html><body>404 Not Found</body></html>"}


def hostile_options(subject: RunSubject) -> str:
    """Unknown options, values out of bounds and of wrong types are refused."""
    task, (value, given) = subject.ready(), subject.example()
    wrong = [{"no_such_option": 1}, *({option.name: bad} for option in task.spec.options
                                      for bad in (*outside(option), object()) if refused(option, bad))]
    for options in wrong:
        _feed(partial(task, value, **(given | options)), f"the task with {options}", must=True)
    return f"{len(wrong)} refused"


def hostile_settings(subject: RecipeSubject) -> str:
    """A recipe refuses a setting that it has not, and values out of bounds."""
    wrong = [{"no_such_setting": 1},
             *({option.name: bad} for option in options_of(subject.config) for bad in outside(option))]
    for settings in wrong:
        _feed(partial(subject.config.configure, settings), f"the recipe with {settings}", must=True)
    return f"{len(wrong)} refused"


def hostile_input(subject: RunSubject) -> str:
    """Nonsense files, or nothing, in place of the input are refused in a sentence, or make a result."""
    task, (_, options) = subject.ready(), subject.example()
    if not task.spec.input_optional:
        _feed(partial(task, None, **options), "no input", must=True)
    return _files(lambda path: task(task.accept(path), **options), subject.task.kind("input").suffixes)


def hostile_data(subject: TaskSubject) -> str:
    """Nonsense files in place of training data are refused in a sentence, at the latest when they are split."""
    kind = subject.kind("data")
    return _files(lambda path: subject.implementation.split(kind.accept(path), SEED), kind.suffixes)


def _files(take: Callable[[Path], Any], suffixes: tuple[str, ...]) -> str:
    """Give every nonsense under every suffix."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}{suffix}" for suffix in dict.fromkeys((*suffixes, ".csv", "")) for name in NONSENSE]
        for path in paths:
            path.write_bytes(NONSENSE[path.stem])
            _feed(partial(take, path), path.name)
        _feed(partial(take, Path(folder) / "missing"), "a file that is not there", must=True)
    return f"{len(paths) + 1} files"


def _feed(act: Callable[[], Any], what: str, must: bool = False) -> None:
    """Nothing but an EntaiError may come of it; where it `must`, one has to."""
    try:
        act()
    except EntaiError as error:
        if not str(error).strip():
            raise BrokenLawError(f"{what} is refused without a word") from error
        return
    except Exception as error:
        raise BrokenLawError(f"{what} raises {type(error).__name__}: {error}") from error
    if must:
        raise BrokenLawError(f"{what} is not refused")
