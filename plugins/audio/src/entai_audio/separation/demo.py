"""The part of the gallery that shows separation."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files

import numpy as np

from entai import Audio, Exhibit
from entai.media.sound.showing import Compared
from entai_audio.denoising.demo import SAMPLE

RATE, SECONDS, TEMPO = 16_000, 6, 0.5


def exhibits() -> Iterator[Exhibit]:
    """A voice over made-up music, and that music, taken apart."""
    import entai

    mix = chords_and_beats()
    spoken = over(mix)
    stems = entai.load("audio-separation", "speech-music")(spoken)
    yield Exhibit("A voice and the music behind it", "A person in the street, over chords and drums as loud as the voice, "
                  "and the two stems that add up to it. What the net takes for no speech goes with the music.",
                  (Compared({"input": spoken, **stems}),))
    stems = entai.load("audio-separation", "harmonic-percussive")(mix)
    yield Exhibit("Tones and beats, taken apart", "Chords and drums made by program, and the two stems that add up to them, "
                  "by median filters over time and over frequency.", (Compared({"input": mix, **stems}),))


def over(music: Audio) -> Audio:
    """The voice that travels with the plugin, over music of its length and loudness."""
    with as_file(files("entai_audio") / SAMPLE) as path:
        voice = Audio.read(path).samples[:SECONDS * RATE, :1]
    behind = music.samples[:len(voice)]
    return Audio(voice + behind * np.float32(np.sqrt(np.mean(voice ** 2) / np.mean(behind ** 2))), RATE)


def chords_and_beats() -> Audio:
    """Four chords that repeat, with a drum on every beat."""
    rng, time = np.random.default_rng(0), np.arange(SECONDS * RATE) / RATE
    beat = time % TEMPO
    bars = (time // (4 * TEMPO)).astype(int) % 4
    chord = np.array([[220, 277, 330], [196, 247, 294], [175, 220, 262], [196, 247, 330]])[bars]
    tones = np.sin(2 * np.pi * np.cumsum(chord / RATE, axis=0)).sum(1) * 0.08
    snare = rng.standard_normal(len(time)) * np.exp(-beat / 0.03) * 0.15
    drums = snare + np.sin(60 / (beat + 0.08)) * np.exp(-beat / 0.1) * 0.2
    return Audio((tones + drums).astype(np.float32), RATE)
