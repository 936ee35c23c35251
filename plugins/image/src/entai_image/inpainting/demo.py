"""The part of the gallery that shows inpainting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from entai import Exhibit, Image
from entai.media.image import Animation
from entai.media.picture.compared import Compared
from entai_image.degrade.film import moving, worn_film
from entai_image.degrade.masks import scratches
from entai_image.demo_photos import photograph


def stamped(picture: Image) -> Image:
    """A picture with a date in it, as cameras wrote it."""
    import cv2

    pixels = picture.quantised().copy()
    cv2.putText(pixels, "25 11 '96", (300, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (255, 0, 255), 3)
    return Image.of(pixels)


def old_film(rng: np.random.Generator) -> Image:
    """A short film of a desert, as old as it can be."""
    clean = moving(photograph("desert").rgb, photograph("spices").rgb, 10, (160, 240), rng)
    frames = tuple(Image.of(frame).quantised() for frame, _ in worn_film(clean, rng))
    return replace(Image.of(frames[0]), animation=Animation(frames, (120.0,) * len(frames), 0), name="film")


def exhibits() -> Iterator[Exhibit]:
    """Scratches that are looked for, on a photograph and on a film, and a date that is taken away by its colour."""
    import entai

    inpaint = entai.load("image-inpainting")
    desert = photograph("desert")
    scratched = Image.of(scratches(desert.pixels, np.random.default_rng(3), count=6)[0])
    yield Exhibit("Scratches, found and filled", "Nobody said where they are: find=scratches.",
                  (Compared(scratched, inpaint(scratched, find="scratches")),))
    worn = old_film(np.random.default_rng(3))
    yield Exhibit("An old film, mended", "What stands on one frame is not there on the next: the frames before and behind "
                  "show what was under it.", (worn, inpaint(worn, find="scratches")))
    dated = stamped(desert)
    yield Exhibit("A date taken out", "The hole is what has its colour: colour=#ff00ff.",
                  (Compared(dated, inpaint(dated, colour="#ff00ff", grow=1)),))
