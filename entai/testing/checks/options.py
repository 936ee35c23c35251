"""Every option survives the way from a command line's text to a value, and its bounds hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from entai.errors import EntaiError
from entai.spec import Option, options_of
from entai.testing.outcome import BrokenLawError
from entai.testing.subject import RecipeSubject, TaskSubject

SAMPLES: dict[type, list[Any]] = {bool: [True, False], str: ["word", "two words"], Path: [Path("folder") / "file"],
                                  list: [["a, b", "c"], []], int: [0], float: [0.5]}


def task_options(subject: TaskSubject) -> str:
    """The options of the task and of the kinds it reads and writes."""
    return _round_trip([*subject.spec.options, *subject.kind("input").read_options, *subject.kind("data").read_options,
                        *subject.kind("output").write_options])


def recipe_options(subject: RecipeSubject) -> str:
    """The settings of a recipe; and its own record of them, as JSON, makes an equal recipe."""
    recipe = subject.config.configure({})
    if subject.config.configure(json.loads(json.dumps(recipe.config()))) != recipe:
        raise BrokenLawError("configure(config()) makes another recipe")
    return _round_trip(options_of(subject.config))


def _round_trip(options: Iterable[Option]) -> str:
    values = [(option, value) for option in options for value in _inside(option)]
    for option, value in values:
        text = json.dumps(value) if option.type is list else str(value)
        if (parsed := option.parse(text)) != value or option.check(parsed) != value:
            raise BrokenLawError(f"{option.name}={text} is read as {parsed!r}")
        for bad in outside(option):
            if not refused(option, bad):
                raise BrokenLawError(f"{option.name} takes {bad!r}, which is out of its bounds")
    return f"{len(values)} values"


def _inside(option: Option) -> list[Any]:
    """Values that the option must take."""
    if option.type not in SAMPLES:
        raise BrokenLawError(f"{option.name} is of type {option.type.__name__}, which no text can give")
    bounds = [option.type(bound) for bound in (option.minimum, option.maximum) if bound is not None]
    return list(option.choices) or bounds or SAMPLES[option.type]


def outside(option: Option) -> Iterator[Any]:
    """Values that the option must refuse."""
    bounds = ((option.minimum, -1), (option.maximum, 1))
    yield from (option.type(bound + step) for bound, step in bounds if bound is not None)
    yield from (f"not-{choice}" for choice in option.choices[:1])


def refused(option: Option, value: Any) -> bool:
    """Whether the option says no."""
    try:
        option.check(value)
    except EntaiError:
        return True
    return False
