"""Mains hum: found by its lines at multiples of 50 or 60 Hz, and taken out by weighted least squares.

A hum is a sum of sinusoids that last, so that over a window of ten seconds its lines are a tenth of a hertz wide where
speech spreads. Only a line that stands out from its neighbourhood counts (Thomson's harmonic test, Proc. IEEE 70, 1982).
Its amplitude and phase, which may drift linearly within the window, are fitted with weights that trust the pauses of speech.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entai.media.sound.form import Block

MAINS = (50.0, 60.0)
TOLERANCE = 0.01
"""How far, as a part, the frequency may be off; a tape that runs too fast moves it, too."""
HARMONICS = 24
STANDS_OUT, BELONGS = 18.0, 8.0
"""dB above its neighbourhood from which a line tells of a hum, and from which it is part of one that others tell of."""
SURE = 2
"""Lines among the first five that a hum must have."""
AUDIBLE = -32.0
"""dB below the sound under which a hum is left alone: to take it out would not be heard."""
NEIGHBOURHOOD = 8.0
"""Hz to both sides."""


@dataclass(frozen=True)
class Hum:
    """A hum that was found.

    Args:
        base: Hz.
        harmonics: Which multiples of it stand out.
    """

    base: float
    harmonics: tuple[int, ...]


def find_hum(sound: Block, rate: int, faint: bool = False) -> Hum | None:
    """The hum of a window of some seconds, or None.

    Args:
        sound: `(n,)`.
        rate: Hz.
        faint: Whether a hum counts that is too faint to be heard.
    """
    prominence, spacing = _prominence(sound, rate)
    base = _base(prominence, spacing)
    lines = {k: _line(prominence, spacing, k * base, len(sound) / rate) for k in range(1, HARMONICS + 1)}
    strong = [k for k, (_, excess) in lines.items() if excess > STANDS_OUT]
    if sum(k <= 5 for k in strong) < SURE:
        return None
    base = float(np.average([lines[k][0] / k for k in strong], weights=np.square(strong)))
    found = Hum(base, tuple(k for k, (_, excess) in lines.items() if excess > BELONGS))
    if faint:
        return found
    power = np.mean(np.square(sound - without_hum(sound, rate, found)))
    return found if 10 * np.log10(power / np.mean(np.square(sound)) + 1e-30) > AUDIBLE else None


def _prominence(sound: Block, rate: int) -> tuple[NDArray[np.float64], float]:
    """The spectrum up to the highest harmonic, in dB above the median around, and Hz between its points."""
    from scipy.ndimage import median_filter

    size = 4 * len(sound)
    count = min(size // 2, int((HARMONICS + 1) * max(MAINS) * size / rate))
    flat = sound / np.sqrt(_power(sound, rate))  # pauses, where a hum lies bare, count as much as loud syllables
    power = np.abs(np.fft.rfft(flat * np.hanning(len(sound)), size)[:count]) ** 2
    decibel = 10 * np.log10(power + 1e-12 * power.max() + 1e-30)
    coarse = max(1, int(0.5 * size / rate))
    level = median_filter(decibel[::coarse], 2 * int(NEIGHBOURHOOD * size / rate / coarse) // 2 + 1, mode="nearest")
    return decibel - np.repeat(level, coarse)[:count], rate / size


def _base(prominence: NDArray[np.float64], spacing: float) -> float:
    """The frequency whose first eight multiples stand out most."""
    candidates = np.concatenate([np.arange(mains * (1 - TOLERANCE), mains * (1 + TOLERANCE), spacing / 4)
                                 for mains in MAINS])
    places = np.rint(candidates[:, None] * np.arange(1, 9) / spacing).astype(int)
    heights = prominence[np.minimum(places, len(prominence) - 1)] * (places < len(prominence))
    return float(candidates[np.argmax(np.clip(heights - 6, 0, 24).sum(1))])


def _line(prominence: NDArray[np.float64], spacing: float, frequency: float, seconds: float) -> tuple[float, float]:
    """The peak near a frequency: where it is, Hz, and how far it stands out, dB."""
    reach = max(2, int(1.0 / seconds / spacing))
    centre = round(frequency / spacing)
    if centre + reach + 1 >= len(prominence):
        return frequency, 0.0
    place = centre - reach + int(np.argmax(prominence[centre - reach:centre + reach + 1]))
    before, here, after = prominence[place - 1:place + 2]
    bend = before - 2 * here + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return (place + shift) * spacing, float(here)


def without_hum(sound: Block, rate: int, hum: Hum) -> Block:
    """The window without its hum.

    Args:
        sound: `(n,)`.
        rate: Hz.
        hum: As found in it.
    """
    time = np.arange(len(sound)) / rate
    angles = 2 * np.pi * hum.base * np.multiply.outer(np.array(hum.harmonics), time)
    waves = np.concatenate([np.cos(angles), np.sin(angles)])
    basis = np.concatenate([waves, waves * np.linspace(-1, 1, len(sound))])
    cleaned = np.asarray(sound, np.float64)
    for _ in range(2):
        weights = 1 / _power(cleaned, rate)
        weighted = basis * weights
        cleaned = sound - np.linalg.solve(weighted @ basis.T, weighted @ sound) @ basis
    return cleaned


def _power(sound: Block, rate: int) -> NDArray[np.float64]:
    """Power around each sample, over 60 ms, no less than a thousandth of the mean."""
    from scipy.ndimage import uniform_filter1d

    power = uniform_filter1d(np.square(sound, dtype=np.float64), max(1, int(0.06 * rate)))
    return np.asarray(power + 1e-3 * power.mean() + 1e-20)
