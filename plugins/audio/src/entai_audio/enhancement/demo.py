"""The part of the gallery that shows enhancement."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files

import numpy as np

from entai import Audio, Exhibit
from entai.media.sound.form import Block
from entai.media.sound.showing import Compared
from entai_audio.enhancement.damage import with_clicks, with_hum

SAMPLE = "samples/noisy-speech.flac"


def exhibits() -> Iterator[Exhibit]:
    """A real voice, damaged on purpose in two ways at once, mended and mastered; and what was found."""
    import entai

    with as_file(files("entai_audio") / SAMPLE) as path:
        voice = Audio.read(path)
    damaged = voice.like(spoilt(voice))
    mended = entai.load("audio-enhancement")(damaged)
    yield Exhibit("A spoilt recording, mended and mastered", "A reader for LibriVox (LibriSpeech, CC BY 4.0), given "
                  "a hum of the mains and clicks; mended without being told, and set to -23 LUFS.",
                  (Compared({"before": damaged, "after": mended}),))
    yield Exhibit("What was found in it", "The same recording.", (entai.explain("audio-enhancement", damaged),))


def spoilt(voice: Audio) -> Block:
    """Clicks, and a hum."""
    rng, sound = np.random.default_rng(0), voice.samples.mean(1).astype(np.float64)
    for damage in (with_clicks, with_hum):
        sound = damage(sound, voice.rate, rng)[0]
    return np.asarray(sound / np.abs(sound).max() * 0.9, np.float32)
