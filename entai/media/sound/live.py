"""Sound that comes through a pipe: a WAV or raw samples, each block as soon as it is there."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from entai.errors import EntaiError
from entai.media.sound import wav
from entai.media.sound.form import ENCODINGS, WIDTHS, Block, Form, checked_channels, checked_rate
from entai.media.sound.source import Source, warn_cut

READ = 1 << 16
"""Bytes to ask for at once; a pipe gives what it has."""
DRAIN = 1 << 20
MAGIC = {b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture", b"%PDF": "a PDF",
         b"PK\x03\x04": "a ZIP archive", b"<html": "a web page", b"<!doctype": "a web page",
         b"\x1aE\xdf\xa3": "a Matroska film"}
SOUND = (b"RIFF", b"RF64", b"fLaC", b"OggS", b"FORM")


def live_wav(stream: BinaryIO, head: bytes, name: str) -> Source:
    """A WAV through a pipe. What follows its samples is read and left.

    Args:
        stream: Behind its first four bytes.
        head: Those.
        name: For messages.
    """
    ahead = io.BytesIO(head)
    form, size = wav.read_header(lambda n: _exactly(stream, n, ahead.read(n)), name)
    frames = None if size is None else size // (form.channels * WIDTHS[form.subtype])
    return Source(form, frames, lambda: _blocks(stream, form, size, name), again=False, name=name)


def raw(stream: BinaryIO, name: str, options: Mapping[str, Any]) -> Source:
    """Raw samples, interleaved, of the rate, channels and encoding that the user names."""
    rate, channels = checked_rate(options["rate"], name), checked_channels(int(options.get("channels") or 1), name)
    form = Form(rate, channels, "RAW", ENCODINGS[options.get("encoding") or "s16"])
    head = _exactly(stream, 4)
    if head in SOUND:
        raise EntaiError(f"{name} is a sound file with a header of its own; leave out read.rate")
    return Source(form, None, lambda: _blocks(stream, form, None, name, head), again=False, name=name)


def _exactly(stream: BinaryIO, count: int, start: bytes = b"") -> bytes:
    """As many bytes as asked; fewer only at the end."""
    while len(start) < count and (more := stream.read(count - len(start))):
        start += more
    return start


def _blocks(stream: BinaryIO, form: Form, size: int | None, name: str, head: bytes = b"") -> Iterator[Block]:
    """Samples as they come; `size` bytes of them, or all up to the end."""
    width = form.channels * WIDTHS[form.subtype]
    rest, count = head, len(head)
    while size is None or count < size:
        more = _available(stream, READ if size is None else min(READ, size - count))
        count, rest = count + len(more), rest + more
        whole = len(rest) - len(rest) % width
        if whole:
            yield decode(rest[:whole], form)
        rest = rest[whole:]
        if not more:
            break
    if count == 0:
        raise EntaiError(f"{name} holds no samples")
    if size is not None and count < size:
        warn_cut(name, size / width / form.rate, count / width / form.rate)
    stream.read(DRAIN if size is not None else 0)


def _available(stream: Any, count: int) -> bytes:
    """What there is, at most `count` bytes; waits only where there is nothing."""
    return bytes(stream.read1(count) if hasattr(stream, "read1") else stream.read(count))


def decode(content: bytes, form: Form) -> Block:
    """Whole frames of samples as numbers."""
    import soundfile

    block: Block = soundfile.read(io.BytesIO(content), samplerate=form.rate, channels=form.channels, format="RAW",
                                  subtype=form.subtype, endian="LITTLE", dtype=form.dtype, always_2d=True)[0]
    return block
