"""Restore a photograph: look what ails it, repair that, fill its scratches, and write it with all that it carried.

    python examples/restore_photo.py [PHOTO] [FOLDER]

Without a photograph, one that travels with the plugin is harmed first.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

import entai
from entai import Image
from entai.media.picture.carried import Carried
from entai_image.degrade import chain, eight_bits, gaussian_noise
from entai_image.degrade.masks import scratches
from entai_image.demo_photos import photograph


def harmed() -> Image:
    """A photograph with noise and scratches, and a text that must not get lost."""
    rng = np.random.default_rng(3)
    noisy = chain(gaussian_noise(20, 20), eight_bits)(photograph("desert").pixels, rng)
    return replace(Image.of(scratches(noisy, rng, count=6)[0]), format=".png", carried=Carried(texts={"Title": "Desert"}))


def main() -> None:
    """Write `before`, `after` and a page that says why."""
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else "restored")
    before = Image.read(Path(sys.argv[1])) if len(sys.argv) > 1 and sys.argv[1] else harmed()
    before.save(folder / f"before{before.suffix}", overwrite=True)

    enhance, inpaint = entai.load("image-enhancement"), entai.load("image-inpainting")
    why = enhance.explain(before, enhance.spec.resolve({}))
    print(why.text)
    after = enhance(inpaint(before, find="scratches"), strength=0.9)
    print("written", after.save(folder / f"after{after.suffix}", overwrite=True))

    from entai.pages import page

    (folder / "why.html").write_text(page("A photograph restored", [why._repr_html_()]), encoding="utf-8")


if __name__ == "__main__":
    main()
