"""The finished film: pictures, sound, subtitles and everything written beside them, in one file."""

from __future__ import annotations

import heapq
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import av
from av.container import OutputContainer
from av.error import FFmpegError

from entai.errors import EntaiError, EntaiWarning
from entai.media.audio import Audio
from entai.media.film.pieces import Pieces
from entai.media.film.sound import encoded, sound_stream
from entai.media.film.source import Film, opened, packets


@dataclass(frozen=True)
class Joined:
    """What a film is put together from.

    Args:
        film: The source: what is not changed is copied from it, packet by packet.
        pieces: Changed pictures and how many pieces there are, or None to copy the film's own.
        sounds: Changed tracks of sound by their number; the others are copied.
        alpha: Whether the changed pictures have some.
    """

    film: Film
    pieces: tuple[Pieces, int] | None
    sounds: dict[int, Audio]
    alpha: bool = False


def join(parts: Joined, target: Path, suffix: str) -> None:
    """Write the film.

    Raises:
        EntaiError: The file's container can't hold what the film has.
    """
    with ExitStack() as stack:
        source = stack.enter_context(opened(parts.film.path))
        form = {".m4v": "mp4", ".mkv": "matroska"}.get(suffix, suffix[1:])
        out = stack.enter_context(av.open(str(target), "w", format=form, options={"fflags": "+bitexact"}))
        tracks = [*_pictures(parts, source, out, stack), *_sounds(parts, source, out, suffix, stack),
                  *_subtitles(parts, source, out, stack)]
        out.metadata.update({name: text for name, text in source.metadata.items() if name not in _CONTAINERS_OWN})
        if chapters := source.chapters():
            out.set_chapters(chapters)
        try:
            for _, _, packet in heapq.merge(*tracks):
                out.mux(packet)
        except FFmpegError as error:
            raise EntaiError(f"{suffix} can't hold all that {parts.film.path.name} has ({error.strerror}); "
                             "write .mkv") from error


_CONTAINERS_OWN = ("major_brand", "minor_version", "compatible_brands", "encoder", "ENCODER")


def _pictures(parts: Joined, source: Any, out: OutputContainer, stack: ExitStack) -> Iterator[Any]:
    if not source.streams.video:
        return
    if parts.pieces is None:
        yield _copied(parts.film.path, source.streams.video[0], out, stack, 0)
        return
    pieces, number = parts.pieces
    first = stack.enter_context(av.open(str(pieces.path(0))))
    stream = _template(out, first.streams.video[0], source.streams.video[0])
    if parts.alpha:
        stream.metadata["alpha_mode"] = "1"  # by which players of .webm know that a second picture lies beside each
    if parts.film.rotation:
        stream.set_display_rotation(parts.film.rotation)
    yield _timed(_of_pieces(pieces, number, stream), 0)


def _of_pieces(pieces: Pieces, number: int, stream: Any) -> Iterator[Any]:
    for place in range(number):
        with av.open(str(pieces.path(place))) as container:
            for packet in container.demux(video=0):
                if packet.dts is not None:
                    packet.stream = stream
                    yield packet


def _sounds(parts: Joined, source: Any, out: OutputContainer, suffix: str, stack: ExitStack) -> Iterator[Any]:
    for track, own in enumerate(source.streams.audio):
        audio = parts.sounds.get(track)
        if audio is None and own.codec_context.codec.canonical_name in out.supported_codecs:
            yield _copied(parts.film.path, own, out, stack, 1 + track)
            continue
        if audio is None:
            from entai.media.film.sound import sound_of

            audio = sound_of(parts.film.path, track)
            warnings.warn(f"{suffix} does not hold sound as {own.codec_context.name}; it is encoded anew", EntaiWarning,
                          stacklevel=2)
        stream = sound_stream(out, own, suffix, audio.channels, audio.rate)
        stream.metadata.update(_kept(own))
        start = float((own.start_time or 0) * (own.time_base or 0))
        yield _timed(encoded(audio, stream, start), 1 + track)


def _subtitles(parts: Joined, source: Any, out: OutputContainer, stack: ExitStack) -> Iterator[Any]:
    for place, own in enumerate(source.streams.subtitles):
        if own.codec_context.codec.canonical_name in out.supported_codecs:
            yield _copied(parts.film.path, own, out, stack, 100 + place)
        else:
            warnings.warn(f"subtitles in {own.codec_context.name} are left out, as the output's container does not hold "
                          "them; .mkv does", EntaiWarning, stacklevel=2)


def _copied(path: Path, own: Any, out: OutputContainer, stack: ExitStack, order: int) -> Iterator[Any]:
    """A stream's packets as they are, byte for byte; each stream is read by itself, so that none waits for another."""
    container = stack.enter_context(opened(path))
    mine = container.streams[own.index]
    stream = _template(out, mine, own)
    if own.type == "video":
        stream.time_base = own.time_base
    return _timed(_moved(packets(container, mine), stream), order)


def _moved(coming: Iterator[Any], stream: Any) -> Iterator[Any]:
    for packet in coming:
        if packet.dts is not None:
            packet.stream = stream
            yield packet


def _template(out: OutputContainer, like: Any, own: Any) -> Any:
    stream = out.add_stream_from_template(like)
    stream.metadata.update(_kept(own))
    stream.disposition = own.disposition
    return stream


def _kept(own: Any) -> dict[str, str]:
    return {name: text for name, text in own.metadata.items() if name not in ("encoder", "ENCODER", "vendor_id", "DURATION")}


def _timed(coming: Iterator[Any], order: int) -> Iterator[tuple[float, tuple[int, int], Any]]:
    """Packets with the time at which they belong into the file; ties go by the order of streams."""
    number = count()
    for packet in coming:
        yield float((packet.dts if packet.dts is not None else 0) * packet.time_base), (order, next(number)), packet
