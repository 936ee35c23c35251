"""Master a spoilt recording: mend it, set its loudness for podcasts, and see what was found.

Runs offline in seconds, on a recording that travels inside entai-audio and is spoilt here on purpose:

    python examples/master_podcast.py FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import pyloudnorm

import entai
from entai import Audio
from entai_audio.enhancement.demo import spoilt

VOICE = Path(str(files("entai_audio") / "samples" / "noisy-speech.flac"))


def main(folder: Path) -> None:
    """Print each step; the results are written into `folder`."""
    voice = Audio.read(VOICE)
    voice.like(spoilt(voice)).save(folder / "spoilt.wav", overwrite=True)

    enhance = entai.load("audio-enhancement")
    mastered = enhance(folder / "spoilt.wav", loudness=-16)
    mastered.save(folder / "mastered.wav", overwrite=True)
    for name in ("spoilt", "mastered"):
        sound = Audio.read(folder / f"{name}.wav")
        loudness = pyloudnorm.Meter(sound.rate).integrated_loudness(sound.samples)
        print(f"{name}.wav: {sound.frames} samples, {loudness:.1f} LUFS")

    why = entai.explain("audio-enhancement", folder / "spoilt.wav", loudness=-16)
    print(why.values[0].frame.to_string(index=False))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="entai-")))
