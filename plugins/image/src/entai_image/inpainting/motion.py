"""Where the things of a picture are in a neighbouring one, and what that shows of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
SIDE = 640
"""Pixels of the longer side at which motion is measured; larger pictures are made smaller for it."""
SMOOTHED = 5
"""Pixels of the median before: what is thinner, as hairs are, has no say in where things move."""
AROUND = (2.0, 4.0, 8.0, 16.0)
"""Standard deviations, pixels, of the weights by which the motion around a hole goes on within it."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A neighbouring picture as it would look from here.

    Args:
        neighbour: `(height, width, 3)`, 0 to 1.
        shift: How far each thing here has moved over there, x and y in pixels, `(height, width, 2)`.
    """

    neighbour: Floats
    shift: Floats

    @cached_property
    def pixels(self) -> Floats:
        """What the neighbour shows of the thing at each pixel here, `(height, width, 3)`."""
        import cv2

        return np.asarray(cv2.remap(self.neighbour, self._places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))

    @cached_property
    def inside(self) -> Mask:
        """Whether that thing is within the neighbour's frame, `(height, width)`."""
        height, width = self.neighbour.shape[:2]
        return np.asarray(((self._places >= 0) & (self._places <= np.array((width - 1, height - 1), np.float32))).all(2))

    @cached_property
    def _places(self) -> Floats:
        height, width = self.neighbour.shape[:2]
        return self.shift + np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)

    def of(self, mask: Mask) -> Mask:
        """A mask of the neighbour as it would look from here; a pixel that is partly within it is within it."""
        import cv2

        return np.asarray(cv2.remap(mask.astype(np.float32), self._places, None, cv2.INTER_LINEAR) > 0.1)

    def through(self, hole: Mask) -> Seen:
        """The same, but within a hole things move as those around it: they were hidden when motion was measured."""
        import cv2

        shift, known = self.shift.copy(), (~hole).astype(np.float32)
        for sigma in AROUND:
            weight = cv2.GaussianBlur(known, (0, 0), sigma)
            reached = hole & (weight > 0.05)
            around = cv2.GaussianBlur(self.shift * known[..., None], (0, 0), sigma)
            shift[reached] = around[reached] / weight[reached, None]
            hole = hole & ~reached
        return replace(self, shift=shift)


def seen_from(here: Floats, worn: Mask, neighbour: Floats, theirs: Mask) -> Seen:
    """Look at a neighbouring picture from here, by dense optical flow (DIS, Kroeger et al. 2016).

    Args:
        here, neighbour: `(height, width, 3)`, 0 to 1.
        worn, theirs: What of each is worn, `(height, width)`, and has no say in where things move.
    """
    import cv2

    height, width = here.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = max(16, round(width * scale)), max(16, round(height * scale))
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    small = flow.calc(_guide(here, worn, size), _guide(neighbour, theirs, size), None)
    shift = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return Seen(neighbour, np.asarray(shift * np.array((width / size[0], height / size[1]), np.float32)))


def _guide(picture: Floats, worn: Mask, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A picture small, grey, and without what is worn."""
    import cv2

    grey = cv2.cvtColor(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    levels = np.round(np.clip(grey, 0, 1) * 255).astype(np.uint8)
    hole = cv2.resize(worn.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    return np.asarray(cv2.medianBlur(cv2.inpaint(levels, hole.astype(np.uint8), 3, cv2.INPAINT_TELEA), SMOOTHED), np.uint8)
