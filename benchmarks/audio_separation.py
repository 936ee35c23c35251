"""Stems measured on voices over music that training never met, or on mixtures of your own.

    python benchmarks/audio_separation.py DATA MODEL...

DATA is a folder with clean/ and music/ (voices and pieces held out are mixed at 0 dB), or with mix/ and speech/, paired by
stem. MODEL is `harmonic-percussive`, which is measured on chords and bursts made by program, or a bundle of the recipe
speech-music. Prints mean SI-SDR with its 95 % interval, and CPU seconds a second of sound.
"""

# ruff: noqa: E402  threads are fixed before NumPy loads

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ENTAI_THREADS"):
    os.environ[variable] = "1"

import time
from pathlib import Path

import click

import entai
from entai_audio.separation.demo import SECONDS, chords_and_beats


@click.command()
@click.argument("data", type=click.Path(exists=True, path_type=Path))
@click.argument("models", nargs=-1, required=True)
def main(data: Path, models: tuple[str, ...]) -> None:
    """One block a model."""
    for model in models:
        print(f"{model}\n{entai.evaluate('audio-separation', data, model=model)}")
        separate, mix = entai.load("audio-separation", model), chords_and_beats()
        for stem in separate(mix).values():
            stem.samples  # noqa: B018  the first run loads what it needs
        started = time.process_time()
        for stem in separate(mix).values():
            stem.samples  # noqa: B018  what is measured
        print(f"CPU seconds    {(time.process_time() - started) / SECONDS:.3f} a second of sound, both stems\n")


if __name__ == "__main__":
    main()
