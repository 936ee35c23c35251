"""Damage made on purpose, by which the stages are measured: hum, clicks, clipping, a room."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from entai.media.sound.form import Block

Damage = Callable[[Block, int, np.random.Generator], tuple[Block, Block]]
"""From clean samples `(n,)`, their rate and a generator to what is heard and what it should be."""


def with_hum(clean: Block, rate: int, rng: np.random.Generator) -> tuple[Block, Block]:
    """50 Hz and four harmonics, each with its phase, together 10 dB under the speech."""
    time = np.arange(len(clean)) / rate
    phases = rng.uniform(0, 2 * np.pi, 5)
    hum = sum(np.sin(2 * np.pi * 50 * k * time + phase) / k for k, phase in enumerate(phases, 1))
    return clean + hum * np.sqrt(np.mean(clean**2) / np.mean(hum**2) / 10), clean


def with_clicks(clean: Block, rate: int, rng: np.random.Generator) -> tuple[Block, Block]:
    """200 clicks a minute of 1 ms at the peak of the speech, of either sign."""
    heard, width = clean.copy(), round(0.001 * rate)
    for start in rng.integers(0, len(clean) - width, round(200 * len(clean) / rate / 60)):
        heard[start:start + width] += rng.choice([-1, 1]) * np.abs(clean).max()
    return heard, clean


def clipped(clean: Block, rate: int, rng: np.random.Generator) -> tuple[Block, Block]:
    """Clipped at the 95th percentile of absolute value."""
    level = np.quantile(np.abs(clean), 0.95)
    return np.clip(clean, -level, level), clean


def in_room(clean: Block, rate: int, rng: np.random.Generator, rt60: float = 0.6) -> tuple[Block, Block]:
    """A room: the direct sound and decaying noise. What it should be is the direct sound with its first 50 ms."""
    time = np.arange(int(1.5 * rt60 * rate)) / rate
    response = rng.standard_normal(len(time)) * 10 ** (-3 * time / rt60)
    response[:round(0.002 * rate)] = 0
    response *= np.sqrt(1 / np.sum(response**2))  # as loud as the direct sound
    response[0] = 1
    early = np.where(time < 0.05, response, 0)
    return _through(clean, response), _through(clean, early)


def _through(clean: Block, response: Block) -> Block:
    from scipy.signal import fftconvolve

    return np.asarray(fftconvolve(clean, response)[:len(clean)])


DAMAGES: dict[str, Damage] = {"hum": with_hum, "declick": with_clicks, "declip": clipped, "dereverb": in_room}
"""By the stage that mends it."""
