"""Texture synthesis: time for 512 x 512 from 128 x 128, and the distance of what is grown to what was held out.

    python benchmarks/texture.py [PICTURES] [--out FOLDER]

Without PICTURES made-up materials are used. Distances are Fréchet distances in features of oriented filters: of grown
textures, of Gaussian textures with the example's spectrum, and of the example's own crops, to the half held out.
`--out` writes examples beside what was grown from them, to look at.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from entai import Image, Split
from entai.metrics import measure_all
from entai_image.generation.materials import materials
from entai_image.generation.task import ImageGeneration
from entai_image.pictures import Pictures

COUNT, SIDE = 12, 256


def examples(folder: Path | None) -> list[np.ndarray]:
    """Squares of 256 from the middles of pictures, at a quarter of their size, or made-up materials."""
    if folder is None:
        return [np.uint8(np.round(material * 255)) for seed in range(4) for material in materials(100 + seed)]
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in Image.suffixes)
    found = []
    for path in paths[::max(1, len(paths) // COUNT)][:COUNT]:
        picture = Image.of(Image.read(path).rgb).quantised()
        scale = SIDE / min(picture.shape[:2])
        small = cv2.resize(picture, None, fx=1.05 * scale, fy=1.05 * scale, interpolation=cv2.INTER_AREA)
        top, left = ((side - SIDE) // 2 for side in small.shape[:2])
        found.append(np.ascontiguousarray(small[top:top + SIDE, left:left + SIDE]))
    return found


def main() -> None:
    """Print seconds and distances."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("pictures", nargs="?", type=Path)
    words.add_argument("--out", type=Path)
    given = words.parse_args()
    found, grow = examples(given.pictures), ImageGeneration.load()
    seconds = []
    for place, picture in enumerate(found[:6]):
        started = time.process_time()
        grown = grow(picture[:128, :128], width=512, height=512)
        seconds.append(time.process_time() - started)
        if given.out:
            shown = np.ones((512, 648, 3), np.float32)
            shown[:128, :128], shown[:, 136:] = picture[:128, :128] / 255, grown.pixels
            Image.of(shown).save(given.out / f"{place}.png", overwrite=True)
    print(f"512 x 512 from 128 x 128: {np.mean(seconds):.1f} CPU seconds (at most {max(seconds):.1f})")
    data = Pictures.of([Image.of(picture) for picture in found])
    measures = measure_all(grow.measure(Split(data, data, data, "half of each picture"), "test").measured, seed=0)
    for name, measure in measures.items():
        print(f"{name:<24}{measure}")
    grown_distance, gaussian, real = (measure.value for measure in measures.values())
    print(f"grown over Gaussian: {grown_distance / gaussian:.2f} (real over Gaussian: {real / gaussian:.2f})")


if __name__ == "__main__":
    main()
