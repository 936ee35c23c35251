"""The recipe relight: photographs with too little light."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError, Split, State, TrainConfig
from entai_image.degrade import Degradation, low_light, relit, uncovered_noise
from entai_image.enhancement.exposure import lacking, learn
from entai_image.enhancement.recipe import Restoring
from entai_image.enhancement.restorer import Restorer
from entai_image.pictures import Pictures

Floats = NDArray[np.float32]
STOPS, SHOT, READ = (2.0, 5.0), (-4.2, -3.2), (-3.5, -2.6)
"""What is learnt from: stops of light lost, and strengths of the noise (see `low_light`)."""


@dataclass(frozen=True)
class Relight(Restoring):
    """Settings of relight: a gain for the whole picture, and a denoiser for what it uncovers.

    The gain is a regression in closed form (`exposure.py`); the network learns with the true gain, so that it repairs
    noise and no brightness. Begin it with `--from denoise-compressed`, which is as wide.
    """

    train: ClassVar[TrainConfig] = replace(Restoring.train, epochs=12)
    repairs: ClassVar[str] = "darkness"

    def degradation(self) -> Degradation:
        """The noise that shows once the light is put back."""
        return uncovered_noise(STOPS, SHOT, READ)

    def trial(self) -> Degradation:
        """2.5 to 4.5 stops less light."""
        return low_light()

    def assets(self, split: Split[Pictures]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What tells the gain from quantiles of light."""
        return {"gain": {"weights": learn(split.train.targets, STOPS, SHOT, READ, seed=0)}}, ()

    def restore(self, state: State) -> Relighter:
        """The denoiser, and the gain before it."""
        plain, gain = super().restore(state), state.assets.get("gain")
        if not isinstance(gain, dict) or "weights" not in gain:
            raise EntaiError("this model of relight holds no gain")
        return Relighter(plain.network, plain.radius, plain.folded, plain.scale, plain.trial, plain.repairs,
                         weights=gain["weights"])


@dataclass(frozen=True)
class Relighter(Restorer):
    """A restorer behind a gain that is worked out once a picture, so that its tiles agree.

    Args:
        weights: Of the regression.
        stops: The gain of the picture at hand.
    """

    weights: Any = None
    stops: float = 0.0

    def of(self, picture: Floats) -> Relighter:
        """With the gain that this picture needs."""
        return replace(self, stops=lacking(picture, self.weights))

    def run(self, tile: Floats) -> Floats:
        """The gain, then the network."""
        return super().run(relit(tile, self.stops))

    def __call__(self, pixels: Floats) -> Floats:
        """A whole picture `(h, w, 3)` at once."""
        return Restorer.__call__(self.of(pixels), pixels)
