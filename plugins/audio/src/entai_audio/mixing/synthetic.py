"""Made-up voices and noises: enough to try training with, offline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai import Audio
from entai_audio.mixing.library import RATE
from entai_audio.mixing.made_noise import made
from entai_audio.mixing.sounds import Sound, Sounds

SPEAKERS = 12
SECONDS = 1.2


def sounds(seed: int) -> Sounds:
    """A dozen voices that hum syllables, and a dozen noises, a second each."""
    rng = np.random.default_rng(seed)
    voices = tuple(Sound(Audio((voice(rng) * 0.1)[:, None], RATE), f"voice {n}") for n in range(SPEAKERS))
    noises = tuple(Sound(Audio((made(int(SECONDS * RATE), rng) * np.float32(0.05))[:, None], RATE), f"noise {n}")
                   for n in range(SPEAKERS))
    return Sounds({"clean": voices, "noise": noises}, name="made-up sounds")


def voice(rng: np.random.Generator) -> NDArray[np.float32]:
    """Harmonics of a gliding pitch through two formants, in syllables with pauses between; peak about 1."""
    time = np.arange(int(SECONDS * RATE)) / RATE
    pitch = rng.uniform(90, 240) * (1 + 0.1 * np.sin(2 * np.pi * rng.uniform(0.5, 2) * time))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    formants = rng.uniform(300, 800), rng.uniform(1000, 2500)
    wave = np.zeros_like(time)
    for harmonic in range(1, 30):
        hertz = harmonic * pitch
        gain = sum(np.exp(-((hertz - formant) / 200) ** 2) for formant in formants) + 0.02
        wave += np.where(hertz < RATE / 2, gain * np.sin(harmonic * phase), 0)
    syllables = np.clip(np.sin(2 * np.pi * rng.uniform(2, 5) * time + rng.uniform(0, 6)), 0, None) ** 0.5
    wave = wave * syllables
    peak = np.abs(wave).max()
    return np.asarray(wave / peak, np.float32)
