"""How far what a flow makes is from pictures that were held out, and whether it only repeats what it learnt from."""

from __future__ import annotations

from functools import partial

import numpy as np

from entai import Evaluation, Measured
from entai_image.generation.clouds import Cloud, frechet_distance
from entai_image.generation.crops import Crops
from entai_image.generation.features import features
from entai_image.generation.generator import FlowGenerator, Wish
from entai_image.generation.nearest import nearest
from entai_image.generation.phases import phase_noise
from entai_image.generation.seams import Floats
from entai_image.pictures import Pictures

DISTANCE, GAUSSIAN, REAL = "Fréchet distance", "of Gaussian textures", "of training crops"
NEAREST, HELD_NEAREST = "to the nearest training crop", "of held-out crops to it"
MADE, COMPARED, EACH = 320, 12, 32


def evaluation(generator: FlowGenerator, train: Pictures, held: Pictures) -> Evaluation:
    """Fréchet distances to crops of held-out pictures, with whole covariances; intervals are over those pictures.

    Beside that of what is made stand those of Gaussian textures, each with the spectrum and the colour of a training crop,
    and of as many training crops: what generating can reach without repeating. How far a made picture is from the training
    crop that is nearest to it, of all that could be cut, is told in grey levels, and the same of held-out crops.
    """
    learnt, cases = generator.crops(train, EACH), generator.crops(held, EACH)
    real = drawn(learnt, MADE, seed=1)
    made = np.stack(generator.pictures(Wish(tuple(range(MADE)))))
    gaussian = textures(drawn(learnt, MADE, seed=2))
    compared = features(drawn(cases, len(cases), seed=3)).reshape(EACH, len(held), -1).swapaxes(0, 1)
    found = {name: _distance(features(cloud), compared) for name, cloud in
             ((DISTANCE, made), (GAUSSIAN, gaussian), (REAL, real))}
    for name, pictures in ((NEAREST, made[:COMPARED]), (HELD_NEAREST, drawn(cases, COMPARED, seed=4))):
        found[name] = Measured.mean([nearest(picture, learnt)[0] for picture in pictures], "grey levels")
    return Evaluation(found)


def drawn(crops: Crops, count: int, seed: int) -> Floats:
    """Some crops, of each picture as many, display values `(count, side, side, 3)`."""
    return crops.pixels(np.arange(count), np.random.default_rng([34, seed]))


def textures(crops: Floats) -> Floats:
    """A Gaussian texture with the spectrum and the mean colour of each crop."""
    return np.stack([phase_noise(crop, crop.shape[0], crop.shape[1], seed) for seed, crop in enumerate(crops)])


def _distance(cloud: Cloud, held: Cloud) -> Measured:
    return Measured(len(held), statistic=partial(frechet_distance, cloud, held), higher_is_better=False)
