"""How far grown textures are from the material that they were grown from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from entai import EntaiError, Evaluation, Image, Measured
from entai_image.generation.features import CROP, crops_of, features, frechet
from entai_image.generation.phases import phase_noise
from entai_image.generation.seams import Floats
from entai_image.pictures import Pictures

DISTANCE, GAUSSIAN, REAL = "Fréchet distance", "of Gaussian textures", "of the examples"


def evaluation(data: Pictures, grow: Callable[[Image, int], Image]) -> Evaluation:
    """Measure on pictures: one half of each is the example, the other is compared with.

    Beside the distance of what was grown stand those of a Gaussian texture of the same spectrum, and of the example's
    own crops, which nothing that is grown from them can be much nearer than.
    """
    rows = np.array([_distances((picture / np.float32(255)).astype(np.float32), place, grow)
                     for place, picture in enumerate(data.targets)])
    return Evaluation({name: Measured.mean(rows[:, column], higher_is_better=False)
                       for column, name in enumerate((DISTANCE, GAUSSIAN, REAL))})


def _distances(picture: Floats, seed: int, grow: Callable[[Image, int], Image]) -> tuple[float, float, float]:
    half = picture.shape[1] // 2
    if min(half, picture.shape[0]) < CROP:
        raise EntaiError(f"a picture of {picture.shape[1]} x {picture.shape[0]} is too small to be halved and compared "
                         f"with; {2 * CROP} x {CROP} pixels at least")
    example, held = picture[:, :half], features(crops_of(picture[:, half:]))
    grown = grow(Image.of(example), seed).pixels
    gaussian = phase_noise(example, grown.shape[0], grown.shape[1], seed)
    return (frechet(features(crops_of(grown)), held), frechet(features(crops_of(gaussian)), held),
            frechet(features(crops_of(example)), held))
