"""Recordings held in memory as 16-bit samples at 16 kHz, to be cut from at random."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai import Audio
from entai_audio.mixing.sounds import Sound

RATE = 16_000
Wave = NDArray[np.float32]
"""Samples of one channel, `(samples,)`, full scale at 1."""
QUIET_DB = 28.0


def mono(audio: Audio) -> Wave:
    """A recording as one channel at 16 kHz."""
    wave: Wave = audio.samples.mean(axis=1, dtype=np.float32)
    if audio.rate == RATE:
        return wave
    import soxr

    return np.asarray(soxr.resample(wave, audio.rate, RATE), np.float32)


@dataclass(frozen=True)
class Library:
    """Recordings to cut from, each as likely as it is long, and named by its source."""

    waves: tuple[NDArray[np.int16], ...]
    sources: tuple[str, ...]
    odds: NDArray[np.float64]

    @classmethod
    def of(cls, sounds: Iterable[Sound], quiet_between: bool = False) -> Library:
        """Read recordings.

        Args:
            sounds: Which.
            quiet_between: Leave out speech whose pauses are noisy: less than 28 dB below its loud parts.
        """
        kept = [(wave, sound.source) for sound in sounds
                if len(wave := mono(sound.open())) > RATE // 2 and not (quiet_between and dynamic_range(wave) < QUIET_DB)]
        lengths = np.array([len(wave) for wave, _ in kept], np.float64) ** 0.7
        return cls(tuple(np.round(np.clip(wave, -1, 1) * 32767).astype(np.int16) for wave, _ in kept),
                   tuple(source for _, source in kept), lengths / lengths.sum() if kept else lengths)

    def __bool__(self) -> bool:
        return bool(self.waves)

    def examples(self, length: int) -> int:
        """How many stretches of so many samples there are, at least one."""
        return max(1, sum(len(wave) for wave in self.waves) // length)

    def cut(self, length: int, rng: np.random.Generator) -> Wave:
        """A random stretch, of several recordings one after another where they are short, at an RMS of 1."""
        pieces: list[NDArray[np.int16]] = []
        missing = length
        while missing > 0:
            wave = self.waves[rng.choice(len(self.waves), p=self.odds)]
            start = int(rng.integers(max(1, len(wave) - missing + 1)))
            pieces.append(wave[start:start + missing])
            missing -= len(pieces[-1])
        return normalised(np.concatenate(pieces).astype(np.float32))


def normalised(wave: Wave) -> Wave:
    """The same at an RMS of 1; silence stays silence."""
    rms = float(np.sqrt(np.mean(wave * wave, dtype=np.float64)))
    return wave / np.float32(rms) if rms > 1e-7 else np.zeros_like(wave)


def dynamic_range(wave: Wave) -> float:
    """How far the quiet twelfth of 20 ms frames lies below the loud twentieth, in dB."""
    frames = wave[:len(wave) // 320 * 320].reshape(-1, 320)
    loudness = 10 * np.log10((frames * frames).mean(axis=1) + 1e-9)
    return float(np.percentile(loudness, 95) - np.percentile(loudness, 8))
