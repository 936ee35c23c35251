"""The training crop that a picture is nearest to, of all that could have been cut."""

from __future__ import annotations

import cv2
import numpy as np

from entai_image.generation.crops import Crops
from entai_image.generation.seams import Floats


def nearest(picture: Floats, crops: Crops) -> tuple[float, Floats]:
    """Look at every place of every picture in every size, mirrored and not.

    Args:
        picture: Display values, `(side, side, 3)`.
        crops: What was learnt from.

    Returns:
        The root of the mean squared difference in grey levels (0..255), and the crop, display values.
    """
    wanted = np.ascontiguousarray(picture * 255, np.float32)
    least, found = np.inf, wanted
    for flipped in (wanted, np.ascontiguousarray(wanted[:, ::-1])):
        for reduced in (size for sizes in crops.reduced for size in sizes):
            costs = cv2.matchTemplate(reduced.astype(np.float32), flipped, cv2.TM_SQDIFF)
            low, _, (left, top), _ = cv2.minMaxLoc(costs)
            if low < least:
                crop = reduced[top:top + crops.side, left:left + crops.side].astype(np.float32)
                least, found = low, crop if flipped is wanted else crop[:, ::-1]
    return float(np.sqrt(max(0.0, least) / wanted.size)), found / np.float32(255)
