"""What a trained flow makes: seconds for a picture, and the distance of many to crops that were held out.

    python benchmarks/skies.py PICTURES [--only NAMES] [--model MODEL] [--part valid] [--out FOLDER]

PICTURES is the folder that the model was trained on, NAMES the file of those in it that were read; they are split as for
training. Distances are Fréchet distances in features of oriented filters, with whole covariances: of what is made, of
Gaussian textures with spectra of training crops, and of training crops, to crops of the pictures held out. `--out` writes
grids to look at, and some of what is made above the training crops that are nearest to it.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from entai import Image, Split
from entai.metrics import measure_all
from entai_image.generation.grid import grid
from entai_image.generation.judge import drawn, textures
from entai_image.generation.nearest import nearest
from entai_image.generation.task import ImageGeneration
from entai_image.pictures import Pictures

SHOWN, PAIRS, TIMED = 36, 8, 20


def main() -> None:
    """Print seconds and distances."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("pictures", type=Path)
    words.add_argument("--only", type=Path)
    words.add_argument("--model", default="skies")
    words.add_argument("--part", default="test", choices=("valid", "test"))
    words.add_argument("--out", type=Path)
    given = words.parse_args()
    make = ImageGeneration.load(given.model)
    make(seed=0)
    started = time.process_time()
    make(count=TIMED)
    print(f"a picture: {(time.process_time() - started) / TIMED:.3f} CPU seconds")
    split = ImageGeneration.split(Pictures.read(given.pictures, only=given.only), 0)
    print(f"{len(split.train)} pictures to learn from, {len(split.valid)} to choose on, {len(split.test)} for the test")
    measures = measure_all(make.measure(split, given.part).measured, seed=0)
    for name, measure in measures.items():
        print(f"{name:<30}{measure}")
    made, gaussian, real = (measure.value for measure in list(measures.values())[:3])
    print(f"made over Gaussian: {made / gaussian:.2f} (real over Gaussian: {real / gaussian:.2f})")
    if given.out:
        show(make, split, given.out)


def show(make: ImageGeneration, split: Split[Pictures], out: Path) -> None:
    """Write grids of what is made, of training crops, of Gaussian textures, and pairs with the nearest training crops."""
    learnt = make.model.crops(split.train, 1)
    crops = list(drawn(learnt, SHOWN, seed=2))
    made = [make(seed=seed).pixels for seed in range(SHOWN)]
    pairs = [np.concatenate([picture, nearest(picture, learnt)[1]]) for picture in made[:PAIRS]]
    gaussian = list(textures(np.stack(crops)))
    for name, pictures in (("made", made), ("real", crops), ("gaussian", gaussian), ("nearest", pairs)):
        Image.of(np.kron(grid(pictures), np.ones((4, 4, 1), np.float32))).save(out / f"{name}.png", overwrite=True)


if __name__ == "__main__":
    main()
