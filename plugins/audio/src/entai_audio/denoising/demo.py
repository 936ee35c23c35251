"""The part of the gallery that shows denoising."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files

from entai import Audio, Exhibit
from entai.media.sound.showing import Compared

SAMPLE = "samples/noisy-speech.flac"


def exhibits() -> Iterator[Exhibit]:
    """A real recording in a real noise, before and after, and why."""
    import entai

    with as_file(files("entai_audio") / SAMPLE) as path:
        noisy = Audio.read(path)
        denoise = entai.load("audio-denoising")
        yield Exhibit("A noisy recording, cleaned", "A volunteer reads for LibriVox with noise (LibriSpeech, CC BY 4.0); "
                      "the shipped model has not met the voice. As it was, and as the model leaves it.",
                      (Compared({"before": noisy, "after": denoise(noisy)}),))
        yield Exhibit("What was kept, and what was taken away", "The same recording.",
                      (entai.explain("audio-denoising", noisy),))
