"""Small films made on the spot, and what is in a film's file."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE, SAMPLES = 25, 48_000


def film(path: Path, frames: int = 30, width: int = 64, height: int = 48, codec: str = "libx264", pixel_format: str = "yuv420p",
         sound: bool = True, times: Any = None, noise: float = 6.0, **options: Any) -> Path:
    """A moving ramp with noise and a tone; `times` are the frames' own, in frames."""
    rng = np.random.default_rng(0)
    tags = options.pop("tags", None)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE, options={"crf": "14"} | options)
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        if tags:
            context = stream.codec_context
            context.color_primaries, context.color_trc, context.colorspace, context.color_range = tags
        tone = container.add_stream("aac", rate=SAMPLES, layout="stereo") if sound else None
        y, x = np.mgrid[:height, :width]
        for place in range(frames):
            ramp = np.stack([(x * 3 + place * 2) % 256, y * 255 // height, np.full_like(x, 60 + place)], -1)
            frame = av.VideoFrame.from_ndarray(np.uint8(np.clip(ramp + rng.normal(0, noise, ramp.shape), 0, 255)), "rgb24")
            frame.pts, frame.time_base = (times[place] if times else place), Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if tone is not None:
            _add_tone(container, tone, SAMPLES * frames // RATE)
    return path


def _add_tone(container: Any, stream: Any, length: int) -> None:
    wave = np.float32(0.3 * np.sin(np.arange(length) ** 1.1 / 50))
    for at in range(0, length, 1024):
        frame = av.AudioFrame.from_ndarray(np.repeat(wave[None, at:at + 1024], 2, 0), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLES, at, Fraction(1, SAMPLES)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def pictures(path: Path) -> list[np.ndarray]:
    """Every frame, RGB."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def times(path: Path) -> list[float]:
    """When each frame is shown, seconds."""
    with av.open(str(path)) as container:
        return [round(float(frame.time), 3) for frame in container.decode(video=0)]


def samples(path: Path) -> np.ndarray:
    """All sound, (channels, n)."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def packets(path: Path, kind: str) -> list[tuple[float, str]]:
    """Time and hash of each packet of the first stream of a kind."""
    with av.open(str(path)) as container:
        stream = next(stream for stream in container.streams if stream.type == kind)
        return [(float(packet.pts * packet.time_base), hashlib.sha256(bytes(packet)).hexdigest())
                for packet in container.demux(stream) if packet.dts is not None]


def about(path: Path) -> Any:
    """Size, rotation, pixel format and colour tags of the first frame."""
    with av.open(str(path)) as container:
        frame = next(iter(container.decode(video=0)))
        context = container.streams.video[0].codec_context
        tags = tuple(int(tag) for tag in (context.color_primaries, context.color_trc, context.colorspace, context.color_range))
        return frame.width, frame.height, frame.rotation, frame.format.name, tags


def turned(source: Path, target: Path, degrees: int) -> Path:
    """The same film with a note that players turn it."""
    with av.open(str(source)) as container, av.open(str(target), "w") as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in container.streams}
        streams[0].set_display_rotation(degrees)
        for packet in container.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                out.mux(packet)
    return target
