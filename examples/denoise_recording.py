"""Clean a noisy recording: whole, live in small pieces, with what was taken away, and measured.

Runs offline in seconds, on a recording that travels inside entai-audio:

    python examples/denoise_recording.py FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

import entai
from entai import Audio
from entai_audio import Denoiser

NOISY = Path(str(files("entai_audio") / "samples" / "noisy-speech.flac"))


def main(folder: Path) -> None:
    """Print each step; the results are written into `folder`."""
    denoise = Denoiser.load()
    noisy = Audio.read(NOISY)
    clean = denoise.clean(noisy)
    clean.save(folder / "clean.flac", overwrite=True)
    print(f"{NOISY.name}: {noisy.frames} samples in, {clean.frames} out")

    quietest = [np.percentile(loudness(sound.samples[:, 0]), 10) for sound in (noisy, clean)]
    print(f"The pauses were at {quietest[0]:.0f} dBFS and are at {quietest[1]:.0f}")

    parts: Any = denoise(noisy, strength=0.8, residual=True)
    parts.save(folder / "parts", overwrite=True)
    error = np.abs(parts["clean"].samples + parts["residual"].samples - noisy.samples).max()
    print(f"Clean and residual add up to the recording within {error:.0e}")

    stream = denoise.stream(noisy.rate)
    pieces = [stream.push(block) for block in np.array_split(noisy.samples[:, 0], 200)]
    live = np.concatenate([*pieces, stream.flush()])
    difference = np.abs(live - clean.samples[:, 0]).max()
    print(f"Live, {stream.latency / noisy.rate * 1000:.0f} ms behind, it differs by {difference:.0e} from the whole")

    taken = entai.explain("audio-denoising", noisy).attributions[0]
    print(f"{taken.score:.0%} of the energy was taken away:")
    for part in taken.parts:
        print(f"  {part.label:<18} {part.amount:.1%}")


def loudness(samples: np.ndarray) -> np.ndarray:
    """The level of each 20 ms at 16 kHz, dBFS."""
    frames = samples[:len(samples) // 320 * 320].reshape(-1, 320)
    power: np.ndarray = (frames**2).mean(1)
    return 10 * np.log10(power + 1e-10)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
