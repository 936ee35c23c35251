"""Each pixel as a mixture of the screen behind it and a colour that the figure may have (after Chuang et al., 2001)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from entai_image.keying.chroma import weighed_sum
from entai_image.keying.colours import UNIT, Colours
from entai_image.keying.light import Plane

ROUNDS = 3
_ONES = np.ones(3, np.float32)


@dataclass(frozen=True)
class Mixture:
    """What n pixels are made of.

    Args:
        alpha: The figure's part, (n,).
        figure: Its colour, (n, 3).
        surprise: How unlikely the pixel is under this explanation: twice the negative logarithm of its density, (n,).
    """

    alpha: Plane
    figure: Plane
    surprise: Plane


def unmix(seen: Plane, screen: Plane, colours: Colours, alpha: Plane, noise: float) -> Mixture:
    """The likeliest alpha and colour of the figure, where the colour is drawn from a normal distribution.

    With a given alpha a pixel is normal, with mean (1 - alpha) screen + alpha mean and covariance alpha^2 covariance +
    noise; the best alpha under that covariance is a projection, and a few rounds settle the two.

    Args:
        seen, screen: (n, 3).
        colours: Of the figure.
        alpha: To begin with, (n,).
        noise: Variance of a channel.
    """
    step = colours.mean - screen
    offset = seen - screen
    for _ in range(ROUNDS):
        precision, size = _inverse((alpha * alpha)[:, None] * colours.covariance + np.float32(noise) * UNIT)
        turned = _times(precision, step)
        alpha = np.clip(weighed_sum(offset * turned, _ONES) / np.maximum(weighed_sum(step * turned, _ONES), 1e-6), 0, 1)
    rest = offset - alpha[:, None] * step
    weighed = _times(precision, rest)
    surprise = weighed_sum(rest * weighed, _ONES) + np.log(np.maximum(size, 1e-20))
    return Mixture(alpha, colours.mean + alpha[:, None] * _times(colours.covariance, weighed), surprise)


def blended(first: Mixture, second: Mixture, share: Plane) -> Mixture:
    """Two explanations of the same pixels, the first to a given share, (n,)."""
    part = share[:, None]
    return Mixture(share * first.alpha + (1 - share) * second.alpha, part * first.figure + (1 - part) * second.figure,
                   np.minimum(first.surprise, second.surprise))


def _inverse(matrix: Plane) -> tuple[Plane, Plane]:
    """Inverses and determinants of n symmetric 3x3 matrices, each as its six entries."""
    xx, yy, zz, xy, xz, yz = matrix.T
    entries = (yy * zz - yz * yz, xx * zz - xz * xz, xx * yy - xy * xy,
               xz * yz - xy * zz, xy * yz - xz * yy, xy * xz - yz * xx)
    size = xx * entries[0] + xy * entries[3] + xz * entries[4]
    return np.stack(entries, 1) / np.maximum(size, 1e-20)[:, None], size


def _times(matrix: Plane, vector: Plane) -> Plane:
    """The products of n symmetric matrices and n vectors."""
    x, y, z = vector.T
    xx, yy, zz, xy, xz, yz = matrix.T
    return np.stack([xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z], 1)
