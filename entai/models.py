"""What can be trained and what is shipped, for the list of models."""

from __future__ import annotations

from typing import Any

from entai.api import shipped_path
from entai.bundle import Bundle
from entai.registry import registry
from entai.report import Report


def recipes_and_models(task: str) -> dict[str, list[dict[str, Any]]]:
    """Recipes of a task and the bundles that ship with them, as plain data."""
    spec = registry().task(task)
    recipes = [{"name": name, "summary": recipe.summary, "default": name == spec.default_recipe}
               for name, recipe in registry().recipes_of(task).items()]
    models = [_describe(name, place) | {"default": name == spec.default_model}
              for name, place in registry().models_of(task).items()]
    return {"recipes": recipes, "models": models}


def _describe(name: str, place: str) -> dict[str, Any]:
    bundle = Bundle.open(shipped_path(place))
    text = bundle.document("report.json")
    measured = {key: measure.value for key, measure in Report.from_json(text).metrics.items()} if text else {}
    return {"name": name, "recipe": bundle.manifest.recipe, "bytes": bundle.size, "licence": bundle.manifest.licence,
            "data": bundle.manifest.data.get("name", ""), "measured": measured, "path": str(bundle.path)}
