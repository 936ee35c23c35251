"""WAV headers: read from a pipe as it comes, and written before it is known how much will follow.

RIFF as Microsoft and IBM defined it in 1991, `WAVE_FORMAT_EXTENSIBLE` for loudspeakers, RF64 (EBU Tech 3306) beyond 4 GiB.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from entai.errors import EntaiError
from entai.media.sound.form import WIDTHS, Form, checked_channels, checked_rate

UNKNOWN = 0xFFFFFFFF
ENDLESS = 0x7FFFF000
"""A pipe's writer puts this size or more, or 0, into a header where it can't know."""
OWN = ("fmt ", "data", "fact", "ds64", "JUNK", "junk", "PEAK", "PAD ", "FLLR")
MAX_CHUNK = 16 << 20
_TAIL = bytes.fromhex("000000001000800000aa00389b71")
_CODES = {(1, 8): "PCM_U8", (1, 16): "PCM_16", (1, 24): "PCM_24", (1, 32): "PCM_32", (3, 32): "FLOAT", (3, 64): "DOUBLE",
          (6, 8): "ALAW", (7, 8): "ULAW"}
_INFO = {"title": "INAM", "artist": "IART", "album": "IPRD", "date": "ICRD", "genre": "IGNR", "comment": "ICMT",
         "copyright": "ICOP", "software": "ISFT", "tracknumber": "ITRK"}


@dataclass(frozen=True)
class Chunk:
    """One chunk of a RIFF file: its name, what its header claims as its size, and where its bytes start."""

    name: str
    size: int
    start: int


def chunks(file: BinaryIO) -> Iterator[Chunk]:
    """The chunks of a RIFF or RF64 file that can be sought in, as far as they go; nothing where it is no such file."""
    head = file.read(12)
    if head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
        return
    big, place = 0, 12
    while len(head := file.read(8)) == 8:
        size = struct.unpack("<I", head[4:])[0]
        chunk = Chunk(head[:4].decode("latin-1"), size, place + 8)
        if chunk.name == "ds64" and len(sizes := file.read(16)) == 16:
            big = struct.unpack("<8xQ", sizes)[0]
        elif chunk.name == "data" and size == UNKNOWN and big:
            chunk = Chunk("data", big, chunk.start)
        yield chunk
        place = chunk.start + chunk.size + chunk.size % 2
        file.seek(place)


def read_header(read: Callable[[int], bytes], name: str) -> tuple[Form, int | None]:
    """Read a pipe up to its first sample.

    Args:
        read: Returns as many bytes as asked, fewer only at the end.
        name: For messages.

    Returns:
        The form, and how many bytes of samples follow; None where the writer did not know.
    """
    form = None
    big = 0
    if len(head := read(12)) < 12 or head[8:] != b"WAVE":
        raise EntaiError(f"{name} is no WAV: its header is cut off or damaged")
    while len(head := read(8)) == 8:
        size = struct.unpack("<I", head[4:])[0]
        if head[:4] == b"data":
            if form is None:
                break
            return form, big or (None if size == 0 or size >= ENDLESS else size)
        if size > MAX_CHUNK:
            break
        content = read(size + size % 2)
        if head[:4] == b"fmt ":
            form = _form(content, name)
        elif head[:4] == b"ds64" and len(content) >= 16:
            big = struct.unpack("<8xQ", content[:16])[0] % (1 << 63)
    raise EntaiError(f"{name} is no WAV that can be read as it comes: its header is cut off or damaged")


def _form(content: bytes, name: str) -> Form:
    if len(content) < 16:
        raise EntaiError(f"{name} has a damaged WAV header")
    code, channels, rate, _, _, bits = struct.unpack("<HHIIHH", content[:16])
    mask = 0
    if code == 0xFFFE and len(content) >= 40:
        mask, code = struct.unpack("<IH", content[20:26])
    if (code, bits) not in _CODES:
        raise EntaiError(f"{name} holds WAV format {code} of {bits} bits, which can't be read from a pipe; give a file")
    return Form(checked_rate(rate, name), checked_channels(channels, name), "WAVEX" if mask else "WAV", _CODES[code, bits],
                mask=mask)


def header(form: Form, size: int | None, room: bool = False) -> bytes:
    """The bytes before the samples.

    Args:
        form: Of the file.
        size: Bytes of samples, or None where it is not known.
        room: Whether to leave room for the sizes of a file above 4 GiB.
    """
    kept = b"".join(_chunk(name, content) for name, content in form.carried) or _info(form)
    body = b"WAVE" + b"\0" * (36 if room else 0) + _chunk("fmt ", _fmt(form)) + kept
    total = None if size is None else len(body) + 8 + size + size % 2
    wide = form.container == "RF64" or (total is not None and total >= UNKNOWN)
    if room:
        sizes = struct.pack("<QQQI", total or 0, size or 0, (size or 0) // _frame(form), 0)
        body = b"WAVE" + (_chunk("ds64", sizes) if wide else _chunk("JUNK", bytes(28))) + body[40:]
    first, second = (UNKNOWN, UNKNOWN) if size is None or total is None or wide else (total, size)
    return (b"RF64" if wide and room else b"RIFF") + struct.pack("<I", first) + body + b"data" + struct.pack("<I", second)


def _frame(form: Form) -> int:
    return form.channels * WIDTHS[form.subtype]


def _fmt(form: Form) -> bytes:
    code, bits = next(pair for pair, subtype in _CODES.items() if subtype == form.subtype)
    frame = _frame(form)
    plain = struct.pack("<HIIHH", form.channels, form.rate, form.rate * frame, frame, bits)
    if form.container != "WAVEX":
        return struct.pack("<H", code) + plain + (struct.pack("<H", 0) if code != 1 else b"")
    return struct.pack("<H", 0xFFFE) + plain + struct.pack("<HHIH", 22, bits, form.mask, code) + _TAIL


def _chunk(name: str, content: bytes) -> bytes:
    return name.encode("latin-1") + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _info(form: Form) -> bytes:
    """Tags as a LIST chunk."""
    words = [_chunk(_INFO[name], text.encode() + b"\0") for name, text in form.tags.items() if name in _INFO]
    return _chunk("LIST", b"INFO" + b"".join(words)) if words else b""
