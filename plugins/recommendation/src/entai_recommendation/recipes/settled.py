"""Settings that a model carries with it, so that training can go on from it without a new search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entai import Recipe, Run


def settings_asset(recipe: Recipe[Any, Any], chosen: Mapping[str, float]) -> dict[str, Any]:
    """What a bundle keeps of its settings: as they were given, and as a search chose them."""
    return {"recipe": type(recipe).__name__, "given": recipe.config(), "chosen": dict(chosen)}


def settled(recipe: Recipe[Any, Any], run: Run) -> dict[str, float] | None:
    """What the model that is gone on from had chosen, or None where there is no such model of this recipe.

    A setting that is given anew, with another value than that model was given, stands.
    """
    kept: Any = run.start.assets.get("settings") if run.start is not None else None
    if not kept or kept["recipe"] != type(recipe).__name__:
        return None
    given = recipe.config()
    return {name: value if kept["given"].get(name) == given[name] else given[name]
            for name, value in kept["chosen"].items()}
