"""The loss of restorers."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

EPSILON = 1e-3


@keras.saving.register_keras_serializable("entai")  # type: ignore[untyped-decorator]
def charbonnier(target: Any, restored: Any) -> Any:
    """`sqrt(error^2 + epsilon^2)`, mean over everything (Charbonnier et al. 1994; Lai et al. 2017, "LapSRN")."""
    return ops.mean(ops.sqrt(ops.square(ops.cast(restored, "float32") - target) + EPSILON**2))
