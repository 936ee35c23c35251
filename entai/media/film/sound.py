"""A film's sound: decoded block by block, and encoded again once it has been changed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from entai.errors import EntaiError, EntaiWarning
from entai.media.audio import Audio
from entai.media.film.source import opened, packets
from entai.media.sound.form import Block

GAP = 0.02
"""Seconds without sound from which on silence is put in, so that what follows stays in place."""
_ENCODERS = {"mp3": "libmp3lame", "opus": "libopus", "vorbis": "libvorbis"}


def sound_of(path: Path, track: int = 0) -> Audio:
    """A track of a film as sound whose blocks are decoded as they are asked for."""
    with opened(path) as container:
        stream = container.streams.audio[track]
        rate, channels = int(stream.rate or 0), int(stream.channels or 0)
        if not rate or not channels:
            raise EntaiError(f"{path.name}: its sound can't be decoded")
    audio = Audio(np.zeros(8, np.float32), rate).like(lambda: _blocks(path, track, rate, channels), channels=channels)
    audio.name = path.name
    return audio


def _blocks(path: Path, track: int, rate: int, channels: int) -> Iterator[Block]:
    """Samples (frames, channels), in float32.

    Codecs fill up their last frame: how long it lasts says how much of it is sound.
    """
    held: Block | None = None
    lasts = 0
    for block, seconds in _decoded(path, track, rate, channels):
        if held is not None:
            yield held
        held, lasts = block, round(seconds * rate) or len(block)
    if held is not None:
        yield held[:lasts]


def _decoded(path: Path, track: int, rate: int, channels: int) -> Iterator[tuple[Block, Fraction]]:
    """Samples, and how long they last by the file's clock, 0 where that is too coarse to tell.

    Gaps are filled with silence, damaged packets are left out.
    """
    lost, at = 0, 0
    with opened(path) as container:
        stream = container.streams.audio[track]
        tick = Fraction(stream.time_base or 1)
        start = float((stream.start_time or 0) * tick)
        resampler = av.AudioResampler("fltp", layout=stream.layout, rate=rate)
        for packet in packets(container, stream):
            try:
                decoded = packet.decode()
            except FFmpegError:
                lost += 1
                continue
            for frame in decoded:
                missing = round((float(frame.time or 0) - start) * rate) - at if frame.time is not None else 0
                if missing > GAP * rate:
                    yield np.zeros((missing, channels), np.float32), Fraction(0)
                    at += missing
                for even in resampler.resample(frame):
                    block = np.ascontiguousarray(even.to_ndarray().T, np.float32)
                    at += len(block)
                    yield block, (frame.duration or 0) * tick if tick * rate <= 1 else Fraction(0)
    if lost:
        warnings.warn(f"{path.name}: {lost} damaged packets of sound are left out", EntaiWarning, stacklevel=2)


def sound_stream(container: Any, source: Any, suffix: str, channels: int, rate: int) -> Any:
    """Add a stream for changed sound: in the source's codec where the file holds it, at its bit rate."""
    name = str(source.codec_context.name)
    name = _ENCODERS.get(name.removesuffix("float"), name)
    if name not in av.codecs_available or source.codec_context.codec.canonical_name not in container.supported_codecs:
        name = "libopus" if suffix == ".webm" else "aac"
    stream = container.add_stream(name, rate=48_000 if name == "libopus" else rate)
    same = source.channels == channels
    stream.codec_context.layout = source.layout if same else "mono" if channels == 1 else "stereo"
    stream.codec_context.bit_rate = max(int(source.codec_context.bit_rate or 0), 96_000 * channels)
    return stream


def encoded(audio: Audio, stream: Any, start: float) -> Iterator[Any]:
    """Packets of changed sound, from `start` seconds on."""
    at = round(start * audio.rate)
    for block in audio.blocks(4096):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(np.clip(block, -1, 1).T, np.float32), "fltp",
                                           stream.codec_context.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = audio.rate, at, Fraction(1, audio.rate)
        at += len(block)
        yield from stream.encode(frame)
    yield from stream.encode(None)
