"""The part of the gallery that shows grown textures, and pictures from nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from entai import Exhibit, Image
from entai_image.generation.materials import materials

ENLARGED = 3


def exhibits() -> Iterator[Exhibit]:
    """Two made-up materials, each as a small example and grown to nine times its area; small pictures from nothing."""
    from entai_image.generation.task import ImageGeneration

    grow = ImageGeneration.load()
    for name, material in zip(("pebbles", "cells"), (materials(4)[0], materials(6)[2]), strict=True):
        example = Image.of(material[:96, :96])
        yield Exhibit(f"A texture of {name}, grown", "The example, 96 x 96, and 288 x 288 grown from it: pieces that fit "
                      "are cut along lines that don't show.",
                      (example, grow(example, width=288, height=288, patch=32)))
    made = ImageGeneration.load("skies")(count=12, steps=10)
    yield Exhibit("Skies, land and water from nothing", "A small network, trained here in minutes on crops of photographs, "
                  "makes each of these out of noise, in ten steps, 32 x 32 pixels; shown three times as large.",
                  (Image.of(np.kron(made.pixels, np.ones((ENLARGED, ENLARGED, 1), np.float32))),))
