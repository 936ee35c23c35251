"""Several pictures as one."""

from __future__ import annotations

import numpy as np

from entai_image.generation.seams import Floats

GAP = 8
"""Pixels between pictures."""


def grid(pictures: list[Floats]) -> Floats:
    """Pictures of one size in rows and columns, a white gap between them; one stays as it is."""
    if len(pictures) == 1:
        return pictures[0]
    height, width = pictures[0].shape[:2]
    columns = int(np.ceil(len(pictures) ** 0.5))
    rows = -(-len(pictures) // columns)
    whole = np.ones((rows * (height + GAP) - GAP, columns * (width + GAP) - GAP, 3), np.float32)
    for place, picture in enumerate(pictures):
        top, left = place // columns * (height + GAP), place % columns * (width + GAP)
        whole[top:top + height, left:left + width] = picture
    return whole
