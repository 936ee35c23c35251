"""How well stems are separated: SI-SDR on mixtures of voices and music that training never met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from entai import EntaiError, Evaluation, Measured
from entai_audio.metrics.distortion import si_sdr
from entai_audio.mixing.library import RATE, Library, Wave, mono
from entai_audio.mixing.sounds import Sounds

MIXTURES, SECONDS = 24, 8.0


def measure(separator: Any, data: Sounds) -> Evaluation:
    """SI-SDR of both stems, and how far their sum is off.

    Args:
        separator: The task with its model.
        data: Held-out voices and music, or mixtures with their stems.
    """
    names = separator.model.names
    rows, off = [], []
    for first, second in cases(data, names):
        blocks = separator.model.split([(first + second)[:, None]], RATE, 1)
        stems = [np.concatenate(parts)[:, 0] for parts in zip(*blocks, strict=True)]
        rows.append((si_sdr(first, stems[0]), si_sdr(second, stems[1]), si_sdr(first, first + second)))
        off.append(float(np.abs(stems[0] + stems[1] - first - second).max()))
    kept, left, before = np.array(rows).T
    return Evaluation({f"SI-SDR of {names[0]}": Measured.mean(kept, "dB"),
                       f"SI-SDR of {names[1]}": Measured.mean(left, "dB"),
                       "gain": Measured.mean(kept - before, "dB"),
                       "stems off the input": Measured.mean(off, higher_is_better=False)})


def cases(data: Sounds, names: tuple[str, str]) -> Iterator[tuple[Wave, Wave]]:
    """Both stems of each mixture, `(samples,)` at 16 kHz, equally loud where they are mixed here."""
    if names != ("speech", "music"):
        yield from (_tones_and_clicks(np.random.default_rng(seed)) for seed in range(8))
    elif data.pairs:
        for mix, spoken in data.pairs:
            whole, voice = mono(mix.open()), mono(spoken.open())
            yield voice, whole - voice
    else:
        speech, music = Library.of(data.of_kind("clean")), Library.of(data.of_kind("noise"))
        if not speech or not music:
            raise EntaiError(f"{data.name} holds out no speech or no music to measure with")
        length = int(min(SECONDS * RATE, max(len(wave) for wave in speech.waves)))
        for index in range(min(MIXTURES, 2 * len(speech.waves))):
            rng = np.random.default_rng((11, index))
            yield speech.cut(length, rng) * np.float32(0.05), music.cut(length, rng) * np.float32(0.05)


def _tones_and_clicks(rng: np.random.Generator) -> tuple[Wave, Wave]:
    """What harmonic and percussive mean at their plainest: chords that last, and bursts of noise."""
    time = np.arange(4 * RATE) / RATE
    tones = sum(np.sin(2 * np.pi * hertz * time + rng.uniform(0, 6)) for hertz in 110 * 2 ** (rng.integers(0, 36, 5) / 12))
    bursts = np.zeros(len(time))
    for start in rng.integers(0, len(time) - 800, 12):
        bursts[start:start + 800] += rng.standard_normal(800) * np.exp(-np.arange(800) / 150)
    return (tones / np.std(tones) * 0.05).astype(np.float32), (bursts / np.std(bursts) * 0.05).astype(np.float32)
