"""Listing a plugin is cheap, and its specs name things that exist."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from inspect import isabstract
from typing import Any

from entai.api import shipped_path
from entai.bundle import Bundle
from entai.media.media import Media
from entai.recipe import Recipe
from entai.registry import registry
from entai.spec import Option, load_object, options_of
from entai.task import Task
from entai.testing.outcome import BrokenLawError, NotApplicableError
from entai.testing.subject import PluginSubject, RecipeSubject, TaskSubject

HEAVY = ("tensorflow", "keras", "numpy", "pandas", "scipy", "pyarrow", "matplotlib", "jax", "torch", "sklearn")
_LIST = """
import importlib, json, sys
module = importlib.import_module(sys.argv[1])
for hook in ("entai_tasks", "entai_recipes", "entai_datasets"):
    getattr(module, hook, list)()
print(json.dumps([name for name in sys.argv[2:] if name in sys.modules]))
"""


def import_weight(subject: PluginSubject) -> str:
    """Importing the plugin's module and asking what it brings imports nothing heavy."""
    command = [sys.executable, "-c", _LIST, subject.plugin.module.__name__, *HEAVY]
    done = subprocess.run(command, capture_output=True, text=True, env=child_environment())  # noqa: S603  our own command
    if done.returncode:
        raise BrokenLawError(f"importing it on its own fails: {done.stderr.strip().splitlines()[-1]}")
    if loaded := json.loads(done.stdout.splitlines()[-1]):
        raise BrokenLawError(f"listing it imports {', '.join(loaded)}")
    return ""


def child_environment() -> dict[str, str]:
    """The environment in which a child process imports what this process can."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}


def data_sets(subject: PluginSubject) -> str:
    """The loaders of its data sets can be imported."""
    specs: list[Any] = getattr(subject.plugin.module, "entai_datasets", list)()
    for spec in specs:
        if not callable(load_object(spec.loader)) or not spec.licence:
            raise BrokenLawError(f"{spec.name} has no licence, or its loader {spec.loader} can't be called")
    if not specs:
        raise NotApplicableError("it declares none")
    return f"{len(specs)} data sets"


def task_spec(subject: TaskSubject) -> str:
    """Names are well formed, kinds and implementation resolve, and the defaults exist."""
    spec, recipes = subject.spec, registry().recipes_of(subject.spec.name)
    _words(spec)
    for which in ("input", "output", "data"):
        _subclass(getattr(spec, which), Media)
    _subclass(spec.implementation, Task)
    _defaults(spec.options)
    for role, name, known in (("default recipe", spec.default_recipe, recipes), ("baseline", spec.baseline, recipes),
                              ("default model", spec.default_model, registry().models_of(spec.name))):
        if name and name not in known:
            raise BrokenLawError(f"its {role} {name!r} does not exist; there are {', '.join(known) or 'none'}")
    return ""


def recipe_spec(subject: RecipeSubject) -> str:
    """The config is a frozen dataclass whose fields users can set, and the models that ship with it open."""
    _words(subject.spec)
    _subclass(subject.spec.config, Recipe)
    if not getattr(getattr(subject.config, "__dataclass_params__", None), "frozen", False):
        raise BrokenLawError(f"{subject.spec.config} is no frozen dataclass")
    _defaults(options_of(subject.config))
    for name, place in subject.spec.models.items():
        manifest = Bundle.open(shipped_path(place)).manifest
        if (manifest.task, manifest.recipe) != (subject.spec.task, subject.spec.name):
            raise BrokenLawError(f"the shipped model {name} is of {manifest.task}/{manifest.recipe}")
    return f"{len(subject.spec.models)} shipped models"


def _words(spec: Any) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", spec.name) or not spec.summary.strip() or "\n" in spec.summary:
        raise BrokenLawError(f"{spec.name!r} is not in lower case with hyphens, or has no summary of one line")


def _subclass(reference: str, base: type) -> None:
    found: Any = load_object(reference)
    if not (isinstance(found, type) and issubclass(found, base)):
        raise BrokenLawError(f"{reference} is no subclass of {base.__name__}")
    if isabstract(found):
        raise BrokenLawError(f"{reference} leaves out {', '.join(sorted(found.__abstractmethods__))}")  # type: ignore[attr-defined]


def _defaults(options: Iterable[Option]) -> None:
    for option in options:
        if not option.name.isidentifier() or option.check(option.default) != option.default:
            raise BrokenLawError(f"{option.name} is no identifier, or its default {option.default!r} is not of its type")
