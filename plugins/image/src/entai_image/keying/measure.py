"""How near a cut-out is to the right one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from entai import Evaluation, Image, Measured
from entai_image.keying.compose import covering, mixed
from entai_image.keying.composites import texture
from entai_image.keying.data import Case, Composites
from entai_image.keying.light import Plane

ALPHA, RECOMPOSITE = "alpha error", "recomposite PSNR"


def alpha_error(found: Plane, right: Plane) -> float:
    """Mean squared error of alpha, thousandths."""
    return 1000 * float(np.mean((found - right) ** 2))


def recomposite_psnr(found: Image, right: Image, background: Plane) -> float:
    """PSNR of the figure before another background, mixed in display values as a viewer of PNGs would, dB."""
    assert found.alpha is not None and right.alpha is not None
    ours = mixed(found.rgb, background, found.alpha, linear=False)
    theirs = mixed(right.rgb, background, right.alpha, linear=False)
    return -10 * float(np.log10(max(1e-10, float(np.mean((ours - theirs) ** 2)))))


def evaluation(data: Composites, key: Callable[[Image], Image]) -> Evaluation:
    """Measure a keyer on composites."""
    errors, ratios = zip(*(_measured(case, key(case.picture), place) for place, case in enumerate(data.cases)), strict=True)
    return Evaluation({ALPHA: Measured.mean(np.array(errors), "10^-3", higher_is_better=False),
                       RECOMPOSITE: Measured.mean(np.array(ratios), "dB")})


def _measured(case: Case, found: Image, place: int) -> tuple[float, float]:
    assert found.alpha is not None and case.figure.alpha is not None
    background = covering(texture(np.random.default_rng([21, place]), 256), found.height, found.width)
    return alpha_error(found.alpha, case.figure.alpha), recomposite_psnr(found, case.figure, background)
