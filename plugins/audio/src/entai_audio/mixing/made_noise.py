"""Noise that is made, not recorded: coloured, humming, clicking, swelling."""

from __future__ import annotations

import numpy as np
from scipy import fft

from entai_audio.mixing.library import RATE, Wave, normalised


def coloured(length: int, rng: np.random.Generator) -> Wave:
    """Noise whose spectrum falls or rises by a straight line: violet through white to beyond brown, RMS 1."""
    spectrum = fft.rfft(rng.standard_normal(length, dtype=np.float32))
    hertz = np.maximum(fft.rfftfreq(length, 1 / RATE), 40).astype(np.float32)
    shaped: Wave = fft.irfft(spectrum * hertz ** np.float32(rng.uniform(-1.2, 0.3)), length)
    return normalised(shaped)


def hum(length: int, rng: np.random.Generator) -> Wave:
    """A mains hum or a machine's whine: a fundamental of 45 to 400 Hz and harmonics that fall, RMS 1."""
    base = rng.choice([50.0, 60.0, rng.uniform(45, 400)]) * rng.uniform(0.995, 1.005)
    count = int(rng.integers(2, 12))
    phase = 2 * np.pi * base * np.arange(length, dtype=np.float64) / RATE
    strength = rng.uniform(0.2, 1, count) / np.arange(1, count + 1) ** rng.uniform(0, 1.5)
    heard = [n for n in range(1, count + 1) if n * base < RATE / 2]
    wave = np.stack([np.sin(n * phase + rng.uniform(0, 2 * np.pi)) * strength[n - 1] for n in heard]).sum(axis=0)
    return normalised(wave.astype(np.float32))


def clicks(length: int, rng: np.random.Generator) -> Wave:
    """Short decaying bursts at random times, one to twenty a second, RMS 1."""
    wave = np.zeros(length, np.float32)
    for start in rng.integers(0, length - 1, max(1, int(length / RATE * rng.uniform(1, 20)))):
        size = min(int(rng.uniform(0.0005, 0.03) * RATE), length - start)
        burst = rng.standard_normal(size, dtype=np.float32) * np.exp(-np.linspace(0, 5, size, dtype=np.float32))
        wave[start:start + size] += burst * np.float32(rng.uniform(0.2, 1))
    return normalised(wave)


def swelling(wave: Wave, rng: np.random.Generator) -> Wave:
    """The same with a loudness that wanders over 20 dB, several times a second or slowly."""
    knots = int(len(wave) / RATE * rng.uniform(0.5, 6)) + 2
    decibels = np.interp(np.arange(len(wave)), np.linspace(0, len(wave), knots), rng.uniform(-20, 0, knots))
    return normalised(wave * (10 ** (decibels / 20)).astype(np.float32))


def made(length: int, rng: np.random.Generator) -> Wave:
    """One of them at random, or coloured noise with a hum or clicks in it, RMS 1."""
    wave = coloured(length, rng)
    extra = rng.random()
    if extra < 0.25:
        wave = wave * np.float32(rng.uniform(0.05, 1)) + hum(length, rng)
    elif extra < 0.5:
        wave = wave * np.float32(rng.uniform(0.05, 1)) + clicks(length, rng)
    return swelling(wave, rng) if rng.random() < 0.4 else normalised(wave)
