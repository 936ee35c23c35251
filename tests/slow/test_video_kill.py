"""A film is killed with kill -9 at random moments and gone on with: the file is that of a run left alone, byte for byte."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

pytestmark = pytest.mark.slow
FRAMES, SIDE = 400, 160


def green_film(path: Path) -> Path:
    """A grey box that moves before a green screen, with a tone."""
    rng = np.random.default_rng(0)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "14"})
        stream.width, stream.height, stream.pix_fmt = SIDE, SIDE, "yuv420p"
        tone = container.add_stream("aac", rate=48_000, layout="mono")
        for place in range(FRAMES):
            picture = np.full((SIDE, SIDE, 3), (30, 160, 50)) + rng.normal(0, 3, (SIDE, SIDE, 3))
            picture[40:120, 20 + place % 60:80 + place % 60] = 128
            frame = av.VideoFrame.from_ndarray(np.uint8(np.clip(picture, 0, 255)), "rgb24")
            frame.pts, frame.time_base = place, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        for at in range(0, 48_000 * FRAMES // 25, 1024):
            wave = np.float32(0.2 * np.sin(np.arange(at, at + 1024)[None] / 20))
            frame = av.AudioFrame.from_ndarray(wave, "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, at, Fraction(1, 48_000)
            container.mux(tone.encode(frame))
        container.mux(tone.encode(None))
    return path


def command(folder: Path, target: str, *more: str) -> list[str]:
    return [sys.executable, "-m", "entai", "run", "image-keying", str(folder / "green.mp4"), "-o", str(folder / target),
            "--set", f"background={folder / 'behind.png'}", *more]


def test_killed_films_become_whole(tmp_path: Path) -> None:
    from PIL import Image as Pillow

    green_film(tmp_path / "green.mp4")
    Pillow.fromarray(np.random.default_rng(1).integers(0, 255, (SIDE, SIDE, 3), np.uint8)).save(tmp_path / "behind.png")
    started = time.monotonic()
    subprocess.run(command(tmp_path, "alone.mp4"), check=True, capture_output=True)
    whole = time.monotonic() - started
    for trial in range(3):
        target, moment = f"killed{trial}.mp4", random.uniform(0.2, 0.9)
        running = subprocess.Popen(command(tmp_path, target), stderr=subprocess.DEVNULL)
        time.sleep(whole * moment)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        if not (tmp_path / target).exists():  # it was not too late
            subprocess.run(command(tmp_path, target, "--resume"), check=True, capture_output=True)
        assert (tmp_path / target).read_bytes() == (tmp_path / "alone.mp4").read_bytes(), f"killed at {moment:.2f}"
    assert not list(tmp_path.glob("*.run"))


def test_memory_does_not_grow_with_length(tmp_path: Path) -> None:
    """Frames pass one by one: four times the film takes no more than a tenth more memory."""
    code = ("import resource, sys; from pathlib import Path; from entai import Image, Video; "
            "from entai.media.change import Change; "
            "same = Change.each(lambda first: lambda picture: picture); "
            "Video.read(Path(sys.argv[1])).carrying(Image, same).save(sys.argv[2]); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)")
    green_film(tmp_path / "long.mp4")
    with av.open(str(tmp_path / "long.mp4")) as container, av.open(str(tmp_path / "short.mp4"), "w") as out:
        stream = out.add_stream_from_template(container.streams.video[0])
        for packet in container.demux(video=0):
            if packet.dts is not None and packet.pts * packet.time_base < FRAMES / 100:
                packet.stream = stream
                out.mux(packet)
    peaks = [int(subprocess.run([sys.executable, "-c", code, str(tmp_path / name), str(tmp_path / f"out-{name}")], check=True,
                                capture_output=True, text=True).stdout) for name in ("short.mp4", "long.mp4")]
    assert peaks[1] < 1.1 * peaks[0]
