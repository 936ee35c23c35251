"""Textures from an example, as the task's options ask for them."""

from __future__ import annotations

from functools import partial

import numpy as np

from entai import EntaiError, Image
from entai.spec import Options
from entai.training.run import Progress
from entai_image.generation.phases import phase_noise
from entai_image.generation.quilting import quilt
from entai_image.generation.seams import Floats

LEAST = 8
"""Pixels of an example's shorter side."""
SIDE, PASSES, MOST_PASSES = 512, 2, 4


def grown(image: Image | None, options: Options, seeds: tuple[int, ...], progress: Progress) -> list[Floats]:
    """A texture of each seed.

    Args:
        image: The example.
        options: Of the task.
        seeds: Of the textures.
        progress: Told how far the work is.

    Raises:
        EntaiError: There is no example, it is too small, or an option is none of textures'.
    """
    if image is None:
        raise EntaiError("image-generation without a model grows a texture from an example picture: give one, or a model "
                         "that needs none (`entai models image-generation` lists them)")
    if min(image.height, image.width) < LEAST:
        raise EntaiError(f"{image.name} is {image.width} x {image.height}; an example takes {LEAST} pixels a side")
    steps = options["steps"] or PASSES
    if steps > MOST_PASSES:
        raise EntaiError(f"steps must lie between 1 and {MOST_PASSES} for a texture, not {steps}")
    if options["prompt"] is not None or options["guidance"] is not None:
        raise EntaiError("a texture follows its example, not words: prompt and guidance are for presets")
    example, height, width = np.clip(image.rgb, 0, 1), options["height"] or SIDE, options["width"] or SIDE
    made = []
    for place, seed in enumerate(seeds):
        tell = partial(_tell, progress, place, len(seeds))
        made.append(phase_noise(example, height, width, seed) if options["method"] == "noise" else
                    quilt(example, height, width, options["patch"], steps, seed, tell))
        tell(1.0)
    return made


def _tell(progress: Progress, place: int, count: int, share: float) -> None:
    """A share of one of several, in hundredths of one."""
    progress(round(100 * (place + share)), 100 * count, "growing")
