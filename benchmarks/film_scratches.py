"""Scratches, dirt and a line on a film: how much is found, and how well it is repaired, frame by frame and over frames.

    python benchmarks/film_scratches.py [PICTURES] [--films 8] [--frames 8] [--size 320x240]

Each film is a camera's way over a photograph, with a thing that crosses it, grain on every frame, scratches and dirt on
each, and a line that runs through all of them (`entai_image.degrade.film`). PICTURES is a folder of photographs larger
than the frames; else those that travel with the plugin are taken. The first and the last frame, which have one neighbour,
are told apart. PSNR is that of the worn pixels, and of all others, where what is repaired needlessly does harm.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import entai
from entai import Image
from entai.media.amid import windows
from entai_image.degrade.film import moving, worn_film
from entai_image.demo_photos import photograph
from entai_image.inpainting.film import found, surrounded
from entai_image.inpainting.finder import shipped
from entai_image.inpainting.scores import f1
from entai_image.measures import psnr

Mask = NDArray[np.bool_]
Film = list[tuple[Image, Image, Mask]]
"""Worn frames, clean ones, and where the worn ones are worn."""
COLUMNS = ("F1 frame", "F1 film", "PSNR worn", "by frame", "by film", "rest worn", "by frame", "by film")


def photographs(folder: Path | None) -> list[Image]:
    """What the films are made of."""
    if folder is None:
        return [photograph("desert"), photograph("spices")]
    return [Image.read(path) for path in sorted(folder.rglob("*")) if path.suffix.lower() in Image.suffixes]


def films(pictures: list[Image], count: int, frames: int, size: tuple[int, int]) -> Iterator[Film]:
    """Films, each of its own motion and its own wear."""
    for number in range(count):
        rng = np.random.default_rng(number)
        one, other = (pictures[place % len(pictures)].rgb for place in (2 * number, 2 * number + 1))
        clean = list(moving(one, other, frames, size, rng))
        worn = worn_film(clean, rng)
        yield [(Image.of(harmed), Image.of(still), where) for (harmed, where), still in zip(worn, clean, strict=True)]


def over(picture: Image, clean: Image, where: Mask) -> float:
    """PSNR of some pixels, dB."""
    return psnr(picture.quantised()[where][None], clean.quantised()[where][None])


def figures(film: Film) -> Iterator[list[float]]:
    """A row for every frame, as `COLUMNS` has them."""
    task, finder = entai.load("image-inpainting", "scratches"), shipped()
    options = task.spec.resolve({"find": "scratches"})
    for window, (worn, clean, where) in zip(windows((frame for frame, _, _ in film), 1), film, strict=True):
        alone, amid = task(worn, find="scratches"), task.amid(window, options)
        yield [f1(finder(worn), where), f1(found(surrounded(window, finder)), where),
               *(over(picture, clean, where) for picture in (worn, alone, amid)),
               *(over(picture, clean, ~where) for picture in (worn, alone, amid))]


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("pictures", type=Path, nargs="?")
    words.add_argument("--films", type=int, default=8)
    words.add_argument("--frames", type=int, default=8)
    words.add_argument("--size", default="320x240")
    given = words.parse_args()
    width, height = map(int, given.size.split("x"))
    started = time.process_time()
    rows = [list(figures(film)) for film in films(photographs(given.pictures), given.films, given.frames, (height, width))]
    print("".join(f"{name:>11}" for name in ("", *COLUMNS)))
    table = np.array(rows)
    for name, part in (("within", table[:, 1:-1]), ("first, last", table[:, [0, -1]])):
        print(f"{name:>11}" + "".join(f"{value:11.2f}" for value in part.reshape(-1, len(COLUMNS)).mean(0)))
    print(f"{given.films} films of {given.frames} frames of {given.size}, {time.process_time() - started:.0f} CPU seconds")


if __name__ == "__main__":
    main()
