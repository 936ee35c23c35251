"""The key itself: from a picture before a screen to the figure's alpha and its own colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from entai_image.keying.chroma import chroma, key_excess
from entai_image.keying.colours import anything, nearby
from entai_image.keying.light import Plane, to_display, to_linear
from entai_image.keying.mixing import mixed_in_light
from entai_image.keying.regions import Mask, Regions, regions
from entai_image.keying.screen import Key, bare, surface
from entai_image.keying.smooth import mean_around, spread_out
from entai_image.keying.subsampled import is_subsampled, sharpened
from entai_image.keying.unmix import Mixture, blended, unmix

LEAST_NOISE = 4e-4
"""Variance of a channel: also without noise, the screen and the figure are known no better."""
DOUBT = 2.0
"""How much likelier a pixel is of the figure near by than of anything else before one looks, in natural logarithms."""
BLACK, WHITE = 0.02, 0.95
"""An alpha below or above is 0 or 1: what noise and spill leave."""
RIDGE = 0.03
"""Below an alpha of its square root, the figure's colour is rather the likely one than what the pixel says."""


@dataclass(frozen=True)
class Cutout:
    """A figure without its screen.

    Args:
        alpha: (height, width), 0..1.
        figure: The figure's own colours, display values, also where it is hardly seen, (height, width, 3).
        linear: Whether alpha is a share of light, as in a camera, or of display values.
        screen: The screen as it would look alone, display values.
    """

    alpha: Plane
    figure: Plane
    linear: bool
    screen: Plane


def cut_out(picture: Plane, key: Key, linear: bool | None = None, despill: float = 1.0) -> Cutout:
    """Cut a figure out.

    Args:
        picture: Display values 0..1, (height, width, 3).
        key: The screen's colour.
        linear: Whether edges are mixed in linear light; found out, if None.
        despill: How much of the screen's light on the figure is taken away, 0..1.
    """
    sure = bare(picture, key)
    if is_subsampled(picture, sure):
        picture = sharpened(picture)
    screen = surface(picture, sure)
    parts = regions(picture, screen, key.direction, sure)
    if linear is None:
        linear = mixed_in_light(picture, screen, parts, key.direction)
    if linear:
        own = chroma(to_linear(key.colour))
        direction = np.asarray(own / np.linalg.norm(own), np.float32)
        alpha, figure = _worked(to_linear(picture), to_linear(screen), direction, sure, None, linear, despill)
        return Cutout(alpha, to_display(figure), linear, screen)
    alpha, figure = _worked(picture, screen, key.direction, sure, parts, linear, despill)
    return Cutout(alpha, figure, linear, screen)


def find_light(picture: Plane, key: Key) -> bool:
    """Whether a picture's edges are mixed in linear light."""
    sure = bare(picture, key)
    screen = surface(picture, sure)
    return mixed_in_light(picture, screen, regions(picture, screen, key.direction, sure), key.direction)


def _worked(seen: Plane, screen: Plane, direction: Plane, sure: Mask, parts: Regions | None, linear: bool,
            despill: float) -> tuple[Plane, Plane]:
    """Alpha and figure in the light that is worked in."""
    parts = parts or regions(seen, screen, direction, sure)
    solid = parts.figure.astype(np.float32)
    alpha, band = solid.copy(), parts.band
    clean = without_key(seen, direction, despill)
    figure = _filled(clean, solid)
    if band[0].size:
        noise = max(LEAST_NOISE, _variance(seen, screen, sure))
        found = _explained(seen[band], screen[band], clean, solid, parts, linear, noise)
        share = np.clip((found.alpha - BLACK) / (WHITE - BLACK), 0, 1)
        alpha[band] = share
        own = _own_colours(seen[band], screen[band], share[:, None], found.figure)
        figure[band] = np.clip(without_key(own, direction, despill), 0, 1)
    return alpha, figure


def _variance(seen: Plane, screen: Plane, sure: Mask) -> float:
    """Of a channel's noise, on the bare screen; every third row and column will do."""
    off = (seen[::3, ::3] - screen[::3, ::3])[sure[::3, ::3]]
    return 2.2 * float(np.median(off * off)) if len(off) else 0.0


def _explained(seen: Plane, screen: Plane, clean: Plane, solid: Plane, parts: Regions, linear: bool,
               noise: float) -> Mixture:
    """What the band's pixels are made of: colours of the figure near by, or those of anything, such as a glass.

    Which of the two is a matter of places, not of pixels, whose noise would make it a checkerboard.
    """
    start = np.clip(parts.first[parts.band], 0.02, 1)
    other = unmix(seen, screen, anything(len(seen), linear), start, noise)
    if not solid.any():
        return other
    own = unmix(seen, screen, nearby(clean, solid, *parts.band), start, noise)
    odds = mean_around(np.clip(own.surprise - other.surprise, -40, 40), parts.band, solid.shape)
    return blended(own, other, 1 / (1 + np.exp(0.5 * odds - np.float32(DOUBT))))


def _own_colours(seen: Plane, screen: Plane, share: Plane, likely: Plane) -> Plane:
    """Solve the mixture for the figure's colour, held to the likely one where it is hardly seen."""
    return likely + share / (share * share + np.float32(RIDGE)) * (seen - (1 - share) * screen - share * likely)


def _filled(clean: Plane, solid: Plane) -> Plane:
    """The figure where it is solid; elsewhere its colours, spread: what scaling or blurring the cut-out will mix in."""
    if not solid.any():
        return clean.copy()
    return np.where(solid[..., None] > 0, clean, spread_out(clean, solid))


def without_key(colours: Plane, direction: Plane, despill: float) -> Plane:
    """Take the key's colour out of colours; their grey stays."""
    excess = np.maximum(key_excess(colours, direction), 0) * np.float32(despill)
    return np.asarray(colours - excess[..., None] * direction, np.float32)
