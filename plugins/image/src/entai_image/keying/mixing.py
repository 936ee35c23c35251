"""Whether a picture was mixed in linear light, as by a lens, or in display values, as by most programs: edges tell."""

from __future__ import annotations

import cv2
import numpy as np

from entai_image.keying.chroma import key_excess, squared_length
from entai_image.keying.light import Plane, to_display, to_linear
from entai_image.keying.regions import Mask, Regions

MARGIN = 0.08
"""How much nearer (as a logarithm) mixtures in light must come before they are believed in."""
_RADIUS = 8
_SHARES = np.linspace(0.02, 0.98, 33, dtype=np.float32)
_MOST = 3000


def mixed_in_light(picture: Plane, screen: Plane, parts: Regions, direction: Plane) -> bool:
    """Compare, on half-covered pixels, how near each comes to a mixture of screen and figure of either sort.

    A mixture in light is bent in display values, the three channels by different amounts, so that a straight line
    from screen to figure misses it. Only pixels are asked near which the figure is of one colour.

    Args:
        picture, screen: Display values, (height, width, 3).
        parts: The picture in three.
        direction: Of the key's chroma.
    """
    clean = picture - np.maximum(key_excess(picture, direction), 0)[..., None] * direction
    figure, varied, known = _around(clean, parts.figure)
    rows, columns = np.nonzero((parts.first > 0.15) & (parts.first < 0.85) & known)
    if len(rows) < 100:
        return False
    plain = varied[rows, columns] <= np.quantile(varied[rows, columns], 0.4)
    step = max(1, int(plain.sum()) // _MOST)
    place = rows[plain][::step], columns[plain][::step]
    return _compared(picture[place], screen[place], figure[place]) < -MARGIN


def _around(clean: Plane, solid: Mask) -> tuple[Plane, Plane, Mask]:
    """The solid figure's mean colour around each pixel, how much it varies there, and where there is any."""
    side = (2 * _RADIUS + 1,) * 2
    weight = solid.astype(np.float32)
    share = cv2.blur(weight, side)
    over = np.maximum(share, 1e-6)[..., None]
    mean = cv2.blur(clean * weight[..., None], side) / over
    square = cv2.blur(clean * clean * weight[..., None], side) / over
    return mean, squared_length(np.sqrt(np.maximum(square - mean * mean, 0))), share > 0.05


def _compared(seen: Plane, behind: Plane, figure: Plane) -> float:
    """The logarithm of how far pixels are from mixtures in light, over how far from mixtures of display values."""
    light, lit = to_linear(behind), to_linear(figure)
    bent = _misses(seen, [to_display(light + share * (lit - light)) for share in _SHARES])
    straight = _misses(seen, [behind + share * (figure - behind) for share in _SHARES])
    return float(np.log((np.median(bent) + 1e-6) / (np.median(straight) + 1e-6)))


def _misses(seen: Plane, mixtures: list[Plane]) -> Plane:
    """How far each pixel is from the nearest of some mixtures."""
    return np.asarray(np.sqrt(np.min([squared_length(seen - mixture) for mixture in mixtures], axis=0)), np.float32)
