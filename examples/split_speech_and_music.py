"""Take a voice and the music behind it apart, put them together again, and set the music lower.

Runs offline in seconds, on a recording that travels inside entai-audio and music made by program:

    python examples/split_speech_and_music.py FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

import entai
from entai import Audio
from entai_audio.separation.demo import chords_and_beats, over


def main(folder: Path) -> None:
    """Print each step; the results are written into `folder`."""
    over(chords_and_beats()).save(folder / "talk.wav", overwrite=True)

    talk = Audio.read(folder / "talk.wav")
    stems = entai.load("audio-separation")(talk)
    for name, stem in stems.items():
        level = 10 * np.log10(np.mean(stem.samples ** 2))
        print(f"{name}: {level:.1f} dBFS, written {stem.save(folder / f'{name}.wav', overwrite=True).name}")

    speech, music = (stems[name].samples for name in ("speech", "music"))
    print(f"together they miss the recording by {np.abs(speech + music - talk.samples).max():.0e}")
    print("written", talk.like([speech + 0.25 * music]).save(folder / "clearer.wav", overwrite=True).name)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="entai-")))
