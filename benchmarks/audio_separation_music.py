"""Render music to train speech-music on: chords, bass, melody and drums written by rule, played by FluidSynth.

    python benchmarks/audio_separation_music.py OUT [SOUND_FONT] [PIECES]

The sound font of Debian's `fluid-soundfont-gm` is under the MIT licence; so what it plays may be learnt from.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np

SONG = bytes([0x4D, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 1, 0xE0])
TICKS, BARS = 480, 24
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 9, 10), (0, 2, 4, 7, 9))
CHORDS = ((0, 4, 5, 3), (0, 5, 3, 4), (5, 3, 0, 4), (0, 3, 4, 4), (1, 4, 0, 0), (0, 0, 3, 4))
KEYS, PLUCKED = (0, 4, 6, 11, 16, 19), (24, 25, 26, 27, 29, 30, 45, 46)
SUNG = (40, 42, 48, 50, 56, 60, 61, 64, 65, 68, 71, 73, 80, 81)
Note = tuple[float, float, int, int, int]
"""Start and length in beats, channel, pitch, velocity."""


def piece(rng: np.random.Generator) -> bytes:
    """A MIDI file of one piece."""
    scale, chords = SCALES[rng.integers(len(SCALES))], CHORDS[rng.integers(len(CHORDS))]
    key, notes = int(rng.integers(40, 56)), []
    busy = rng.uniform(0.3, 1.0)
    for bar in range(BARS):
        root = chords[bar % 4]
        notes += _chord(rng, bar, key + 12, scale, root, busy) + _bass(rng, bar, key - 12, scale, root)
        notes += _melody(rng, bar, key + 24, scale, busy) if bar % 8 else []
        notes += _drums(rng, bar, busy) if rng.random() < 0.9 else []
    programs = [rng.choice(KEYS if rng.random() < 0.5 else PLUCKED), rng.integers(32, 40), rng.choice(SUNG)]
    return _midi(notes, [int(program) for program in programs], int(rng.integers(70, 150)))


def _pitch(key: int, scale: tuple[int, ...], degree: int) -> int:
    octave, step = divmod(degree, len(scale))
    return key + 12 * octave + scale[step]


def _chord(rng: np.random.Generator, bar: int, key: int, scale: tuple[int, ...], root: int, busy: float) -> list[Note]:
    pitches = [_pitch(key, scale, root + third) for third in (0, 2, 4)]
    if rng.random() < 0.5:
        return [(bar * 4.0, 3.9, 0, pitch, int(rng.integers(50, 90))) for pitch in pitches]
    steps = np.arange(0, 4, 0.5 if busy > 0.6 else 1)
    return [(bar * 4 + step, 0.5, 0, pitches[index % 3], int(rng.integers(50, 95))) for index, step in enumerate(steps)]


def _bass(rng: np.random.Generator, bar: int, key: int, scale: tuple[int, ...], root: int) -> list[Note]:
    return [(bar * 4 + beat, 0.9, 1, _pitch(key, scale, root + (4 if beat == 3 and rng.random() < 0.3 else 0)),
             int(rng.integers(70, 110))) for beat in range(4) if beat == 0 or rng.random() < 0.6]


def _melody(rng: np.random.Generator, bar: int, key: int, scale: tuple[int, ...], busy: float) -> list[Note]:
    notes, beat, degree = [], 0.0, int(rng.integers(0, 7))
    while beat < 4:
        length = float(rng.choice([0.5, 1, 1.5, 2] if busy < 0.6 else [0.25, 0.5, 0.5, 1]))
        degree = int(np.clip(degree + rng.integers(-2, 3), -3, 10))
        if rng.random() < 0.8:
            notes.append((bar * 4 + beat, length * 0.95, 2, _pitch(key, scale, degree), int(rng.integers(60, 110))))
        beat += length
    return notes


def _drums(rng: np.random.Generator, bar: int, busy: float) -> list[Note]:
    kicks = [(bar * 4 + beat, 0.2, 9, 36, 100) for beat in (0.0, 2.0, 2.5)]
    snares = [(bar * 4 + beat, 0.2, 9, 38, int(rng.integers(80, 110))) for beat in (1.0, 3.0)]
    hats = [(bar * 4 + beat, 0.1, 9, 42, int(rng.integers(40, 80))) for beat in np.arange(0, 4, 0.5 if busy > 0.5 else 1)]
    return [*kicks, *snares, *hats]


def _midi(notes: list[Note], programs: list[int], tempo: int) -> bytes:
    """One track with everything in it."""
    events = [(0, bytes([0xFF, 0x51, 3, *struct.pack(">I", 60_000_000 // tempo)[1:]]))]
    events += [(0, bytes([0xC0 | channel, program])) for channel, program in enumerate(programs)]
    for start, length, channel, pitch, velocity in notes:
        events.append((round(start * TICKS), bytes([0x90 | channel, pitch, velocity])))
        events.append((round((start + length) * TICKS), bytes([0x80 | channel, pitch, 0])))
    track, now = b"", 0
    for at, event in sorted(events, key=lambda pair: pair[0]):
        track += _variable(at - now) + event
        now = at
    track += b"\x00\xff\x2f\x00"
    return SONG + b"MTrk" + struct.pack(">I", len(track)) + track


def _variable(number: int) -> bytes:
    """A number in MIDI's bytes of seven bits."""
    digits = [number & 127]
    while number := number >> 7:
        digits.append(number & 127 | 128)
    return bytes(reversed(digits))


def main(out: str, font: str = "/usr/share/sounds/sf2/FluidR3_GM.sf2", pieces: str = "40") -> None:
    """Write WAV files of 16 kHz, one channel, and their scores."""
    import soundfile
    import soxr

    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(int(pieces)):
        score, sound = folder / f"score-{number:03d}.mid", folder / f"render-{number:03d}.wav"
        score.write_bytes(piece(np.random.default_rng(number)))
        subprocess.run(["fluidsynth", "-ni", "-q", "-g", "0.6", "-r", "32000", "-F", str(sound), font, str(score)],
                       check=True)
        samples, rate = soundfile.read(sound, dtype="float32", always_2d=True)
        soundfile.write(folder / f"render{number:03d}.flac", soxr.resample(samples.mean(1), rate, 16_000), 16_000)
        sound.unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
