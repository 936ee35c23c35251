"""The trained net, a frame at a time, by LiteRT. In NumPy, calls cost more than sums in a net this small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from entai_audio.denoising.frames import BINS, Complex, real
from entai_audio.denoising.tracking import Heard, Tracker

Array = NDArray[np.float32]


class Remembered(NamedTuple):
    """What the net remembers, `(1, blocks, slots, width)`, and what the tracker has heard."""

    states: Array
    heard: Heard | None


class ServedNet:
    """A `Masker` of a trained net. What is remembered is passed in and out, so that one net serves many streams in turn.

    Args:
        step: From a frame `(1, 257, 3)` and states `(1, blocks, slots, width)` to its mask and the next states.
        shape: Of the states.
    """

    def __init__(self, step: Callable[[Array, Array], Any], shape: tuple[int, ...]) -> None:
        self._step, self._shape, self._tracker = step, shape, Tracker()

    def start(self) -> Remembered:
        """Zeros, and nothing heard."""
        return Remembered(np.zeros((1, *self._shape), np.float32), None)

    def masks(self, spectra: Complex, state: Remembered) -> tuple[Complex, Remembered]:
        """Of `(frames, 257)`, in any portions."""
        gains, heard = self._tracker.gains(spectra, state.heard)
        frames = np.concatenate([real(spectra), gains[..., None]], axis=-1)
        found, states = np.empty((len(frames), 1, BINS, 2), np.float32), state.states
        for index, frame in enumerate(frames):
            found[index], states = self._step(frame[None], states)
        return found.view(np.complex64)[:, 0, :, 0], Remembered(states, heard)
