"""Where samples come from: an array, a file, a pipe, or a computation under way."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from entai.errors import EntaiError, EntaiWarning
from entai.media.sound.form import Block, Form

FRAMES = 1 << 16
"""Frames of a block of a file, where nobody asks for another size."""


@dataclass(frozen=True)
class Source:
    """Samples that are not there yet.

    Args:
        form: Rate, channels, encoding, tags.
        frames: How many samples a channel there are; None where it is not known.
        open: Begins to read.
        again: Whether it can be opened a second time.
        name: For messages.
    """

    form: Form
    frames: int | None
    open: Callable[[], Iterator[Block]]
    again: bool
    name: str


def held(samples: Block, form: Form, name: str) -> Source:
    """Samples that are in memory."""
    return Source(form, len(samples), lambda: iter((samples,)), again=True, name=name)


def file_blocks(path: Path | BinaryIO, form: Form, frames: int | None, name: str) -> Iterator[Block]:
    """Read a file with libsndfile; one that ends before its header says is told of, one that is damaged refused."""
    import soundfile

    count = 0
    try:
        with opened(path) as file:
            while len(block := file.read(FRAMES, dtype=form.dtype, always_2d=True)):
                count += len(block)
                yield block
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise EntaiError(f"{name} is damaged behind {count / form.rate:.2f} s: {reason(error)}") from error
    if frames is not None and count < frames:
        warn_cut(name, frames / form.rate, count / form.rate)


def opened(path: Path | BinaryIO) -> Any:
    """The file as `soundfile` has it, without the messages that its MP3 reader writes to standard error."""
    import soundfile

    from entai.quiet import quiet

    if isinstance(path, Path):
        with quiet():
            return soundfile.SoundFile(str(path))
    path.seek(0)
    return soundfile.SoundFile(path)


def warn_cut(name: str, promised: float, there: float) -> None:
    """Say that a file ends too early; what there is of it is used."""
    warnings.warn(f"{name} is cut off: its header promises {promised:.2f} s, it holds {there:.2f} s", EntaiWarning,
                  stacklevel=3)


def reason(error: Exception) -> str:
    """Why libsndfile would not, in its words; what it says of an MP3 without frames is misleading."""
    text = str(getattr(error, "error_string", error)).strip().rstrip(".").removeprefix("Error : ")
    return "Format not recognised" if text.startswith("File does not exist") else text
