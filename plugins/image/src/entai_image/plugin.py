"""What this plugin brings to entai. Cheap to import."""

from __future__ import annotations

from entai import RecipeSpec, TaskSpec, hookimpl
from entai_image.enhancement_spec import enhancement, restorers
from entai_image.generation_spec import generation, generators
from entai_image.inpaint_spec import finders, inpainting
from entai_image.keying_spec import keying


@hookimpl
def entai_tasks() -> list[TaskSpec]:
    """The tasks of this plugin."""
    return [enhancement(), inpainting(), keying(), generation()]


@hookimpl
def entai_recipes() -> list[RecipeSpec]:
    """How to build and train what repairs pictures, what finds scratches, and what makes pictures."""
    return [*restorers(), *finders(), *generators()]
