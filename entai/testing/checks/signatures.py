"""Overridden methods take what the base class says: `isinstance` alone would accept any method of that name."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from inspect import Parameter, getattr_static, signature

from entai.media.media import Media
from entai.recipe import KerasRecipe, Recipe
from entai.task import Task
from entai.testing.outcome import BrokenLawError
from entai.testing.subject import RecipeSubject, TaskSubject


def task_signatures(subject: TaskSubject) -> str:
    """Of the implementation and of the kinds it names."""
    for which in ("input", "output", "data"):
        _agree(Media, subject.kind(which))
    return _agree(Task, subject.implementation, "__init__", "__call__")


def recipe_signatures(subject: RecipeSubject) -> str:
    """Of the recipe."""
    return _agree(KerasRecipe if subject.is_keras else Recipe, subject.config)


def _agree(base: type, implementation: type, *special: str) -> str:
    names = [*(name for name in dir(base) if not name.startswith("_")), *special]
    overridden = [name for name in names if getattr_static(implementation, name) is not getattr_static(base, name)]
    for name in overridden:
        for words in _differences(base, implementation, name):
            raise BrokenLawError(f"{implementation.__name__}.{name} {words}")
    return f"{len(overridden)} overridden"


def _differences(base: type, implementation: type, name: str) -> Iterator[str]:
    ours, theirs = getattr_static(base, name), getattr_static(implementation, name)
    if isinstance(ours, classmethod) != isinstance(theirs, classmethod):
        yield "is a class method on one side only"
    elif isinstance(ours, classmethod) or inspect.isroutine(ours):
        expected, found = (signature(getattr(owner, name)).parameters.values() for owner in (base, implementation))
        yield from _parameters(list(expected), list(found))


def _parameters(expected: list[Parameter], found: list[Parameter]) -> Iterator[str]:
    """What differs; further parameters are welcome where they have a default."""
    wanted = [entry for entry in expected if entry.kind is not Parameter.VAR_KEYWORD]
    given = [entry for entry in found if entry.kind not in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY)]
    yield from (f"lacks {entry.name}" for entry in wanted[len(given):])
    yield from (f"has {have} where {want} is expected" for have, want in zip(given, wanted, strict=False)
                if not (have.name == want.name or want.kind is Parameter.POSITIONAL_ONLY)
                or (have.default is Parameter.empty and want.default is not Parameter.empty))
    yield from (f"asks for {entry.name}, which nobody gives" for entry in found if entry not in given[:len(wanted)]
                and entry.default is Parameter.empty and entry.kind not in (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL))
    if len(wanted) < len(expected) and len(found) <= len(wanted):
        yield "lacks **options"
