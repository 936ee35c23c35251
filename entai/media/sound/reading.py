"""Opening sound files: the header is read and checked, the samples wait."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from entai.errors import EntaiError
from entai.media.sound import tags
from entai.media.sound.form import Form, checked_channels, checked_rate
from entai.media.sound.live import MAGIC, live_wav, raw
from entai.media.sound.source import Source, file_blocks, opened, reason

AU = (b".snd", b"dns.")
"""How an .au begins; libsndfile takes any other file of that suffix for telephone sound."""
FRAMES_UNSAID = 1 << 50


def open_sound(source: Path | BinaryIO, options: Mapping[str, Any]) -> Source:
    """Open a file or a stream.

    Args:
        source: A path, or a stream; a pipe is read as it comes where it is a WAV or raw samples.
        options: `rate`, `channels` and `encoding` of raw samples, `max_hours`, `max_megabytes`.

    Raises:
        EntaiError: It is missing, empty, no sound, damaged, or outside the limits.
    """
    try:
        if not isinstance(source, Path):
            return _stream(source, getattr(source, "name", "the stream"), options)
        if source.is_file() and not options.get("rate"):
            return _file(source, str(source), options)
        if source.is_dir():
            raise EntaiError(f"{source} is a folder, and no sound file")
        return _stream(source.open("rb"), str(source), options)
    except OSError as error:
        raise EntaiError(f"{source} can't be read: {error.strerror or error}") from error


def _stream(stream: BinaryIO, name: Any, options: Mapping[str, Any]) -> Source:
    name = "standard input" if name in ("<stdin>", 0) else str(name)
    if options.get("rate"):
        return raw(stream, name, options)
    if stream.seekable():
        return _file(stream, name, options)
    head = stream.read(4)
    if head in (b"RIFF", b"RF64"):
        return live_wav(stream, head, name)
    return _file(_whole(stream, head, name, int(options.get("max_megabytes") or 2048)), name, options)


def _whole(stream: BinaryIO, head: bytes, name: str, megabytes: int) -> BinaryIO:
    """Read a pipe to its end, for formats that can't be read as they come."""
    content = head + stream.read((megabytes << 20) + 1)
    if len(content) > megabytes << 20:
        raise EntaiError(f"{name} is longer than {megabytes} MiB; raise the limit with --set read.max_megabytes=NUMBER")
    return io.BytesIO(content)


def _file(file: Path | BinaryIO, name: str, options: Mapping[str, Any]) -> Source:
    if isinstance(file, Path) and file.suffix.lower() in (".raw", ".pcm"):
        raise EntaiError(f"{name} holds bare samples; say how to read them: --set read.rate=16000 --set read.channels=1")
    form, frames = _header(file, name)
    if frames == 0:
        raise EntaiError(f"{name} holds no samples")
    hours = float(options.get("max_hours") or 24)
    if frames is not None and frames > hours * 3600 * form.rate:
        raise EntaiError(f"{name} lasts {frames / form.rate / 3600:,.1f} hours by its header; raise the limit of {hours:g} "
                         "with --set read.max_hours=NUMBER")
    return Source(form, frames, lambda: file_blocks(file, form, frames, name), again=True, name=name)


def _header(file: Path | BinaryIO, name: str) -> tuple[Form, int | None]:
    """What libsndfile and our own look at the file tell about it."""
    import soundfile

    head = _head(file)
    if not head:
        raise EntaiError(f"{name} is empty")
    if isinstance(file, Path) and file.suffix.lower() == ".au" and head[:4] not in AU:
        raise EntaiError(f"{name} is not sound that can be read: {_hint(head)}it does not begin as an .au file does")
    try:
        with opened(file) as sound:
            rate, channels = checked_rate(sound.samplerate, name), checked_channels(sound.channels, name)
            frames = sound.frames if 0 <= sound.frames < FRAMES_UNSAID else None
            words = {name: text for name, text in sound.copy_metadata().items() if text}
            form = Form(rate, channels, sound.format, sound.subtype, words)
    except (soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        if head[12:16] == b"fmt " and len(head) == 28:
            checked_rate(int.from_bytes(head[24:28], "little"), name)
        raise EntaiError(f"{name} is not sound that can be read: {_hint(head)}{reason(error)}") from error
    return tags.with_carried(file, form, frames, name), frames


def _head(file: Path | BinaryIO) -> bytes:
    if isinstance(file, Path):
        with file.open("rb") as opened_file:
            return opened_file.read(28)
    file.seek(0)
    return file.read(28)


def _hint(head: bytes) -> str:
    """What a file that is no sound seems to be."""
    for start, what in MAGIC.items():
        if head.startswith(start):
            return f"it is {what}; "
    return ""
