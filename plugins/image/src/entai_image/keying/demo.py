"""The part of the gallery that shows keying."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from entai import Exhibit, Image, Video
from entai_image.keying.composites import composite, texture

SEED, SIZE, SMALL, FRAMES = 6, 480, 240, 24


def exhibits() -> Iterator[Exhibit]:
    """A made-up figure with hair, a soft edge and a glass before a green screen, as a picture and as a film."""
    from entai_image.keying.shots import film
    from entai_image.keying.task import Keying

    made, key = composite(SEED, SIZE), Keying.load()
    with tempfile.TemporaryDirectory() as folder:
        behind = Image.of(texture(np.random.default_rng(2), SIZE)).save(Path(folder) / "clouds.png")
        picture = Image.of(made.picture)
        yield Exhibit("Keyed", "A figure with hair, a soft edge and a glass before an unevenly lit screen, with noise and "
                      "the screen's light on it: made up, so that the answer is known. Then cut out, and before clouds.",
                      (picture, key(picture), key(picture, background=behind)))
        shot = Video.read(film(composite(SEED, SMALL).picture, Path(folder) / "shot.mp4", FRAMES))
        yield Exhibit("A film, keyed", "The same as a second of film, with new grain on every frame; then before clouds.",
                      (shot, key(shot, background=behind)))
