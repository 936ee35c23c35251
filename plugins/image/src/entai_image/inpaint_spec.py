"""The declaration of image-inpainting. Cheap to import."""

from __future__ import annotations

from pathlib import Path

from entai import Option, RecipeSpec, TaskSpec

TASK = "image-inpainting"

OPTIONS = (
    Option("mask", Path, help="a picture of the same size; white is the hole"),
    Option("box", str, help="x,y,width,height in pixels: this is the hole"),
    Option("colour", str, help="#rrggbb: everything of this colour is the hole"),
    Option("tolerance", float, 24.0, "grey levels a channel by which `colour` may be missed", 0, 255),
    Option("find", str, help="look for the hole: scratches", choices=("scratches",)),
    Option("grow", int, 0, "pixels by which the hole is made larger", 0, 64),
    Option("method", str, "membrane", "how it is filled: membrane, or OpenCV's telea", choices=("membrane", "telea")),
)


def inpainting() -> TaskSpec:
    """Filling holes, in closed form; only what finds scratches is learnt."""
    return TaskSpec(
        TASK, "fill holes: scratches, stamps, things that should not be there",
        input="entai.media:Image", output="entai.media:Image", data="entai_image.pictures:Pictures",
        implementation="entai_image.inpainting.task:ImageInpainting", options=OPTIONS, default_recipe="scratches",
        needs_model=False)


def finders() -> list[RecipeSpec]:
    """How `find` learns to see."""
    return [RecipeSpec(TASK, "scratches", "where scratches, hairs and the lines of projectors are",
                       "entai_image.inpainting.recipe:Scratches", {"scratches": "entai_image:models/scratches"})]
