"""What is checked: tasks and recipes, with data and models made once and shared by the checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entai.errors import EntaiError
from entai.media.media import Media
from entai.recipe import KerasRecipe
from entai.registry import Plugin, registry
from entai.spec import RecipeSpec, TaskSpec, load_object
from entai.state import State
from entai.testing.outcome import NotApplicableError, SkippedError
from entai.training.config import TrainConfig
from entai.training.run import Progress, Run, silent

SEED = 3
QUICK = {"epochs": 6, "steps_per_epoch": 12, "checkpoint_seconds": 0.0}
"""The Trainer's settings while a plugin is checked: little work, many checkpoints."""


@dataclass
class Kept:
    """Things made once. Whoever first asks for one that can't be made fails; whoever asks again is skipped.

    What needs a library that is not installed is no failure, however often it is asked for.
    """

    made: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str, make: Callable[[], Any]) -> Any:
        """The thing of that name, made now if it is not there yet."""
        if name not in self.made:
            self.made[name] = None
            try:
                self.made[name] = make()
            except NotApplicableError:
                del self.made[name]
                raise
        if self.made[name] is None:
            raise SkippedError(f"there is no {name}, as an earlier check tells")
        return self.made[name]


@dataclass
class TaskSubject:
    """A declared task."""

    spec: TaskSpec
    kept: Kept = field(default_factory=Kept)

    def __str__(self) -> str:
        return self.spec.name

    @property
    def implementation(self) -> Any:
        """The subclass of `Task`."""
        return load_object(self.spec.implementation)

    def kind(self, which: str) -> type[Media]:
        """The kind of `input`, `output` or `data`."""
        return load_object(getattr(self.spec, which))  # type: ignore[no-any-return]

    def data(self) -> Any:
        """Synthetic data."""
        return self.kept.get("synthetic data", lambda: self.implementation.synthetic(SEED))

    def split(self) -> Any:
        """The data, split."""
        return self.kept.get("split", lambda: self.implementation.split(self.data(), SEED))

    @property
    def task(self) -> TaskSubject:
        """Itself: checks of a run ask a recipe and a task that needs no model alike."""
        return self

    def ready(self) -> Any:
        """The task without a model."""
        return self.implementation(self.spec, None)

    def example(self) -> tuple[Any, dict[str, Any]]:
        """An input and options that can be run."""
        return self.implementation.example(self.data())  # type: ignore[no-any-return]


@dataclass
class RecipeSubject:
    """A declared recipe, and the task it is for."""

    task: TaskSubject
    spec: RecipeSpec
    kept: Kept = field(default_factory=Kept)

    def __str__(self) -> str:
        return f"{self.spec.task}/{self.spec.name}"

    @property
    def config(self) -> Any:
        """The subclass of `Recipe`."""
        return load_object(self.spec.config)

    @property
    def is_keras(self) -> bool:
        """Whether it says what the core's Trainer asks for."""
        return issubclass(self.config, KerasRecipe)

    @property
    def is_trained(self) -> bool:
        """Whether the core's Trainer fits it: it has settings for that."""
        return isinstance(getattr(self.config, "train", None), TrainConfig)

    def start(self) -> State | None:
        """What it goes on from, where it can't begin by itself."""
        try:
            return self.config.synthetic_start(SEED)  # type: ignore[no-any-return]
        except EntaiError as reason:
            raise NotApplicableError(str(reason)) from reason

    def fit(self, folder: Path | None = None, resume: bool = False, progress: Progress = silent) -> State:
        """Train on synthetic data, quickly."""
        recipe, train = self.config.configure({}), QUICK if self.is_trained else {}
        run = Run(self.spec.task, self.spec.name, recipe.config(), train, SEED, folder, self.start(), progress)
        run.open(self.task.data().fingerprint(), resume)
        return recipe.fit(self.task.split().closed(), run)  # type: ignore[no-any-return]

    def state(self) -> State:
        """A trained model."""
        return self.kept.get("trained model", self.fit)  # type: ignore[no-any-return]

    def ready(self, state: State | None = None) -> Any:
        """The task with a model, by default that of `state()`."""
        return self.task.implementation(self.task.spec, self.config.configure({}).restore(state or self.state()))

    def example(self) -> tuple[Any, dict[str, Any]]:
        """An input and options that this model can run."""
        return self.task.example()


RunSubject = RecipeSubject | TaskSubject
"""What can be run: a task with a model of a recipe, or a task that needs none."""


@dataclass
class PluginSubject:
    """An installed plugin. Its recipes may be for other plugins' tasks."""

    plugin: Plugin
    tasks: list[TaskSubject]
    recipes: list[RecipeSubject]

    @staticmethod
    def of(plugin: Plugin) -> PluginSubject:
        """What a plugin declares."""
        found = registry()
        tasks = {name: TaskSubject(spec) for name, spec in found.tasks.items()}
        recipes = [RecipeSubject(tasks[spec.task], spec) for key, spec in found.recipes.items()
                   if found.owners["/".join(key)] is plugin]
        return PluginSubject(plugin, [task for name, task in tasks.items() if found.owners[name] is plugin], recipes)

    def __str__(self) -> str:
        return self.plugin.distribution
