"""The level: loudness to a target, and no true peak above the limit."""

from __future__ import annotations

import tempfile
import warnings
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from entai import EntaiWarning
from entai.media.sound.form import Block
from entai_audio.enhancement.limiter import Limiter
from entai_audio.enhancement.loudness import LoudnessMeter

IN_MEMORY = 64 << 20
"""Bytes of a recording that are kept in memory; a longer one waits in a temporary file."""
FRAMES = 1 << 16
CLOSE, OFF = 0.03, 0.1
"""LU within which the target counts as met, and beyond which it is said that it is not."""
PASSES, MORE = 4, 3.0
"""How often the gain is mended, and by how many dB at most, where the limiter takes some of the loudness."""


class Shelf:
    """A recording put aside, to be read as often as wanted.

    Args:
        blocks: `(frames, channels)` each.
        rate: Hz.
        channels: How many.
    """

    def __init__(self, blocks: Iterable[Block], rate: int, channels: int) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  it lives as long as the recording
        weakref.finalize(self, self._file.close)
        self.rate, self.channels, self.frames, self._type = rate, channels, 0, np.dtype(np.float32)
        meter = LoudnessMeter(rate, channels)
        for block in blocks:
            self._type = block.dtype
            self._file.write(np.ascontiguousarray(block).tobytes())
            self.frames += len(block)
            meter.add(block)
        self.loudness = meter.loudness

    def blocks(self) -> Iterator[Block]:
        """From the start."""
        width = self.channels * self._type.itemsize
        for start in range(0, self.frames, FRAMES):
            self._file.seek(start * width)
            content = self._file.read(min(FRAMES, self.frames - start) * width)
            yield np.frombuffer(content, self._type).reshape(-1, self.channels)


@dataclass(frozen=True)
class Master:
    """A recording and what brings it to its level.

    Args:
        shelf: The recording.
        gain: dB.
        peak: dBTP that is not passed.
        before, after: LUFS, None where it can't be told.
        reduction: dB by which the limiter turns the highest peak down.
    """

    shelf: Shelf
    gain: float
    peak: float
    before: float | None
    after: float | None
    reduction: float

    def blocks(self) -> Iterator[Block]:
        """The mastered sound."""
        return Limiter(self.shelf.rate, self.peak).run(self.shelf.blocks(), 10 ** (self.gain / 20))


def master(shelf: Shelf, target: float, peak: float, name: str) -> Master:
    """Find the gain.

    Args:
        shelf: The recording.
        target: LUFS; 0 leaves the loudness.
        peak: dBTP.
        name: For the warning where the target can't be met.
    """
    before = shelf.loudness
    gain = target - before if before is not None and target < 0 else 0.0
    most = gain + MORE
    for _ in range(PASSES):
        after, reduction = _heard(shelf, gain, peak)
        off = target - after if after is not None and before is not None and target < 0 else 0.0
        if abs(off) < CLOSE or gain >= most:
            break
        gain = min(gain + off, most)
    if before is None and target < 0:
        warnings.warn(f"{name} is silent or shorter than 0.4 s: its loudness stays as it is", EntaiWarning, stacklevel=2)
    if abs(off) > OFF:
        warnings.warn(f"{name} ends at {after:.1f} LUFS and not at {target:g}, as its peaks may not pass {peak:g} dBTP",
                      EntaiWarning, stacklevel=2)
    return Master(shelf, gain, peak, before, after, reduction)


def _heard(shelf: Shelf, gain: float, peak: float) -> tuple[float | None, float]:
    """LUFS with this gain, and dB that the limiter takes."""
    limiter, meter = Limiter(shelf.rate, peak), LoudnessMeter(shelf.rate, shelf.channels)
    for block in limiter.run(shelf.blocks(), 10 ** (gain / 20)):
        meter.add(block)
    return meter.loudness, float(-20 * np.log10(limiter.least))
