"""The declaration of image-generation. Cheap to import."""

from __future__ import annotations

from entai import Option, RecipeSpec, TaskSpec

TASK = "image-generation"

OPTIONS = (
    Option("width", int, None, "of the result, pixels; else 512 for a texture, or what the model makes", 8, 16_384),
    Option("height", int, None, "of the result, pixels; else 512 for a texture, or what the model makes", 8, 16_384),
    Option("count", int, 1, "how many, as a grid; each has a seed of its own", 1, 64),
    Option("steps", int, None, "of a model, from noise to picture; of a texture, passes (2), each later one in pieces half "
           "as large", 1, 1000),
    Option("patch", int, 40, "side of a texture's pieces, pixels: larger than what repeats in the example", 8, 256),
    Option("method", str, "quilt", "of a texture: quilt lays pieces of the example, noise makes a Gaussian texture of its "
           "spectrum", choices=("quilt", "noise")),
    Option("strength", float, 0.6, "how much of an example picture a model makes anew", 0, 1),
    Option("prompt", str, None, "what is to be seen, in words; for presets"),
    Option("guidance", float, None, "how closely a preset follows the words", 0, 100),
    Option("seed", int, 0, "another seed, another picture", 0),
)


def generation() -> TaskSpec:
    """Textures from an example without a model; pictures from nothing, or from words, with one."""
    return TaskSpec(
        TASK, "textures of any size from an example; small pictures from nothing; with a preset, pictures from words",
        input="entai.media:Image", output="entai.media:Image", data="entai_image.pictures:Pictures",
        implementation="entai_image.generation.task:ImageGeneration", options=OPTIONS, default_recipe="flow",
        input_optional=True, needs_model=False, preset="entai_image.generation.hub.load:load")


def generators() -> list[RecipeSpec]:
    """What can be trained."""
    return [RecipeSpec(TASK, "flow", "small pictures out of noise: flow matching with a small U-Net",
                       "entai_image.generation.flow:Flow", {"skies": "entai_image:models/skies"})]
