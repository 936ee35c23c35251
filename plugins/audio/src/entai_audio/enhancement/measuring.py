"""What the stages gain on damage made on purpose, and what they cost sound that has none."""

from __future__ import annotations

from typing import Any

import numpy as np

from entai import Audio, EntaiError, Evaluation, Measured
from entai_audio.enhancement.damage import DAMAGES
from entai_audio.enhancement.loudness import LoudnessMeter
from entai_audio.metrics.distortion import si_sdr
from entai_audio.mixing.library import RATE, Wave, mono
from entai_audio.mixing.sounds import Sounds

SECONDS, CASES = 10.0, 24
LEVEL = -23.0


def measure(enhance: Any, data: Sounds) -> Evaluation:
    """SI-SDR gained by each stage in auto, SI-SDR of clean speech against itself, and how far loudness is off.

    Args:
        enhance: The task.
        data: Clean speech.
    """
    voices = [mono(sound.open()) for sound in data.of_kind("clean")]
    voices = [at_level(voice[:int(SECONDS * RATE)]) for voice in voices if len(voice) >= 3 * RATE] or voices
    if not voices:
        raise EntaiError(f"{data.name} holds out no clean speech to measure with")
    gained: dict[str, list[float]] = {name: [] for name in DAMAGES}
    kept, off = [], []
    for index, clean in enumerate(voices[:CASES]):
        out = enhance(Audio(clean, RATE))
        kept.append(si_sdr(clean, mono(out)))
        off.append(abs((_loudness(mono(out)) or LEVEL) - LEVEL))
        for name, damage in DAMAGES.items():
            heard, wanted = damage(clean.astype(np.float64), RATE, np.random.default_rng(index))
            mended = mono(enhance(Audio(heard, RATE))).astype(np.float64)
            gained[name].append(si_sdr(wanted, mended) - si_sdr(wanted, heard))
    return Evaluation({**{f"{name} gains": Measured.mean(values, "dB") for name, values in gained.items()},
                       "clean kept": Measured.mean(kept, "dB"),
                       "loudness off": Measured.mean(off, "LU", higher_is_better=False)})


def at_level(voice: Wave) -> Wave:
    """At -23 LUFS."""
    loudness = _loudness(voice)
    return voice if loudness is None else voice * np.float32(10 ** ((LEVEL - loudness) / 20))


def _loudness(voice: Wave) -> float | None:
    meter = LoudnessMeter(RATE, 1)
    meter.add(voice[:, None])
    return meter.loudness


