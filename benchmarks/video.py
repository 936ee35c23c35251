"""A 1080p film through a task for pictures: peak memory, frames, the sound's offset, flicker, time; and a kill.

    python benchmarks/video.py [--task image-keying] [--set NAME=VALUE]... [--seconds 4] [--size 1920x1080] [--folder DIR]

The film is made on the spot: a still scene with fresh noise on every frame and a click track. Each run is a process of
its own, so that its peak memory is its own; the film four times as long shows whether memory grows with length.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from entai_image.keying.composites import composite

RATE, SAMPLES = 25, 48_000


def make(path: Path, seconds: float, width: int, height: int) -> int:
    """A still figure before a screen with noise of 2 %, and a click twice a second; returns the number of frames."""
    side = max(width, height)
    still = composite(6, side).picture[(side - height) // 2:, :width][:height]
    rng, frames = np.random.default_rng(0), round(seconds * RATE)
    noise = [rng.normal(0, 0.02, still.shape).astype(np.float32) for _ in range(8)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "12", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        clicks = container.add_stream("aac", rate=SAMPLES, layout="mono")
        for place in range(frames):
            shifted = np.roll(noise[place % 8], 17 * place, axis=place % 2)
            frame = av.VideoFrame.from_ndarray(np.uint8(np.clip((still + shifted) * 255, 0, 255)), "rgb24")
            frame.pts, frame.time_base = place, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        wave = np.float32(0.6 * (np.arange(round(seconds * SAMPLES)) % (SAMPLES // 2) < 200))
        for at in range(0, len(wave), 1024):
            frame = av.AudioFrame.from_ndarray(wave[None, at:at + 1024], "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLES, at, Fraction(1, SAMPLES)
            container.mux(clicks.encode(frame))
        container.mux(clicks.encode(None))
    return frames


def command(task: str, model: str, settings: list[str], source: Path, target: Path) -> list[str]:
    """The command line of one run."""
    chosen = [word for setting in settings for word in ("--set", setting)]
    named = ["--model", model] if model else []
    return [sys.executable, "-m", "entai", "run", task, str(source), "-o", str(target), *named, *chosen]


def measured(words: list[str]) -> tuple[float, float, str]:
    """CPU seconds, the highest memory in GB, and what a run said."""
    code = ("import os, resource, subprocess, sys; done = subprocess.run(sys.argv[1:]); "
            "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
            "print(f'USED {used.ru_utime + used.ru_stime} {used.ru_maxrss}'); sys.exit(done.returncode)")
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, kilobytes = done.stdout.split("USED ")[1].split()
    return float(seconds), float(kilobytes) / 1e6, done.stderr


def frames_of(path: Path) -> list[float]:
    """When each frame is shown, seconds."""
    with av.open(str(path)) as container:
        return [float(frame.time) for frame in container.decode(video=0)]


def sound_of(path: Path) -> np.ndarray:
    """The first channel."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def offset(one: np.ndarray, other: np.ndarray) -> float:
    """How much later the second sound is, milliseconds, by the peak of their correlation."""
    length = min(len(one), len(other), 2 * SAMPLES)
    spectrum = np.fft.rfft(other[:length], 2 * length) * np.conj(np.fft.rfft(one[:length], 2 * length))
    lag = int(np.fft.irfft(spectrum).argmax())
    return 1000 * (lag if lag < length else lag - 2 * length) / SAMPLES


def killed(words: list[str], target: Path, after: float) -> bool:
    """Kill a run with -9, go on with it; whether there was something to go on with."""
    running = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    time.sleep(after)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    if target.exists():
        return False
    measured([*words, "--resume"])
    return True


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--task", default="image-keying")
    words.add_argument("--model", default="", help="by default the task chooses")
    words.add_argument("--set", dest="settings", action="append", default=[])
    words.add_argument("--seconds", type=float, default=2)
    words.add_argument("--size", default="1920x1080")
    words.add_argument("--folder", type=Path)
    given = words.parse_args()
    width, height = map(int, given.size.split("x"))
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        short, long = folder / "short.mp4", folder / "long.mp4"
        counts = [make(short, given.seconds, width, height), make(long, 4 * given.seconds, width, height)]
        clear = given.task == "image-keying" and not any("background" in one for one in given.settings)
        suffix = ".mov" if clear else ".mp4"
        for source, count in zip((short, long), counts, strict=True):
            target = folder / f"out-{source.stem}{suffix}"
            started = time.perf_counter()
            seconds, memory, said = measured(command(given.task, given.model, given.settings, source, target))
            wall = time.perf_counter() - started
            same = frames_of(target) == frames_of(source)
            print(f"{source.stem}: {count} frames of {given.size}, {count / seconds:.2f} a CPU second ({wall:.0f} s), peak "
                  f"memory {memory:.2f} GB, {len(frames_of(target))} frames out, times {'equal' if same else 'DIFFERENT'}, "
                  f"sound's offset {offset(sound_of(source), sound_of(target)):.2f} ms, "
                  f"{next((line for line in said.splitlines() if 'flicker' in line), '')}")
        target = folder / f"killed{suffix}"
        went_on = killed(command(given.task, given.model, given.settings, short, target), target, 0.6 * wall / 4)
        same_bytes = target.read_bytes() == (folder / f"out-short{suffix}").read_bytes()
        print(f"killed with -9 and gone on with: {'equal' if same_bytes else 'DIFFERENT'} byte for byte"
              f"{'' if went_on else ' (it was too quick to be killed)'}")
    print(f"this process itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
