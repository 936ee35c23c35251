"""entai: entertainment AI. Recommend films, clean sound, restore pictures, write text; one way to do it all.

Importing this is cheap: names are looked up when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entai.api import evaluate, explain, load, tasks, train
    from entai.bundle import Bundle
    from entai.chart import Chart, Series
    from entai.comparison import Comparison, compare
    from entai.data import ArrayDataset, Dataset
    from entai.errors import EntaiError, EntaiWarning
    from entai.explanation import Attribution, Explanation, Part
    from entai.exporting import export
    from entai.hooks import hookimpl
    from entai.measure import Measured
    from entai.media import Audio, Catalogue, Image, Interactions, Media, Parts, Ranking, Table, Text, Video
    from entai.recipe import KerasRecipe, Recipe
    from entai.report import Report
    from entai.spec import DatasetSpec, Option, RecipeSpec, TaskSpec, setting
    from entai.state import State
    from entai.task import Evaluation, Exhibit, Split, Task, hold_out
    from entai.training.config import TrainConfig
    from entai.training.run import Run

_HOMES = {
    "api": ("evaluate", "explain", "load", "tasks", "train"),
    "bundle": ("Bundle",),
    "chart": ("Chart", "Series"),
    "comparison": ("Comparison", "compare"),
    "data": ("ArrayDataset", "Dataset"),
    "errors": ("EntaiError", "EntaiWarning"),
    "exporting": ("export",),
    "explanation": ("Attribution", "Explanation", "Part"),
    "hooks": ("hookimpl",),
    "media": ("Audio", "Catalogue", "Image", "Interactions", "Media", "Parts", "Ranking", "Table", "Text", "Video"),
    "measure": ("Measured",),
    "recipe": ("KerasRecipe", "Recipe"),
    "report": ("Report",),
    "spec": ("DatasetSpec", "Option", "RecipeSpec", "TaskSpec", "setting"),
    "state": ("State",),
    "task": ("Evaluation", "Exhibit", "Split", "Task", "hold_out"),
    "training.config": ("TrainConfig",),
    "training.run": ("Run",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ArrayDataset",
    "Attribution",
    "Audio",
    "Bundle",
    "Catalogue",
    "Chart",
    "Comparison",
    "Dataset",
    "DatasetSpec",
    "EntaiError",
    "EntaiWarning",
    "Evaluation",
    "Exhibit",
    "Explanation",
    "Image",
    "Interactions",
    "KerasRecipe",
    "Measured",
    "Media",
    "Option",
    "Part",
    "Parts",
    "Ranking",
    "Recipe",
    "RecipeSpec",
    "Report",
    "Run",
    "Series",
    "Split",
    "State",
    "Table",
    "Task",
    "TaskSpec",
    "Text",
    "TrainConfig",
    "Video",
    "compare",
    "evaluate",
    "explain",
    "export",
    "hold_out",
    "hookimpl",
    "load",
    "setting",
    "tasks",
    "train",
]


def __getattr__(name: str) -> Any:
    """Import a name from its home on first use, and keep it."""
    if name not in _HOME:
        raise AttributeError(f"module 'entai' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"entai.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
