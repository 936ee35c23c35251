"""Which plugins are installed, what they bring, and which of them failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import pluggy

from entai import hooks
from entai.errors import EntaiError, near
from entai.spec import PLUGIN_API, DatasetSpec, RecipeSpec, TaskSpec


@dataclass(frozen=True, slots=True)
class Plugin:
    """An installed distribution that brings tasks, recipes or data."""

    distribution: str
    version: str
    module: Any = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """A plugin that was set aside, and why."""

    plugin: str
    reason: str


@dataclass
class Registry:
    """Everything that was found. Made once a process by `registry()`."""

    tasks: dict[str, TaskSpec] = field(default_factory=dict)
    recipes: dict[tuple[str, str], RecipeSpec] = field(default_factory=dict)
    datasets: dict[tuple[str, str], DatasetSpec] = field(default_factory=dict)
    owners: dict[str, Plugin] = field(default_factory=dict)
    """Who brought a task (by its name) or a recipe (by `task/recipe`)."""
    plugins: list[Plugin] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def task(self, name: str) -> TaskSpec:
        """The task of that name, or an error that offers near ones and names plugins that failed."""
        if name not in self.tasks:
            failed = "".join(f" ({failure.plugin} did not load: {failure.reason})" for failure in self.failures)
            hint = near(name, self.tasks) or "; `entai tasks` lists what is installed"
            raise EntaiError(f"there is no task {name!r}{hint}{failed}")
        return self.tasks[name]

    def recipes_of(self, task: str) -> dict[str, RecipeSpec]:
        """The recipes for a task, by name."""
        return {name: spec for (owner, name), spec in self.recipes.items() if owner == task}

    def recipe(self, task: str, name: str) -> RecipeSpec:
        """One recipe of a task."""
        known = self.recipes_of(task)
        if not known and task in self.tasks and not self.tasks[task].needs_model:
            raise EntaiError(f"{task} needs no trained model, so there is nothing to train")
        if name not in known:
            hint = near(name, known) or f"; it has {', '.join(known) or 'none'}"
            raise EntaiError(f"{task} has no recipe {name!r}{hint}")
        return known[name]

    def models_of(self, task: str) -> dict[str, str]:
        """The shipped models of a task: name to `"package:folder"`."""
        return {name: place for spec in self.recipes_of(task).values() for name, place in spec.models.items()}

    def dataset(self, task: str, name: str) -> DatasetSpec | None:
        """The data set of that name for a task, or None."""
        return self.datasets.get((task, name))


@lru_cache(maxsize=1)
def registry() -> Registry:
    """Find the installed plugins. A broken one is set aside; `ENTAI_STRICT=1` makes it fatal."""
    return discover(entry_points(group=hooks.GROUP))


def discover(found: Any) -> Registry:
    """Build a registry from entry points, each guarded from the others.

    Args:
        found: An iterable of `importlib.metadata.EntryPoint`.
    """
    manager = pluggy.PluginManager("entai")
    manager.add_hookspecs(hooks)
    result = Registry()
    for point in sorted(found, key=lambda point: (_distribution(point), point.name)):
        try:
            plugin = _register(manager, point)
            _collect(result, plugin)
        except (Exception, SystemExit) as error:
            if os.environ.get("ENTAI_STRICT") == "1":
                raise
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            result.failures.append(Failure(_distribution(point), reason))
    _drop_orphans(result)
    return result


def _distribution(point: EntryPoint) -> str:
    """The distribution's name; one whose metadata are broken has none."""
    return (point.dist and point.dist.name) or point.name


def _register(manager: pluggy.PluginManager, point: EntryPoint) -> Plugin:
    module = point.load()
    marked = {name: hasattr(value, "entai_impl") for name, value in vars(module).items() if callable(value)}
    for name, is_marked in marked.items():
        if is_marked and not hasattr(manager.hook, name):
            raise EntaiError(f"entai has no hook {name}")
        if not is_marked and hasattr(manager.hook, name):
            raise EntaiError(f"{name} is not marked with @entai.hookimpl")
    manager.register(module, name=f"{_distribution(point)}:{point.name}")  # makes a hook of any name it finds marked
    return Plugin(_distribution(point), point.dist.version if point.dist else "0", module)


def _collect(into: Registry, plugin: Plugin) -> None:
    """Add all that one plugin brings, or nothing of it."""
    tasks: list[TaskSpec] = _ask(plugin, "entai_tasks")
    recipes: list[RecipeSpec] = _ask(plugin, "entai_recipes")
    datasets: list[DatasetSpec] = _ask(plugin, "entai_datasets")
    for kind, specs in ((TaskSpec, tasks), (RecipeSpec, recipes), (DatasetSpec, datasets)):
        for spec in specs:
            if not isinstance(spec, kind):
                raise EntaiError(f"a hook gave {spec!r} where a {kind.__name__} belongs")
    for task in tasks:
        if task.api != PLUGIN_API:
            raise EntaiError(f"{task.name} is written for plugin API {task.api}; this entai has {PLUGIN_API}")
        if task.name in into.tasks:
            raise EntaiError(f"{task.name} is already a task of {into.owners[task.name].distribution}")
    for recipe in recipes:
        if (recipe.task, recipe.name) in into.recipes:
            owner = into.owners[f"{recipe.task}/{recipe.name}"].distribution
            raise EntaiError(f"{recipe.task} has a recipe {recipe.name} of {owner} already")
    into.tasks |= {task.name: task for task in tasks}
    into.owners |= {task.name: plugin for task in tasks}
    into.owners |= {f"{recipe.task}/{recipe.name}": plugin for recipe in recipes}
    into.recipes |= {(recipe.task, recipe.name): recipe for recipe in recipes}
    into.datasets |= {(dataset.task, dataset.name): dataset for dataset in datasets}
    into.plugins.append(plugin)


def _ask(plugin: Plugin, hook: str) -> list[Any]:
    implementation: Callable[[], list[Any]] | None = getattr(plugin.module, hook, None)
    return list(implementation()) if implementation and hasattr(implementation, "entai_impl") else []


def _drop_orphans(result: Registry) -> None:
    """A recipe for a task whose plugin is not installed stays out of sight."""
    result.recipes = {key: spec for key, spec in result.recipes.items() if key[0] in result.tasks}


def callbacks(run: Any) -> Iterator[Any]:
    """The Keras callbacks that plugins add to a training run."""
    for plugin in registry().plugins:
        implementation = getattr(plugin.module, "entai_callbacks", None)
        if implementation and hasattr(implementation, "entai_impl"):
            yield from implementation(run)
