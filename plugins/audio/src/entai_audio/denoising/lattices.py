"""Two lattices of frames, 8 ms apart, each with a memory of its own, as one model."""

from __future__ import annotations

from typing import Any

import numpy as np

from entai_audio.denoising.frames import LATTICES, Complex
from entai_audio.denoising.masker import Masker


class Lattices:
    """A `Masker` of frames every 8 ms, by one of frames every 16 ms: a lattice is every second frame, with its own state.

    What a mask does to a frame depends on where the frame's borders lie, by chance; the sum of both lattices is the mean
    over two such places: cycle spinning (Coifman & Donoho, "Translation-invariant de-noising", 1995).
    """

    def __init__(self, model: Masker) -> None:
        self._model = model

    def start(self) -> tuple[Any, ...]:
        """A state for each lattice; the first is that of the next frame."""
        return tuple(self._model.start() for _ in range(LATTICES))

    def masks(self, spectra: Complex, state: tuple[Any, ...]) -> tuple[Complex, tuple[Any, ...]]:
        """Of `(frames, 257)`, in any portions."""
        found, following = np.empty(spectra.shape, np.complex64), []
        for first, before in enumerate(state):
            found[first::LATTICES], after = self._model.masks(spectra[first::LATTICES], before)
            following.append(after)
        turn = len(spectra) % LATTICES
        return found, (*following[turn:], *following[:turn])
