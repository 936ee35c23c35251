"""The tasks and recipes of enhancement, as data. Cheap to import."""

from __future__ import annotations

from entai import Option, RecipeSpec, TaskSpec

TASK = "image-enhancement"
STRENGTH = Option("strength", float, 1.0, "how much is repaired: 0 nothing, 1 all that the model would", 0, 1)
ENSEMBLE = Option("ensemble", int, None, "the mean of so many results, each of the picture turned another way: slower and "
                  "better (default: 2 to enlarge, else 1)", 1, 8)


def enhancement() -> TaskSpec:
    """One task with several models; without one it looks at the picture and chooses."""
    return TaskSpec(
        TASK, "see pictures clearly again: noise, blocks, darkness, small size",
        input="entai.media:Image", output="entai.media:Image", data="entai_image.pictures:Pictures",
        implementation="entai_image.enhancement.task:ImageEnhancement", options=(STRENGTH, ENSEMBLE),
        default_recipe="denoise", needs_model=False)


def restorers() -> list[RecipeSpec]:
    """The recipes; each ships a model of its own name, where there is one."""
    home, shipped = "entai_image.enhancement", SHIPPED
    classes = {"denoise": ("Denoise", "noise of any strength, in colour or grey"),
               "deblock": ("Deblock", "the blocks and rings that JPEG leaves, at any quality"),
               "upscale-x2": ("UpscaleX2", "twice as wide and high"),
               "upscale-x4": ("UpscaleX4", "four times as wide and high"),
               "relight": ("Relight", "photographs with too little light, and the noise that light uncovers")}
    return [RecipeSpec(TASK, name, summary, f"{home}.{'relight' if name == 'relight' else 'recipes'}:{config}",
                       {model: f"entai_image:models/{model}" for model in shipped.get(name, ())})
            for name, (config, summary) in classes.items()]


COMPRESSED = "denoise-compressed"
"""The denoiser for noise that a codec went over, in JPEG or in film: that is no longer white."""
SHIPPED: dict[str, tuple[str, ...]] = {"denoise": ("denoise", COMPRESSED), "deblock": ("deblock",), "relight": ("relight",),
                                       "upscale-x2": ("upscale-x2",), "upscale-x4": ("upscale-x4",)}
"""Models by recipe."""
