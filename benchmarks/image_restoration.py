"""Restorers on whole test sets, beside what they began from and simple baselines.

    python benchmarks/image_restoration.py SETS [--models denoise,upscale-x2] [--ensemble 4]

SETS is a folder with folders of pictures `CBSD68`, `Set5`, `Set14`, `classic5`; those that are missing are left out.
Baselines: bicubic for enlarging; for low light the better of CLAHE (OpenCV, clip limit 4, 8 x 8 tiles, on L of Lab) and
the gamma that brings the mean to 0.46; Telea (radius 3) for holes. Models never learn from these sets.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import entai
from entai import Image
from entai_image.degrade import Degradation, chain, eight_bits, gaussian_noise, jpeg, low_light, shrink
from entai_image.degrade.masks import scratches, strokes
from entai_image.inpainting.filling import filled
from entai_image.inpainting.finder import shipped
from entai_image.inpainting.ridges import ridges
from entai_image.inpainting.scores import f1
from entai_image.measures import luma, psnr

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Row:
    """One line of the table: a model on a set."""

    model: str
    set: str
    label: str
    degrade: Degradation
    scale: int = 1
    on_luma: bool = False
    border: int = 0


COMPRESSED = chain(gaussian_noise(10, 10), eight_bits, jpeg(90, 90))
"""Noise as cameras leave it in files: no longer white."""
ROWS = (
    Row("denoise", "CBSD68", "noise 25, floats", gaussian_noise(25, 25)),
    Row("denoise", "CBSD68", "noise 25, 8 bits", chain(gaussian_noise(25, 25), eight_bits)),
    Row("denoise", "CBSD68", "noise 10, JPEG 90", COMPRESSED),
    Row("denoise-compressed", "CBSD68", "noise 25, floats", gaussian_noise(25, 25)),
    Row("denoise-compressed", "CBSD68", "noise 10, JPEG 90", COMPRESSED),
    Row("upscale-x2", "Set5", "x2, Y", shrink(2), 2, True, 2),
    Row("upscale-x2", "Set14", "x2, Y", shrink(2), 2, True, 2),
    Row("upscale-x4", "Set5", "x4, Y", shrink(4), 4, True, 4),
    Row("upscale-x4", "Set14", "x4, Y", shrink(4), 4, True, 4),
    Row("deblock", "classic5", "JPEG 10, Y", jpeg(10, 10), on_luma=True),
    Row("relight", "Set14", "low light", chain(low_light(), eight_bits)),
)


def pictures(folder: Path, multiple: int) -> Iterator[tuple[Image, Bytes]]:
    """Clean pictures as floats and as bytes, their sides cut to a multiple."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in Image.suffixes:
            image = Image.read(path)
            height, width = (side // multiple * multiple for side in (image.height, image.width))
            yield Image.of(image.pixels[:height, :width]), Image.of(image.rgb[:height, :width]).quantised()


def compared(result: Image, truth: Bytes, row: Row) -> float:
    """PSNR as papers give it: of RGB, of Y without rounding, or of grey."""
    found = Image.of(result.rgb).quantised()
    if result.pixels.shape[2] == 1:
        return psnr(found[..., 0], truth[..., 0], row.border)
    return psnr(luma(found), luma(truth), row.border) if row.on_luma else psnr(found, truth, row.border)


def clahe(image: Image) -> Image:
    """Contrast-limited adaptive histogram equalisation of L."""
    import cv2

    lab = cv2.cvtColor(Image.of(image.rgb).quantised(), cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(4.0, (8, 8)).apply(lab[..., 0])
    return Image.of(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB))


def automatic_gamma(image: Image) -> Image:
    """The power that brings the mean to 0.46."""
    pixels = np.clip(image.rgb, 1e-6, 1)
    low, high = 0.02, 2.0
    for _ in range(30):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if (pixels**middle).mean() > 0.46 else (low, middle)
    return Image.of(pixels**middle)


def baselines(row: Row, task: entai.Task[Any, Any, Any, Any]) -> dict[str, Callable[[Image], Image]]:
    """What to compare with."""
    if row.model == "relight":
        return {"CLAHE": clahe, "gamma": automatic_gamma}
    return {"before": lambda image: image.like(task.model.plain(image.pixels))}


def measure(row: Row, folder: Path, ensemble: int | None) -> str:
    """One line of the table."""
    task = entai.load("image-enhancement", row.model)
    others = baselines(row, task)
    found: dict[str, list[float]] = {name: [] for name in (*others, row.model)}
    seconds = pixels = 0.0
    for number, (clean, truth) in enumerate(pictures(folder, row.scale)):
        rng = np.random.default_rng(number)
        whole = row.degrade(clean.rgb, rng)
        harmed = Image.of(whole[..., :1] if clean.pixels.shape[2] == 1 else whole)
        started = time.process_time()
        result = task(harmed, ensemble=ensemble)
        seconds, pixels = seconds + time.process_time() - started, pixels + truth.shape[0] * truth.shape[1]
        found[row.model].append(compared(result, truth, row))
        for name, other in others.items():
            found[name].append(compared(other(harmed), truth, row))
    figures = "  ".join(f"{name} {np.mean(values):.2f}" for name, values in found.items())
    return f"{row.set:9}{row.label:18}{figures} dB  {seconds / pixels * 1e6:.2f} CPU s/MP  n={len(found[row.model])}"


def holes(folder: Path) -> str:
    """Inpainting of brush strokes, beside Telea."""
    rows = []
    for number, (clean, truth) in enumerate(pictures(folder, 1)):
        hole = strokes(truth.shape[0], truth.shape[1], np.random.default_rng(number))
        harmed = clean.like(np.where(hole[..., None], 0, clean.pixels))
        rows.append([psnr(Image.of(filled(harmed, hole, method).rgb).quantised()[hole][None], truth[hole][None])
                     for method in ("membrane", "telea")])
    ours, theirs = np.mean(rows, 0)
    return f"{folder.name:9}{'holes':18}Telea {theirs:.2f}  membrane {ours:.2f} dB  gain {ours - theirs:+.2f}  n={len(rows)}"


def scratches_found(folder: Path) -> str:
    """F1 of the pixels that `find=scratches` proposes, on drawn scratches, beside that of ridges without a model."""
    finder, rows = shipped(), []
    started = time.process_time()
    for number, (clean, _) in enumerate(pictures(folder, 1)):
        scratched, where = scratches(clean.rgb, np.random.default_rng(number))
        rows.append([f1(ridges(scratched.mean(2)), where), f1(finder(Image.of(scratched)), where)])
    theirs, ours = np.mean(rows, 0)
    return (f"{folder.name:9}{'scratches':18}ridges {theirs:.2f}  scratches {ours:.2f} F1  "
            f"{time.process_time() - started:.0f} CPU s  n={len(rows)}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("--models", default="", help="only these, with commas between")
    parser.add_argument("--ensemble", type=int, help="how many ways a picture is turned; by default as models have it")
    given = parser.parse_args()
    shipped = [model["name"] for model in entai_models()]
    wanted = given.models.split(",") if given.models else shipped
    for row in ROWS:
        if row.model in wanted and row.model in shipped and (given.sets / row.set).is_dir():
            print(measure(row, given.sets / row.set, given.ensemble), flush=True)
    for name in ("Set14", "CBSD68"):
        if (given.sets / name).is_dir() and not given.models:
            print(holes(given.sets / name), scratches_found(given.sets / name), sep="\n", flush=True)


def entai_models() -> list[dict[str, str]]:
    """What is shipped."""
    from entai.models import recipes_and_models

    return recipes_and_models("image-enhancement")["models"]


if __name__ == "__main__":
    main()
