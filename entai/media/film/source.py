"""A film's file: what is in it, and its frames in order."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError

from entai.errors import EntaiError, EntaiWarning

MEGAPIXELS = 36.0
"""A frame larger than this (8K is 33) is refused unless the limit is raised."""
_PICTURES = ("image2", "_pipe", "gif", "webp", "ico", "apng", "jpegxl")
_HDR = {16: "PQ", 18: "HLG"}


@dataclass(frozen=True)
class Film:
    """What a film's file says of itself.

    Args:
        path: The file.
        width, height: Of its pictures as they are stored, pixels; 0 where it has none.
        rate: Frames a second on average; 0 where it does not say.
        time_base: Seconds that a tick of its pictures' clock lasts.
        frames: About how many pictures there are; 0 where that is not known.
        pixel_format: As FFmpeg names it.
        bits: A channel, as its pixel format has it.
        tags: Numbers of its primaries, transfer, matrix and range (ITU-T H.273).
        rotation: Degrees, counter-clockwise, by which players turn it.
        interlaced: Whether its container or stream says so.
        seconds: How long its container says it is; 0 where it does not.
        sounds: How many tracks of sound it has.
    """

    path: Path
    width: int
    height: int
    rate: Fraction
    time_base: Fraction
    frames: int
    pixel_format: str
    bits: int
    tags: tuple[int, int, int, int]
    rotation: int
    interlaced: bool
    seconds: float
    sounds: int

    @property
    def hdr(self) -> str:
        """PQ or HLG where its brightness is coded so; else empty."""
        return _HDR.get(self.tags[1], "")


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """Open a film's file.

    Raises:
        EntaiError: It is missing, a picture, or nothing that FFmpeg can read.
    """
    try:
        container = av.open(str(path))
    except (FFmpegError, OSError, ValueError) as error:
        raise EntaiError(f"{path} is no film that can be read, or is cut off: {_reason(error)}") from error
    with container:
        name = container.format.name
        if any(name == sign or name.endswith(sign) for sign in _PICTURES):
            raise EntaiError(f"{path} is a picture, not a film; give it a picture's suffix")
        yield container


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).split(":")[0]


def describe(path: Path, megapixels: float = MEGAPIXELS) -> Film:
    """Read what a film says of itself, and look at its first picture."""
    with opened(path) as container:
        sounds = len(container.streams.audio)
        seconds = (container.duration or 0) / av.time_base
        if not container.streams.video:
            if not sounds:
                raise EntaiError(f"{path} holds neither pictures nor sound")
            return Film(path, 0, 0, Fraction(0), Fraction(1, 1000), 0, "", 0, (2, 2, 2, 0), 0, False, seconds, sounds)
        stream = container.streams.video[0]
        context = stream.codec_context
        if context.width * context.height > megapixels * 1e6:
            raise EntaiError(f"{path} is {context.width} x {context.height}, more than {megapixels:g} megapixels; "
                             "raise the limit with --set read.max_megapixels=NUMBER")
        first = _first(container, path)
        rate = stream.average_rate or stream.guessed_rate or Fraction(0)
        count = stream.frames or round(seconds * float(rate))
        bits = max((part.bits for part in first.format.components), default=8)
        tags = (int(context.color_primaries), int(context.color_trc), int(context.colorspace), int(context.color_range))
        return Film(path, first.width, first.height, Fraction(rate), Fraction(stream.time_base or Fraction(1, 1000)),
                    count, first.format.name, bits, tags, round(first.rotation) % 360, bool(first.interlaced_frame),
                    seconds, sounds)


def _first(container: InputContainer, path: Path) -> Any:
    try:
        return next(iter(container.decode(video=0)))
    except StopIteration:
        raise EntaiError(f"{path} holds no picture that can be decoded") from None
    except FFmpegError as error:
        raise EntaiError(f"{path}: its pictures can't be decoded: {_reason(error)}") from error


def frames(film: Film) -> Iterator[Any]:
    """Every frame in order, those that a decoder holds back to the end included.

    A frame that can't be decoded is left out, with one `EntaiWarning` that counts them; so is told of a file that ends
    before its header says.
    """
    lost, last = 0, 0.0
    with opened(film.path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "SLICE"  # with threads a frame, one that is damaged takes others with it
        for packet in packets(container, stream):  # the last one is empty and flushes the decoder
            try:
                for frame in packet.decode():
                    last = max(last, float(frame.time or 0))
                    yield frame
            except FFmpegError:
                lost += 1
    if lost:
        warnings.warn(f"{film.path.name}: {lost} damaged frames could not be decoded and are left out", EntaiWarning,
                      stacklevel=2)
    if film.seconds - last > max(1.0, 3 / float(film.rate or 1)):
        warnings.warn(f"{film.path.name} is cut off: its header promises {film.seconds:.2f} s, its pictures end after "
                      f"{last:.2f} s", EntaiWarning, stacklevel=2)


def packets(container: InputContainer, *streams: Any) -> Iterator[Any]:
    """The packets of streams; a file that breaks off ends there."""
    demuxed = container.demux(*streams)
    while True:
        try:
            yield next(demuxed)
        except (StopIteration, FFmpegError):
            return
