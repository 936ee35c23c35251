"""What a denoiser is measured on: pairs of recordings, or mixtures of voices and noises that training never met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from entai import Audio, EntaiError
from entai_audio.mixing.library import RATE, Library, Wave, mono
from entai_audio.mixing.mixture import Mixer
from entai_audio.mixing.sounds import Sounds

SNRS = (0, 5, 10, 15)
"""dB, in turn."""
MIXTURES = 32
SECONDS = 4.0


@dataclass(frozen=True)
class Case:
    """A noisy recording, and the clean one at 16 kHz, `(samples,)`, with the ratio it was mixed at in dB, if it was."""

    noisy: Audio
    clean: Wave
    snr: int | None = None


def cases(sounds: Sounds) -> Iterator[Case]:
    """The pairs where there are any, else mixtures; the same ones every time."""
    if sounds.pairs:
        yield from (Case(noisy.open(), mono(clean.open())) for noisy, clean in sounds.pairs)
        return
    speech, noise = Library.of(sounds.of_kind("clean"), quiet_between=True), Library.of(sounds.of_kind("noise"))
    if not speech or not noise:
        raise EntaiError(f"{sounds.name} holds out no speech or no noise to measure with")
    mixer = Mixer(speech, noise, Library.of(()), Library.of(()))
    length = int(min(SECONDS * RATE, max(len(wave) for wave in speech.waves)))
    for index in range(min(MIXTURES, 2 * len(speech.waves))):
        snr = SNRS[index % len(SNRS)]
        mixture = replace(mixer, snr=(snr, snr)).plain(length, np.random.default_rng((7, index)))
        yield Case(Audio(mixture.noisy[:, None], RATE), mixture.clean, snr)
