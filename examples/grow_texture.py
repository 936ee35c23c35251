"""Make pictures three ways: a wall from a few stones, sand from a few grains, and small skies from nothing.

Runs offline in seconds:

    python examples/grow_texture.py [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import entai
from entai import Image
from entai_image.generation.materials import materials


def main(folder: Path) -> None:
    """Write each picture into `folder`, and print its size."""
    stones = Image.of(materials(seed=6)[2][:96, :96])
    grow, skies = entai.load("image-generation"), entai.load("image-generation", "skies")
    made = {
        "stones": stones,
        "wall": grow(stones, width=288, height=192, patch=24, seed=1),
        "sand": grow(stones, width=288, height=192, method="noise", seed=1),
        "skies": skies(None, count=12, steps=10, seed=1),
        "coast": skies(None, width=96, height=64, steps=10, seed=3),
    }
    for name, picture in made.items():
        print(f"{picture.save(folder / f'{name}.png', overwrite=True).name}: {picture.width} x {picture.height}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="entai-")))
