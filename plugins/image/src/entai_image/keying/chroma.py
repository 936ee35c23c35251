"""Colour apart from grey: a picture's chroma, and how much of it lies in the direction of the key."""

from __future__ import annotations

import cv2
import numpy as np

from entai_image.keying.light import Plane

ACCEPTANCE = 0.577
"""1 / tan 60 degrees: hues up to 60 degrees away count as the key's, as `green - max(red, blue)` has it for any key."""


def weighed_sum(colours: Plane, weights: Plane) -> Plane:
    """The sum over the channels of colours, (..., 3), times weights, (3,): NumPy's own is ten times as slow on so few."""
    rows = np.ascontiguousarray(colours, np.float32).reshape(-1, 1, 3)
    return np.asarray(cv2.transform(rows, weights.reshape(1, 3)), np.float32).reshape(colours.shape[:-1])


def squared_length(colours: Plane) -> Plane:
    """The sum of the squares over the channels, (...)."""
    return weighed_sum(colours * colours, _ONES)


_ONES = np.ones(3, np.float32)


def chroma(colours: Plane) -> Plane:
    """What is left of colours, (..., 3), without their grey."""
    return np.asarray(colours - weighed_sum(colours, _ONES / 3)[..., None], np.float32)


def hue_angle(colours: Plane, key: Plane) -> Plane:
    """How far a colour's hue is from a key's, in degrees, 0..180."""
    own, other = chroma(colours), chroma(key)
    lengths = np.sqrt(squared_length(own) * squared_length(other))
    cosine: Plane = np.clip(weighed_sum(own, other) / np.maximum(lengths, 1e-9), -1, 1)
    return np.degrees(np.arccos(cosine))


def key_excess(colours: Plane, direction: Plane) -> Plane:
    """How much of a key's colour is in colours: what lies along its direction, less what lies across it.

    A colour difference for any hue (Vlahos' `green - max(red, blue)`, after K. Jack's rotation of the chroma plane).

    Args:
        colours: (..., 3).
        direction: Of the key's chroma, of length 1, (3,).
    """
    grey, along = weighed_sum(colours, _ONES / 3), weighed_sum(colours, direction)
    across = np.maximum(squared_length(colours) - 3 * grey * grey - along * along, 0)
    return np.asarray(along - np.float32(ACCEPTANCE) * np.sqrt(across), np.float32)
