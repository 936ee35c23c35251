"""Awkward recordings through audio-enhancement and audio-separation: a result as long as the input, or one sentence."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import soundfile

import entai
from entai import Audio, EntaiError, EntaiWarning
from entai.task import Task

TASKS = ("audio-enhancement", "audio-separation")


def task(name: str) -> Task:
    return entai.load(name)


def run(name: str, value: object) -> list[np.ndarray]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EntaiWarning)
        found = task(name)(value)
        return [np.asarray(part) for part in (found.values() if name == "audio-separation" else [found])]


def noise(frames: int, channels: int = 1) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((frames, channels)) * 0.1


SOUNDS = {
    "one sample": (np.full((1, 1), 0.5), 16_000),
    "silence": (np.zeros((6_000, 2)), 16_000),
    "full-scale square": (np.sign(np.sin(np.arange(6_000)))[:, None], 16_000),
    "direct current": (noise(6_000) * 0.1 + 0.5, 16_000),
    "7.1": (noise(9_000, 8), 48_000),
    "192 kHz": (noise(30_000), 192_000),
    "8 kHz": (noise(3_000), 8_000),
    "1 kHz": (noise(800), 1_000),
    "nine times full scale": (noise(6_000) * 90, 16_000),
    "denormal": (noise(6_000) * 1e-40, 16_000),
    "float64": (noise(6_000).astype(np.float64), 16_000),
    "8 bit": ((noise(6_000) * 127 + 128).astype(np.uint8), 16_000)}


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("kind", SOUNDS)
def test_awkward_sound_makes_a_result_of_its_length(name: str, kind: str) -> None:
    samples, rate = SOUNDS[kind]
    for part in run(name, (samples, rate)):
        assert part.shape == samples.shape and np.isfinite(part).all()


@pytest.mark.parametrize("name", TASKS)
def test_what_is_no_number_is_silence_and_said(name: str) -> None:
    sound = noise(6_000)
    sound[50:60], sound[70] = np.nan, np.inf
    with pytest.warns(EntaiWarning, match="11 samples that are no numbers"):
        task(name)((sound, 16_000))
    assert all(np.isfinite(part).all() for part in run(name, (sound, 16_000)))


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("value", [np.zeros((2, 3)), (np.zeros((0, 1)), 16_000), (np.zeros((70, 80)), 16_000), (noise(9), 1),
                                   (noise(9), 4e9), "missing.wav", None])
def test_what_can_not_be_used_is_refused(name: str, value: object) -> None:
    with pytest.raises(EntaiError):
        task(name)(value)


@pytest.mark.parametrize("name", TASKS)
def test_axes_are_told_apart(name: str) -> None:
    sound = noise(4_000, 2)
    for one, other in zip(run(name, (sound, 16_000)), run(name, (sound.T, 16_000)), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("name", TASKS)
def test_a_picture_called_wav_is_refused_by_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "cover.wav").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with pytest.raises(EntaiError, match=r"cover\.wav .* PNG"):
        task(name)(tmp_path / "cover.wav")


PEAK = """import sys
from entai.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""
"""Runs a command line and prints the most memory held, KiB; `getrusage` would count the tests' own process before the fork."""


@pytest.mark.slow
def test_an_hour_passes_in_bounded_memory(tmp_path: Path) -> None:
    with soundfile.SoundFile(tmp_path / "hour.wav", "w", 8_000, 1) as file:
        minute = noise(8_000 * 60)
        for _ in range(60):
            file.write(minute)
    off = [word for stage in ("declick", "hum", "dereverb") for word in ("--set", f"{stage}=off")]
    command = [sys.executable, "-c", PEAK, "run", "audio-enhancement", str(tmp_path / "hour.wav"),
               "-o", str(tmp_path / "out.wav"), *off]
    done = subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert int(done.stdout) < 400_000  # KiB; whole and doubled it would be 460 MB more
    assert Audio.read(tmp_path / "out.wav").frames == 8_000 * 3_600
