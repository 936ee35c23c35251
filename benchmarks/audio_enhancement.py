"""What each stage of audio-enhancement gains on damage made on purpose, beside ffmpeg's filters in the same run.

    python benchmarks/audio_enhancement.py CLEAN [--part test] [--cases 8]

CLEAN is a folder with clean/ speech, and a manifest.csv with speakers where there is one: figures are of speakers that no
setting was chosen on (part test). Ten seconds a case, at -23 LUFS. Seconds are CPU seconds a second of sound.
"""

# ruff: noqa: E402  threads are fixed before NumPy loads

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import subprocess
import time
from pathlib import Path

import click
import numpy as np
import pyloudnorm

import entai
from entai import Audio
from entai_audio.enhancement.damage import DAMAGES
from entai_audio.enhancement.measuring import at_level
from entai_audio.metrics.distortion import si_sdr
from entai_audio.mixing.held_out import by_source
from entai_audio.mixing.library import RATE, Wave, dynamic_range, mono
from entai_audio.mixing.sounds import Sounds

SECONDS = 10
PEERS = {"hum": ",".join(f"bandreject=f={50 * k}:width_type=h:w=4" for k in range(1, 6)), "declick": "adeclick",
         "declip": "adeclip"}
"""ffmpeg's filters for the same damage; it has none for rooms."""


@click.command()
@click.argument("clean", type=click.Path(exists=True, path_type=Path))
@click.option("--part", type=click.Choice(["valid", "test"]), default="test")
@click.option("--cases", default=8)
def main(clean: Path, part: str, cases: int) -> None:
    """Print one line a stage: mean, least and peer's mean gain in SI-SDR."""
    voices, enhance = _voices(clean, part, cases), entai.load("audio-enhancement")
    kept, off = [], []
    for voice in voices:
        out = mono(enhance(Audio(voice, RATE)))
        kept.append(si_sdr(voice, out))
        off.append(abs(pyloudnorm.Meter(RATE).integrated_loudness(out.astype(np.float64)) + 23))
    print(f"{len(voices)} voices; clean speech kept: {np.mean(kept):.1f} dB (least {min(kept):.1f}); "
          f"loudness off by {max(off):.3f} LU at most")
    for name, damage in DAMAGES.items():
        gains, peers, started = [], [], time.process_time()
        made = [damage(voice.astype(np.float64), RATE, np.random.default_rng(n)) for n, voice in enumerate(voices)]
        gains = [si_sdr(wanted, mono(enhance(Audio(heard, RATE))).astype(float)) - si_sdr(wanted, heard)
                 for heard, wanted in made]
        seconds = (time.process_time() - started) / sum(len(voice) for voice in voices) * RATE
        peers = [si_sdr(wanted, _ffmpeg(heard, PEERS[name])) - si_sdr(wanted, heard) for heard, wanted in made] \
            if name in PEERS else [np.nan]
        print(f"{name:<10} gains {np.mean(gains):5.1f} dB (least {min(gains):5.1f}), ffmpeg {np.mean(peers):5.1f} dB, "
              f"{seconds:.3f} s a second")


def _voices(folder: Path, part: str, cases: int) -> list[Wave]:
    """Voices of one part that are long enough, with pauses quiet enough to count as clean."""
    sounds = Sounds.read(folder).of_kind("clean")
    split = by_source(Sounds({"clean": sounds, "noise": sounds}), 0)
    held = split.valid if part == "valid" else split.test
    assert held is not None
    waves = (mono(sound.open()) for sound in held.of_kind("clean"))
    long = [wave[:SECONDS * RATE] for wave in waves if len(wave) >= SECONDS * RATE and dynamic_range(wave) > 30]
    return [at_level(wave) for wave in long[:cases]]


def _ffmpeg(sound: Wave, filters: str) -> Wave:
    """Through a chain of filters."""
    command = ["ffmpeg", "-v", "error", "-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "-", "-af", filters,
               "-f", "f32le", "-"]
    done = subprocess.run(command, input=sound.astype("<f4").tobytes(), capture_output=True, check=True)
    out = np.frombuffer(done.stdout, "<f4").astype(np.float64)[:len(sound)]
    return np.pad(out, (0, len(sound) - len(out)))


if __name__ == "__main__":
    main()
