"""What JPEG leaves of a picture."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image as Pillow

from entai_image.degrade.chain import Degradation, Floats
from entai_image.degrade.noise import is_grey


def jpeg(low: int, high: int) -> Degradation:
    """Compress at a quality drawn from `low` to `high`, 1 to 95: 4:2:0, or one channel where the picture is grey."""
    def degrade(picture: Floats, rng: np.random.Generator) -> Floats:
        pixels = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
        image = Pillow.fromarray(pixels)
        if is_grey(picture):
            image = image.convert("L")
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=int(rng.integers(low, high + 1)))
        return np.asarray(Pillow.open(buffer).convert("RGB"), np.float32) / np.float32(255)

    return degrade
