"""A trained model in another form than a bundle, for use outside entai."""

from __future__ import annotations

from pathlib import Path

from entai.api import plugin_present, recipe_of
from entai.bundle import Bundle
from entai.errors import EntaiError
from entai.files import appearing, there


def export(bundle: str | Path, out: str | Path, form: str) -> Path:
    """Write a model in another form; it appears at `out` whole or not at all.

    Args:
        bundle: The model.
        out: A new file or folder.
        form: One of its recipe's `formats`.

    Raises:
        EntaiError: The bundle does not pass its checks, has no such form, or `out` exists.
    """
    opened, out = Bundle.open(bundle, plugin_present), Path(out)
    recipe, name = recipe_of(opened), opened.manifest.recipe
    if form not in recipe.formats:
        known = f"as {', '.join(recipe.formats)}" if recipe.formats else "in no other form than a bundle"
        raise EntaiError(f"{bundle} can't be written as {form}: a model of {name} is written {known}")
    if there(out):
        raise EntaiError(f"{out} exists; give another name")
    with appearing(out) as temporary:
        recipe.export(opened.state(), form, temporary)
    return out
