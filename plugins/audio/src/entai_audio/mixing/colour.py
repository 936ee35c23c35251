"""Random tone colours and rooms, as gains and impulse responses."""

from __future__ import annotations

import numpy as np

from entai_audio.mixing.library import RATE, Wave

EARLY = RATE // 20
"""Reflections of the first 50 ms colour a voice and are kept; later ones blur it."""


def equaliser(bins: int, rng: np.random.Generator, depth: float = 6.0) -> Wave:
    """A smooth gain over frequency, `(bins,)` from 0 to 8 kHz, within about `depth` dB; some end early, as telephones do."""
    hertz = np.linspace(0, RATE / 2, bins, dtype=np.float32)
    knots = np.geomspace(60, RATE / 2, 6)
    gain = np.interp(np.log(np.maximum(hertz, 30)), np.log(knots), rng.uniform(-depth, depth, len(knots)))
    curve: Wave = (10 ** (gain / 20)).astype(np.float32)
    if rng.random() < 0.1:
        curve = curve * (hertz < rng.choice([3400, 4000, 5512, 6500]))
    if rng.random() < 0.2:
        corner = rng.uniform(50, 250)
        curve = curve * (hertz ** 2 / (hertz ** 2 + corner ** 2))
    return curve.astype(np.float32)


def room(rng: np.random.Generator) -> Wave:
    """A made-up room's impulse response: the direct sound, then noise that decays, `(samples,)`.

    After Moorer's model of late reverberation (1979): white noise under an exponential envelope. The reverberation time is
    0.1 to 0.9 s, the direct sound -3 to 15 dB above the rest.
    """
    rt60 = rng.uniform(0.1, 0.9)
    length = int(min(rt60, 0.5) * RATE)
    time = np.arange(length, dtype=np.float32) / RATE
    tail = rng.standard_normal(length, dtype=np.float32) * np.exp(-6.908 * time / np.float32(rt60))
    tail[:int(rng.uniform(0.001, 0.012) * RATE)] = 0
    tail *= np.float32(10 ** (-rng.uniform(-3, 15) / 20) / (np.sqrt(np.sum(tail * tail)) + 1e-9))
    tail[0] = 1
    return tail


def early(response: Wave) -> Wave:
    """The direct sound and its first 50 ms, faded out."""
    peak = int(np.argmax(np.abs(response)))
    kept = np.zeros_like(response)
    end = min(len(response), peak + EARLY)
    kept[:end] = response[:end]
    fade = min(EARLY // 4, end)
    kept[end - fade:end] *= np.linspace(1, 0, fade, dtype=np.float32)
    return kept
