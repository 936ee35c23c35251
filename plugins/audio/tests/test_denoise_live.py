"""Pipes: ffmpeg on either side, sound passes as it comes, and an hour in bounded memory."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
import soundfile
from imageio_ffmpeg import get_ffmpeg_exe

import entai
from entai import Audio

RATE = 16_000
FFMPEG = get_ffmpeg_exe()
PEAK = """import sys
from entai.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""
"""Runs a command line and prints the most memory held, KiB; `getrusage` would count the tests' own process before the fork."""
RUN = [sys.executable, "-m", "entai", "run", "audio-denoising"]


def sound(seconds: float, channels: int = 1) -> np.ndarray:
    return (np.random.default_rng(2).standard_normal((int(seconds * RATE), channels)) * 0.1).astype(np.float32)


def pcm(samples: np.ndarray) -> bytes:
    return np.round(samples * 32767).astype("<i2").tobytes()


def test_a_pipe_of_raw_samples_gives_what_the_file_gives(tmp_path):
    path = tmp_path / "in.wav"
    soundfile.write(path, sound(1.5), RATE, "PCM_16")
    expected = entai.load("audio-denoising")(path).samples
    samples, _ = soundfile.read(path, dtype="int16")
    done = subprocess.run([*RUN, "-", "-o", "-", "--set", f"read.rate={RATE}", "--set", "read.channels=1"],
                          input=samples.tobytes(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    found = np.frombuffer(done.stdout, "<i2") / 32768
    np.testing.assert_allclose(found, expected[:, 0], atol=1 / 32768)


@pytest.mark.slow
def test_raw_samples_come_out_while_they_go_in():
    with subprocess.Popen([*RUN, "-", "-o", "-", "--set", f"read.rate={RATE}", "--set", "read.channels=1"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        run.stdin.write(pcm(sound(2)))
        run.stdin.flush()
        first = run.stdout.read(RATE)
        assert len(first) == RATE, "half a second came out before the input ended"
        run.stdin.close()
        assert len(first) + len(run.stdout.read()) == 2 * 2 * RATE
    assert run.returncode == 0


@pytest.mark.slow
def test_ffmpeg_on_either_side(tmp_path):
    source, out = tmp_path / "in.flac", tmp_path / "out.flac"
    soundfile.write(source, sound(3, 2), RATE)
    command = (f"{FFMPEG} -v error -i {source} -f wav - | {' '.join(RUN)} - -o - "
               f"| {FFMPEG} -v error -f wav -i - {out}")
    subprocess.run(command, shell=True, check=True, timeout=120)
    found, rate = soundfile.read(out)
    assert rate == RATE and found.shape == (3 * RATE, 2)
    np.testing.assert_allclose(found, entai.load("audio-denoising")(source).samples, atol=2 / 32768)


@pytest.mark.slow
def test_an_hour_passes_in_bounded_memory(tmp_path):
    path = tmp_path / "hour.wav"
    with soundfile.SoundFile(path, "w", 8000, 1, "PCM_16") as file:
        for _ in range(360):
            file.write(sound(10)[:80_000, 0])
    done = subprocess.run([sys.executable, "-c", PEAK, *RUN[3:], str(path), "-o", str(tmp_path / "out.wav")], check=True,
                          timeout=600, stdout=subprocess.PIPE)
    assert soundfile.info(tmp_path / "out.wav").frames == 3600 * 8000
    assert int(done.stdout) < 300_000


@pytest.mark.slow
def test_a_hop_is_done_in_time():
    stream = entai.load("audio-denoising").stream(RATE)
    samples, taken = sound(20)[:, 0], []
    for start in range(0, len(samples), 256):
        begun = time.thread_time()
        stream.push(samples[start:start + 256])
        taken.append(time.thread_time() - begun)
    assert np.percentile(taken, 99) < 0.008, "seconds of CPU"


def test_the_whole_process_imports_no_tensorflow(tmp_path):
    soundfile.write(tmp_path / "in.wav", sound(0.5), RATE)
    code = ("import sys, entai; entai.load('audio-denoising')(sys.argv[1]).save(sys.argv[2]); "
            "assert 'tensorflow' not in sys.modules and 'scipy' not in sys.modules and 'librosa' not in sys.modules")
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "in.wav"), str(tmp_path / "out.wav")], check=True)
    assert Audio.read(tmp_path / "out.wav").frames == RATE // 2
