"""Denoise sound as it comes: push samples in, get clean ones out, the same whatever the pieces are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError
from entai_audio.denoising.bands import seen, widened
from entai_audio.denoising.frames import Complex, Wave, analysis, hop_at, synthesis
from entai_audio.denoising.masker import Masker

Samples = NDArray[np.floating[Any]]


class Stream:
    """A live denoiser. What was pushed comes out two hops (32 ms) later, and all together it is the whole file's result.

    Args:
        model: Says what to keep.
        rate: Hz.
        channels: Of what will be pushed; one mask serves all.
        strength: 0 leaves the sound as it is, 1 takes away all that the model finds.
    """

    def __init__(self, model: Masker, rate: int, channels: int = 1, strength: float = 1.0) -> None:
        if not 1_000 <= rate <= 768_000:
            raise EntaiError(f"a stream has a sampling rate of 1,000 to 768,000 Hz, not {rate:,}")
        self._model, self._strength, self._channels = model, strength, channels
        self.hop = hop_at(rate)
        self._state = model.start()
        self._above = 1.0
        self._pending: Samples = np.zeros((0, channels), np.float32)
        self._last: Samples = np.zeros((self.hop, channels), np.float32)
        self._half: Wave = np.zeros((self.hop, channels), np.float32)
        self._missing = self.hop
        self._flat = False
        self.masks: Complex = np.zeros((0, self.hop + 1), np.complex64)

    @property
    def latency(self) -> int:
        """Samples that go in before the first comes out."""
        return 2 * self.hop

    def push(self, samples: Any) -> Samples:
        """Give the next samples and take the clean ones that are ready, none at first.

        Args:
            samples: `(n, channels)`, or `(n,)` of one channel; n may be anything, also 0.

        Returns:
            As many axes as went in.
        """
        self._flat = np.ndim(samples) == 1
        return self._shaped(self.parts(samples)[0])

    def flush(self) -> Samples:
        """The rest, at the end; all in all as many samples have come out as went in."""
        return self._shaped(self.rest()[0])

    def parts(self, samples: Any) -> tuple[Samples, Samples]:
        """As `push`: the clean samples, and what was taken away; both add up to what went in."""
        block = np.asarray(samples)
        block = block[:, None] if block.ndim == 1 else block
        if block.ndim != 2 or block.shape[1] != self._channels:
            raise EntaiError(f"this stream takes (samples, {self._channels}), not {np.shape(samples)}")
        if block.dtype.kind != "f":
            raise EntaiError(f"a stream takes floats with full scale at -1 and 1, not {block.dtype.name}")
        self._pending = np.concatenate([self._pending, _finite(block)])
        count = len(self._pending) // self.hop
        ready, self._pending = self._pending[:count * self.hop], self._pending[count * self.hop:]
        return self._hops(ready.reshape(count, self.hop, self._channels))

    def rest(self) -> tuple[Samples, Samples]:
        """As `flush`, with what was taken away."""
        left = len(self._pending) + self.hop - self._missing
        padded = np.zeros(((-len(self._pending)) % self.hop + self.hop, self._channels), self._pending.dtype)
        clean, taken = self.parts(padded)
        return clean[:left], taken[:left]

    def _hops(self, hops: Samples) -> tuple[Samples, Samples]:
        """Whole hops `(count, hop, channels)` in; the same number out, less the one before the start."""
        if not len(hops):
            return hops.reshape(-1, self._channels), hops.reshape(-1, self._channels)
        known = np.concatenate([self._last[None], hops])
        frames = analysis(known)
        masks, self._state = self._model.masks(seen(frames), self._state)
        self.masks, self._above = widened(masks, frames.shape[1], self._above)
        halves = synthesis(frames * self.masks[..., None])
        ahead = np.concatenate([self._half[None], halves[:-1, 1]]) + halves[:, 0]
        self._last, self._half = hops[-1], halves[-1, 1]
        before = known[:-1].reshape(-1, self._channels)[self._missing:]
        taken = (before - ahead.reshape(-1, self._channels)[self._missing:]) * np.float32(self._strength)
        self._missing = 0
        return before - taken, taken

    def _shaped(self, block: Samples) -> Samples:
        return block[:, 0] if self._flat else block


def _finite(block: Samples) -> Samples:
    """NaN and infinity as silence: one such sample would otherwise stay in the state for good."""
    good = np.isfinite(block)
    return block if good.all() else np.where(good, block, block.dtype.type(0))
