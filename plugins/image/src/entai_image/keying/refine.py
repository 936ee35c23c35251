"""Closed-form matting (Levin et al., 2008) of the band between figure and screen, by PyMatting."""

from __future__ import annotations

import numpy as np

from entai import EntaiError
from entai_image.keying.light import Plane

MEGAPIXELS = 4.0


def within_reach(pixels: int) -> None:
    """Refuse more pixels than the linear system can be solved for in reasonable time and memory."""
    if pixels > MEGAPIXELS * 1e6:
        raise EntaiError(f"refine takes pictures of up to {MEGAPIXELS:g} megapixels, and this one has {pixels / 1e6:.1f}; "
                         "leave it off")


def refined(picture: Plane, alpha: Plane) -> Plane:
    """A key's alpha, where it is neither 0 nor 1 found anew by how colours go on in the picture.

    It follows edges that have nothing to do with the screen's colour, at about twenty times the cost.
    """
    within_reach(alpha.size)
    try:
        from pymatting import estimate_alpha_cf
    except ImportError:
        raise EntaiError("refine needs PyMatting: pip install 'entai-image[matting]'") from None
    sure = (alpha <= 0) | (alpha >= 1)
    if sure.all() or not (alpha >= 1).any() or not (alpha <= 0).any():
        return alpha
    trimap = np.where(sure, alpha, 0.5).astype(np.float64)
    return np.asarray(np.clip(estimate_alpha_cf(picture.astype(np.float64), trimap), 0, 1), np.float32)
