"""The part of the gallery that shows enhancement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from entai import Exhibit, Image
from entai_image.degrade import Degradation, chain, eight_bits, gaussian_noise, jpeg, low_light, shrink
from entai_image.demo_photos import photograph
from entai_image.enhancement.auto import choose
from entai_image.enhancement.reasons import of_repair
from entai_image.enhancement_spec import SHIPPED

HARM: dict[str, tuple[str, Degradation]] = {
    "denoise": ("Noise", chain(gaussian_noise(25, 25), eight_bits)),
    "deblock": ("Blocks of JPEG, quality 10", jpeg(10, 10)),
    "relight": ("Too little light", chain(low_light((3.5, 3.5)), eight_bits)),
    "upscale-x2": ("Half the size", shrink(2)),
    "upscale-x4": ("A quarter of the size", shrink(4)),
}


def exhibits() -> Iterator[Exhibit]:
    """A photograph that no model has seen, harmed in every way that a shipped model repairs, and repaired."""
    import entai

    clean = photograph("spices")
    for model in SHIPPED:
        title, degrade = HARM[model]
        harmed = Image.of(np.clip(degrade(clean.pixels, np.random.default_rng(5)), 0, 1))
        task = entai.load("image-enhancement", model)
        why = of_repair(harmed, task(harmed), task.model)
        choice = choose(harmed)
        said = f" Without a model named, entai says of the left one: {choice.reason}." if choice.model == model else ""
        yield Exhibit(title, f"Left as it came, right what {model} makes of it.{said}", (why,))
