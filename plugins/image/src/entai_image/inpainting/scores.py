"""How well holes are filled and scratches found, on pictures that are harmed for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError, Evaluation, Image, Measured
from entai_image.degrade.masks import Mask, scratches, strokes
from entai_image.inpainting.filling import filled
from entai_image.inpainting.finder import Finder
from entai_image.inpainting.ridges import ridges
from entai_image.measures import BEST, psnr
from entai_image.pictures import Bytes, Pictures


def of_filling(held: Pictures) -> Evaluation:
    """PSNR within holes of brush strokes, beside that of OpenCV's Telea; pairs are compared where they differ."""
    rows = [_filled(truth, _hole(held, number)) for number, truth in enumerate(held.targets)]
    ours, theirs = zip(*rows, strict=True)
    return Evaluation({"PSNR in the hole": Measured.mean(ours, "dB"), "PSNR of Telea": Measured.mean(theirs, "dB")})


def of_finding(finder: Finder, held: Pictures) -> Evaluation:
    """F1 of the pixels of scratches, beside that of ridges without a model; where pairs differ, there are scratches."""
    rows = []
    for number, truth in enumerate(held.targets):
        harmed, where = _scratched(held, number, truth)
        rows.append([f1(found, where) for found in (finder(Image.of(harmed)), ridges(harmed.mean(2)))])
    ours, theirs = zip(*rows, strict=True)
    return Evaluation({"F1 of scratches": Measured.mean(ours), "F1 of ridges": Measured.mean(theirs)})


def f1(found: Mask, where: Mask) -> float:
    """The harmonic mean of precision and recall, pixel by pixel; 1 where there is nothing and nothing was found."""
    marked = found.sum() + where.sum()
    return float(2 * (found & where).sum() / marked) if marked else 1.0


def _scratched(held: Pictures, number: int, truth: Bytes) -> tuple[NDArray[np.float32], Mask]:
    if held.inputs:
        return Image.of(held.inputs[number]).pixels, _hole(held, number)
    return scratches(Image.of(truth).pixels, np.random.default_rng(number))


def _hole(held: Pictures, number: int) -> Mask:
    truth = held.targets[number]
    if held.inputs:
        if held.inputs[number].shape != truth.shape:
            raise EntaiError(f"input and target of {held.names[number]} are of different sizes")
        return np.asarray((held.inputs[number] != truth).any(2))
    return strokes(truth.shape[0], truth.shape[1], np.random.default_rng(number))


def _filled(truth: Bytes, hole: Mask) -> tuple[float, float]:
    picture = Image.of(np.where(hole[..., None], np.uint8(0), truth))
    ours, theirs = (_in_hole(filled(picture, hole, method), truth, hole) for method in ("membrane", "telea"))
    return ours, theirs


def _in_hole(picture: Image, truth: Bytes, hole: Mask) -> float:
    return psnr(picture.quantised()[hole][None], truth[hole][None]) if hole.any() else BEST
