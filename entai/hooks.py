"""The hooks of a plugin.

A plugin is a module named by an entry point in the group `entai.plugins`:

    [project.entry-points."entai.plugins"]
    films = "entai_films.plugin"

The module marks functions of these names with `@entai.hookimpl`. It must be cheap to import (no NumPy, no Keras):
what is heavy lies behind the `"module:Class"` references of the specs and is imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pluggy

from entai.spec import DatasetSpec, RecipeSpec, TaskSpec

if TYPE_CHECKING:
    from entai.training.run import Run

GROUP = "entai.plugins"
hookspec = pluggy.HookspecMarker("entai")
hookimpl = pluggy.HookimplMarker("entai")


@hookspec
def entai_tasks() -> list[TaskSpec]:
    """The tasks this plugin brings.

    Called once, when tasks are listed or looked up. A task's name must be new; a second task of the same name is
    set aside, with its plugin, and named by `entai tasks`.
    """
    return []


@hookspec
def entai_recipes() -> list[RecipeSpec]:
    """The recipes this plugin brings, for its own tasks or for anyone's, with the models that ship with them."""
    return []


@hookspec
def entai_datasets() -> list[DatasetSpec]:
    """Data sets that a user can name instead of giving a path."""
    return []


@hookspec
def entai_callbacks(run: Run) -> list[Any]:
    """Keras callbacks to add to every training run, whichever plugin's model is trained.

    Args:
        run: What is being trained, where it writes, and its seed.
    """
    return []
