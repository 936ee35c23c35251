"""Random-phase noise: the Gaussian texture that has an example's spectrum (Galerne, Gousseau and Morel, 2011)."""

from __future__ import annotations

import numpy as np

from entai_image.generation.seams import Floats


def phase_noise(example: Floats, height: int, width: int, seed: int) -> Floats:
    """A texture with an example's mean colour and spectrum, and nothing else of it: right for sand, fur, clouds.

    Args:
        example: Display values, (rows, columns, 3).
        height, width: Of the result, pixels.
        seed: Of the phases.
    """
    rows, columns = example.shape[:2]
    mean = example.mean((0, 1))
    faded = (example - mean) * _window(rows)[:, None, None] * _window(columns)[None, :, None]
    power = float((_window(rows) ** 2).mean() * (_window(columns) ** 2).mean())
    spot = np.zeros((max(height, rows), max(width, columns), 3), np.float32)
    spot[:rows, :columns] = faded / (power * rows * columns) ** 0.5
    noise = np.random.default_rng([31, seed]).normal(0, 1, spot.shape[:2])
    spectrum = np.fft.rfft2(spot, axes=(0, 1)) * np.fft.rfft2(noise)[..., None]
    texture = np.fft.irfft2(spectrum, spot.shape[:2], axes=(0, 1))
    return np.asarray(np.clip(texture[:height, :width] + mean, 0, 1), np.float32)


def _window(length: int) -> Floats:
    """Fades out at both ends, so that the example's border is no edge of its own."""
    ramp = np.minimum(np.arange(length) + 1, np.arange(length)[::-1] + 1) / max(1.0, 0.2 * length)
    return np.asarray(np.sin(0.5 * np.pi * np.minimum(ramp, 1)), np.float32)
