"""Figures of a restorer on clean pictures, or on pairs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from entai import EntaiError, Evaluation, Image, Measured
from entai_image.degrade import Degradation, chain, eight_bits, gaussian_noise, jpeg, low_light
from entai_image.enhancement.auto import choose
from entai_image.measures import psnr, ssim
from entai_image.pictures import Bytes, Pictures


def measure(task: Any, held: Pictures) -> Evaluation:
    """PSNR and SSIM of every picture, and those of the unrepaired one (enlarged bicubically where that is the task).

    Without a model it is the choice of one that is measured; pairs are repaired by what is chosen.
    """
    if task.model is None and not held.inputs:
        return Evaluation({"right choices": Measured.mean(_choices(held))})
    rows = [_figures(task, degraded, truth) for degraded, truth in _cases(task, held)]
    names = ("PSNR", "PSNR before", "SSIM", "SSIM before")
    units = ("dB", "dB", "", "")
    return Evaluation({name: Measured.mean([row[i] for row in rows], unit)
                       for i, (name, unit) in enumerate(zip(names, units, strict=True))})


def _cases(task: Any, held: Pictures) -> Iterator[tuple[Image, Bytes]]:
    """Pairs as they are; else each clean picture degraded by what the model is measured on, each time the same."""
    if held.inputs:
        yield from ((Image.of(degraded), truth) for degraded, truth in zip(held.inputs, held.targets, strict=True))
        return
    for number, truth in enumerate(held.targets):
        side = task.model.scale
        whole = truth[:len(truth) // side * side, :truth.shape[1] // side * side]
        yield Image.of(task.model.trial(Image.of(whole).pixels, np.random.default_rng(number))), whole


AILMENTS: dict[str, Degradation] = {
    "denoise": chain(gaussian_noise(10, 50), eight_bits), "deblock": jpeg(10, 40), "relight": chain(low_light(), eight_bits),
    "": eight_bits}


def _choices(held: Pictures) -> list[bool]:
    """Each picture harmed in every way there is a model for, and left clean: whether that model is chosen."""
    found = []
    for number, truth in enumerate(held.targets):
        for model, degrade in AILMENTS.items():
            harmed = degrade(Image.of(truth).pixels, np.random.default_rng(number))
            found.append(choose(Image.of(harmed)).model == model)
    return found


def _figures(task: Any, degraded: Image, truth: Bytes) -> tuple[float, float, float, float]:
    after = task(degraded)
    before = Image.of(degraded.rgb if task.model is None else task.model.plain(degraded.rgb)).quantised()
    better = Image.of(after.rgb).quantised()
    if better.shape != truth.shape:
        raise EntaiError(f"the model gives {better.shape[1]} x {better.shape[0]} pixels where the target has "
                         f"{truth.shape[1]} x {truth.shape[0]}")
    return psnr(better, truth), psnr(before, truth), ssim(better, truth), ssim(before, truth)
