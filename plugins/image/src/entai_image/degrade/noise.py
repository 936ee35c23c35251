"""Noise, and the rounding that files do."""

from __future__ import annotations

import numpy as np

from entai_image.degrade.chain import Degradation, Floats


def gaussian_noise(low: float, high: float, low_mode: float = -1.0, high_mode: float = -1.0) -> Degradation:
    """White noise of a standard deviation drawn from `low` to `high`, in grey levels of 255.

    A grey picture gets grey noise: its file has one channel.

    Args:
        low, high: The bounds.
        low_mode, high_mode: Where given, half of the draws lie between these.
    """
    def degrade(picture: Floats, rng: np.random.Generator) -> Floats:
        often = low_mode >= 0 and rng.random() < 0.5
        sigma = rng.uniform(low_mode, high_mode) if often else rng.uniform(low, high)
        noise = rng.standard_normal((*picture.shape[:2], 1 if is_grey(picture) else picture.shape[2]), np.float32)
        return picture + noise * np.float32(sigma / 255)

    return degrade


def is_grey(picture: Floats) -> bool:
    """Whether all channels are equal."""
    return bool((picture == picture[..., :1]).all())


def eight_bits(picture: Floats, rng: np.random.Generator) -> Floats:
    """Cut to 0 to 1 and rounded to 255 levels, as files have it."""
    return np.asarray(np.round(np.clip(picture, 0, 1) * 255) / np.float32(255), np.float32)
