"""What travels beside the samples: chunks of a WAV, metadata blocks of a FLAC, the ID3 tag of an MP3, kept byte for byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from entai.media.sound import wav
from entai.media.sound.form import Form
from entai.media.sound.source import warn_cut

WAVES = ("WAV", "WAVEX", "RF64")
FLAC_KEPT = ("2", "4", "5", "6")
"""Application data, comments, cue sheet, pictures; stream information and seek points are of the old samples."""
LIMIT = 32 << 20
"""Bytes; longer tags are left behind."""


def with_carried(file: Path | BinaryIO, form: Form, frames: int | None, name: str) -> Form:
    """The form with what the file carries; a WAV that is cut off is told of."""
    with _stream(file) as stream:
        if form.container in WAVES:
            return _of_wav(stream, form, frames or 0, name)
        if form.container == "FLAC":
            return replace(form, carried=tuple(_flac_blocks(stream)))
        if form.container == "MP3":
            size = stream.seek(0, 2)
            bitrate = 8 * size * form.rate / frames if frames else 0.0
            return replace(form, carried=tuple(_id3(stream)), bitrate=bitrate)
    return form


@contextmanager
def _stream(file: Path | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            yield stream
    else:
        file.seek(0)
        yield file


def _of_wav(stream: BinaryIO, form: Form, frames: int, name: str) -> Form:
    found = list(wav.chunks(stream))
    end = stream.seek(0, 2)
    kept, mask = [], 0
    for chunk in found:
        stream.seek(chunk.start)
        if chunk.name == "fmt " and form.container == "WAVEX":
            mask = int.from_bytes(stream.read(40)[20:24], "little")
        elif chunk.name == "data" and chunk.start + chunk.size > end and 0 < chunk.size < wav.ENDLESS and frames:
            warn_cut(name, chunk.size / (end - chunk.start) * frames / form.rate, frames / form.rate)
        elif chunk.name not in wav.OWN and chunk.size < LIMIT and chunk.start + chunk.size <= end:
            kept.append((chunk.name, stream.read(chunk.size)))
    return replace(form, carried=tuple(kept), mask=mask)


def _flac_blocks(stream: BinaryIO, kept: tuple[str, ...] = FLAC_KEPT) -> Iterator[tuple[str, bytes]]:
    """Metadata blocks by the number of their type; behind them the stream stands at the first frame."""
    if stream.read(4) != b"fLaC":
        return
    last = False
    while not last and len(head := stream.read(4)) == 4:
        last, kind, size = bool(head[0] & 128), str(head[0] & 127), int.from_bytes(head[1:], "big")
        content = stream.read(size)
        if kind in kept and len(content) == size:
            yield kind, content


def _id3(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The ID3v2 tag in front of an MP3."""
    stream.seek(0)
    head = stream.read(10)
    if head[:3] == b"ID3" and len(head) == 10 and max(head[6:]) < 128:
        size = sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        if size < LIMIT:
            yield "ID3", head + stream.read(size)


def splice(path: Path, form: Form) -> None:
    """Put what the form carries into a file just written."""
    if form.container not in ("FLAC", "MP3") or not form.carried:
        return
    whole = path.with_name(path.name + ".tagged")
    with path.open("rb") as source, whole.open("wb") as target:
        target.write(_flac_head(source, form) if form.container == "FLAC" else form.carried[0][1])
        shutil.copyfileobj(source, target)
    whole.replace(path)


def _flac_head(source: BinaryIO, form: Form) -> bytes:
    """A FLAC up to its first frame: the new stream information, and the old blocks."""
    blocks = [*_flac_blocks(source, ("0",)), *form.carried]
    numbers = [int(kind) | (128 if index == len(blocks) - 1 else 0) for index, (kind, _) in enumerate(blocks)]
    return b"fLaC" + b"".join(bytes([number]) + len(content).to_bytes(3, "big") + content
                              for number, (_, content) in zip(numbers, blocks, strict=True))
