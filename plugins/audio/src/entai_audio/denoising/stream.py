"""Denoise sound as it comes: push samples in, get clean ones out, the same whatever the pieces are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError
from entai_audio.denoising.bands import seen, widened
from entai_audio.denoising.frames import OVERLAP, Complex, Wave, analysis, hop_at, synthesis
from entai_audio.denoising.lattices import Lattices
from entai_audio.denoising.masker import Masker

Samples = NDArray[np.floating[Any]]


class Stream:
    """A live denoiser. What was pushed comes out four hops (32 ms) later, and all together it is the whole file's result.

    Args:
        model: Says what to keep.
        rate: Hz.
        channels: Of what will be pushed; one mask serves all.
        strength: 0 leaves the sound as it is, 1 takes away all that the model finds.
    """

    def __init__(self, model: Masker, rate: int, channels: int = 1, strength: float = 1.0) -> None:
        if not 1_000 <= rate <= 768_000:
            raise EntaiError(f"a stream has a sampling rate of 1,000 to 768,000 Hz, not {rate:,}")
        self._model, self._strength, self._channels = Lattices(model), strength, channels
        self.hop = hop_at(rate)
        self._state = self._model.start()
        self._above = 1.0
        self._pending: Samples = np.zeros((0, channels), np.float32)
        self._last: Samples | None = None
        self._begun: Wave = np.zeros((OVERLAP - 1, self.hop, channels), np.float32)
        self._missing = self._behind = (OVERLAP - 1) * self.hop
        self._flat = False
        self.masks: Complex = np.zeros((0, OVERLAP // 2 * self.hop + 1), np.complex64)

    @property
    def latency(self) -> int:
        """Samples that go in before the first comes out."""
        return OVERLAP * self.hop

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
        left = len(self._pending) + self._behind - self._missing
        padded = np.zeros(((-len(self._pending)) % self.hop + self._behind, self._channels), self._pending.dtype)
        clean, taken = self.parts(padded)
        return clean[:left], taken[:left]

    def _hops(self, hops: Samples) -> tuple[Samples, Samples]:
        """Whole hops `(count, hop, channels)` in; the same number out, less those before the start."""
        count = len(hops)
        if not count:
            return hops.reshape(-1, self._channels), hops.reshape(-1, self._channels)
        known = np.concatenate([_before(hops[0]) if self._last is None else self._last, hops])
        frames = analysis(known)
        masks, self._state = self._model.masks(seen(frames), self._state)
        self.masks, self._above = widened(masks, frames.shape[1], self._above)
        kept = self._added(synthesis(frames * self.masks[..., None]))
        self._last = known[count:]
        before, kept = (part.reshape(-1, self._channels)[self._missing:] for part in (known[:count], kept))
        self._missing = max(0, self._missing - count * self.hop)
        taken = (before - kept) * np.float32(self._strength)
        return before - taken, taken

    def _added(self, parts: Wave) -> Wave:
        """Frames `(count, 4, hop, channels)` upon what those before have begun: the hops that no later frame adds to.

        The oldest frame comes first, so that sums are the same in any portions.
        """
        count = len(parts)
        total = np.concatenate([self._begun, np.zeros_like(parts[:, 0])])
        for at in reversed(range(OVERLAP)):
            total[at:at + count] += parts[:, at]
        self._begun = total[count:]
        return total[:count]

    def _shaped(self, block: Samples) -> Samples:
        return block[:, 0] if self._flat else block


def _before(hop: Samples) -> Samples:
    """What is put before the start: the first hop, to and fro. From silence a model would take the room for quiet."""
    return np.stack([hop[::-1] if turn % 2 == 0 else hop for turn in range(OVERLAP - 1)])


def _finite(block: Samples) -> Samples:
    """NaN and infinity as silence: one such sample would otherwise stay in the state for good."""
    good = np.isfinite(block)
    return block if good.all() else np.where(good, block, block.dtype.type(0))
