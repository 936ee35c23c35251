"""One noisy recording and what it should become, made at random from clean speech, noise and rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import fft

from entai_audio.mixing.colour import early, equaliser, room
from entai_audio.mixing.library import RATE, Library, Wave, normalised
from entai_audio.mixing.made_noise import coloured, made, swelling

FLOOR = 1e-4
"""Added hiss at -80 dBFS, as any converter has."""


class Mixture(NamedTuple):
    """`noisy` and `clean`, `(samples,)` each, full scale at 1."""

    noisy: Wave
    clean: Wave


@dataclass(frozen=True)
class Mixer:
    """Makes mixtures.

    Args:
        speech, noise, music, rooms: What to make them from; music and recorded rooms may be none.
        snr: Bounds of the signal-to-noise ratio in dB; each mixture's is drawn evenly between them.
    """

    speech: Library
    noise: Library
    music: Library
    rooms: Library
    snr: tuple[float, float] = (-5.0, 25.0)

    def mixture(self, length: int, rng: np.random.Generator) -> Mixture:
        """One at random: one in twenty is clean speech alone, and one in twenty noise alone."""
        kind = rng.random()
        heard, target = self._speech(length, rng)
        noise = np.zeros(length, np.float32) if kind < 0.05 else self._noise(length, rng)
        loudness = 10 ** (-rng.uniform(*self.snr) / 20) * np.sqrt(np.mean(heard * heard, dtype=np.float64))
        noisy = noise if kind > 0.95 else heard + noise * np.float32(loudness)
        if kind > 0.95:
            target = np.zeros_like(target)
        return _levelled(noisy, target, rng)

    def plain(self, length: int, rng: np.random.Generator) -> Mixture:
        """To measure with: one voice and one recorded noise as they are, at -26 dBFS."""
        clean = self.speech.cut(length, rng)
        noise = self.noise.cut(length, rng) * np.float32(10 ** (-rng.uniform(*self.snr) / 20))
        scale = np.float32(0.05)
        return Mixture((clean + noise) * scale, clean * scale)

    def _speech(self, length: int, rng: np.random.Generator) -> Mixture:
        """A voice as the microphone hears it, and the same with the first 50 ms of the room alone."""
        speed = rng.uniform(0.9, 1.1) if rng.random() < 0.6 else 1.0
        dry = paced(self.speech.cut(int(length * speed) + 1, rng), length)
        size = fft.next_fast_len(length + RATE // 2, real=True)
        spectrum = fft.rfft(dry, size)
        if rng.random() < 0.8:
            spectrum *= equaliser(len(spectrum), rng)
        if rng.random() >= 0.4:
            clean: Wave = fft.irfft(spectrum, size)[:length]
            return Mixture(clean, clean)
        response = self._room(rng)
        heard, target = (fft.irfft(spectrum * fft.rfft(part, size), size)[:length] for part in (response, early(response)))
        return Mixture(heard, target)

    def _room(self, rng: np.random.Generator) -> Wave:
        if not self.rooms or rng.random() < 0.5:
            return room(rng)
        response = self.rooms.waves[rng.integers(len(self.rooms.waves))][:RATE // 2]
        return response.astype(np.float32) / np.float32(32767)

    def _noise(self, length: int, rng: np.random.Generator) -> Wave:
        """One noise or the sum of two, RMS 1."""
        first = self._one_noise(length, rng)
        if rng.random() < 0.35:
            first = first + self._one_noise(length, rng) * np.float32(10 ** (-rng.uniform(0, 15) / 20))
        return normalised(first)

    def _one_noise(self, length: int, rng: np.random.Generator) -> Wave:
        kind = rng.random()
        if kind < 0.18 or not self.noise:
            return made(length, rng)
        if kind < 0.30:
            return self._babble(length, rng)
        source = self.music if kind < 0.37 and self.music else self.noise
        speed = rng.uniform(0.85, 1.15)
        wave = paced(source.cut(int(length * speed) + 1, rng), length)
        spectrum = fft.rfft(wave, fft.next_fast_len(length, real=True))
        wave = fft.irfft(spectrum * equaliser(len(spectrum), rng, 9.0), fft.next_fast_len(length, real=True))[:length]
        return swelling(wave, rng) if rng.random() < 0.15 else normalised(wave)

    def _babble(self, length: int, rng: np.random.Generator) -> Wave:
        """Three to eight voices at once, in a little hiss."""
        voices = sum((self.speech.cut(length, rng) * np.float32(rng.uniform(0.4, 1)) for _ in range(rng.integers(3, 9))),
                     coloured(length, rng) * np.float32(rng.uniform(0, 0.5)))
        return normalised(voices)


def paced(wave: Wave, length: int) -> Wave:
    """Resampled to `length` samples, so that pace and pitch change together (cubic; good enough for 10 %)."""
    if len(wave) <= length + 1:
        return wave[:length]
    import soxr

    paced: Wave = soxr.resample(wave, len(wave), length, "QQ")
    return np.pad(paced, (0, max(0, length - len(paced))))[:length]


def _levelled(noisy: Wave, clean: Wave, rng: np.random.Generator) -> Mixture:
    """At a level between -45 and -12 dBFS (RMS) without clipping, with the hiss of a converter; one in fifty clips."""
    rms = float(np.sqrt(np.mean(noisy * noisy, dtype=np.float64))) + 1e-9
    scale = 10 ** (rng.uniform(-45, -12) / 20) / rms
    peak = float(np.abs(noisy).max()) * scale
    if peak > 0.98:
        scale *= (rng.uniform(1, 2) if rng.random() < 0.2 else 0.98) / peak
    hiss = rng.standard_normal(len(noisy), dtype=np.float32) * np.float32(FLOOR * rng.random())
    return Mixture(np.clip(noisy * np.float32(scale) + hiss, -1, 1), clean * np.float32(scale))
