"""A photograph taken with too little light: fewer photons, the camera's own noise, eight bits."""

from __future__ import annotations

import numpy as np

from entai_image.degrade.chain import Degradation, Floats


def to_linear(srgb: Floats) -> Floats:
    """Undo the curve of sRGB (IEC 61966-2-1)."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((np.maximum(srgb, 0) + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_srgb(linear: Floats) -> Floats:
    """The curve of sRGB."""
    low, high = linear * 12.92, 1.055 * np.power(np.maximum(linear, 1e-9), 1 / 2.4) - 0.055
    return np.where(linear <= 0.0031308, low, high).astype(np.float32)


def low_light(stops: tuple[float, float] = (2.5, 4.5), shot: tuple[float, float] = (-4.0, -3.3),
              read: tuple[float, float] = (-3.3, -2.7)) -> Degradation:
    """Darken by some stops in linear light, with shot noise (its variance grows with the light) and read noise.

    Args:
        stops: Bounds of the exposure lost, each stop half the light.
        shot, read: Bounds of the noises' strengths, log10: variance per unit of light, and standard deviation.
    """
    def degrade(picture: Floats, rng: np.random.Generator) -> Floats:
        light = to_linear(picture) * np.float32(2.0 ** -rng.uniform(*stops))
        gain, floor = 10 ** rng.uniform(*shot), 10 ** rng.uniform(*read)
        deviation = np.sqrt(gain * light + floor * floor).astype(np.float32)
        return to_srgb(np.clip(light + rng.standard_normal(light.shape, np.float32) * deviation, 0, 1))

    return degrade


def relit(picture: Floats, stops: float) -> Floats:
    """Multiply the light by `2 ** stops`; what is then brighter than white is white."""
    return to_srgb(np.clip(to_linear(picture) * np.float32(2.0**stops), 0, 1))


def uncovered_noise(stops: tuple[float, float], shot: tuple[float, float], read: tuple[float, float]) -> Degradation:
    """The noise of a dark photograph, in 8 bits, as it shows once the light is put back. Arguments as of `low_light`."""
    def degrade(picture: Floats, rng: np.random.Generator) -> Floats:
        lost = rng.uniform(*stops)
        dark = low_light((lost, lost), shot, read)(picture, rng)
        return relit(np.round(dark * 255) / np.float32(255), lost)

    return degrade
