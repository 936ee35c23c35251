"""Figures that follow the ear: PESQ, ESTOI and DNSMOS, from the packages of the extra `eval`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
Wave = NDArray[np.float32]
PACKAGES = {"PESQ": "pesq", "ESTOI": "pystoi", "OVRL": "speechmos"}
"""The package that each figure needs."""


def available() -> tuple[dict[str, Callable[[Wave, Wave], float]], tuple[str, ...]]:
    """The figures that can be had here, and the names of those that can't."""
    known: dict[str, Callable[[Wave, Wave], float]] = {"PESQ": pesq, "ESTOI": estoi, "OVRL": ovrl}
    found = {name: figure for name, figure in known.items() if find_spec(PACKAGES[name])}
    return found, tuple(name for name in known if name not in found)


def pesq(reference: Wave, estimate: Wave) -> float:
    """Wideband PESQ (ITU-T P.862.2), about 1 to 4.6, of `(samples,)` at 16 kHz; NaN where there is no speech to judge."""
    import pesq as package

    try:
        return float(package.pesq(RATE, reference, estimate, "wb"))
    except (package.NoUtterancesError, package.BufferTooShortError):
        return float("nan")


def estoi(reference: Wave, estimate: Wave) -> float:
    """Extended short-time objective intelligibility (Jensen & Taal 2016), 0 to 1, at 16 kHz."""
    from pystoi import stoi

    return float(stoi(reference, estimate, RATE, extended=True))


def ovrl(reference: Wave, estimate: Wave) -> float:
    """DNSMOS P.835 overall quality (Reddy et al. 2022), 1 to 5, at 16 kHz; it needs no reference.

    The recording is repeated to one window of 9.01 s; the package's polynomial maps the net's output to opinions.
    """
    window = np.resize(np.clip(estimate, -1, 1), int(9.01 * RATE)).astype(np.float32)
    raw = float(_dnsmos().run(None, {"input_1": window[None]})[0][0][2])
    return float(np.polyval([-0.06766283, 1.11546468, 0.04602535], raw))


@lru_cache(maxsize=1)
def _dnsmos() -> Any:
    """The net that the package speechmos carries, on one thread."""
    import speechmos

    onnxruntime: Any = import_module("onnxruntime")  # speechmos brings it
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    place = Path(speechmos.__file__).parent / "dnsmos_models" / "sig_bak_ovr.onnx"
    return onnxruntime.InferenceSession(str(place), options, providers=["CPUExecutionProvider"])
