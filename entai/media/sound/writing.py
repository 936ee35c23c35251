"""Writing sound: integers saturate and are rounded, a WAV goes out as it is made, all others through libsndfile."""

from __future__ import annotations

import io
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError, EntaiWarning
from entai.media.sound import tags, wav
from entai.media.sound.form import WIDTHS, Block, Form
from entai.media.sound.samples import finite, in_sizes
from entai.media.sound.source import FRAMES, reason

BITS = {"PCM_S8": 8, "PCM_U8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32, "ULAW": 16, "ALAW": 16, "IMA_ADPCM": 16,
        "MS_ADPCM": 16, "GSM610": 16, "ALAC_16": 16, "ALAC_24": 24, "DPCM_16": 16}
"""Depth of encodings that hold whole numbers; the others hold floats."""
MP3_INFO = 230
"""Bytes of a frame that has room for how many samples there are, and how many of the first are none."""
STREAMED = ("WAV", "WAVEX", "RF64", "RAW")


def write_sound(blocks: Iterable[Block], form: Form, frames: int | None, target: Path | BinaryIO, name: str) -> None:
    """Write samples.

    Args:
        blocks: `(frames, channels)` each.
        form: Of the file.
        frames: How many there will be, where it is known.
        target: A path, or a stream that gets each block at once where the form is a WAV or raw.
        name: For messages.

    Raises:
        EntaiError: The form can't hold this rate or number of channels.
    """
    blocks = finite(blocks, name)
    numbers = _whole_numbers(blocks, BITS[form.subtype], name) if form.subtype in BITS else blocks
    if form.container in STREAMED and form.subtype in WIDTHS:
        if isinstance(target, Path):
            with target.open("w+b") as file:
                _write_plain(numbers, form, frames, file)
        else:
            _write_plain(numbers, form, frames, target)
    elif isinstance(target, Path):
        _write_coded(numbers, form, target)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"sound{form.suffix}"
            _write_coded(numbers, form, path)
            with path.open("rb") as file:
                shutil.copyfileobj(file, target)


def _whole_numbers(blocks: Iterable[Block], bits: int, name: str) -> Iterator[NDArray[np.int32]]:
    """Samples as integers in the upper bits of 32; what is beyond full scale is held there, and counted in a warning."""
    scale, clipped = 2.0 ** (bits - 1), 0
    for block in blocks:
        wide = np.rint(block.astype(np.float64) * scale)
        clipped += int(np.count_nonzero((wide > scale) | (wide < -scale)))
        yield np.clip(wide, -scale, scale - 1).astype(np.int32) << (32 - bits)
    if clipped:
        warnings.warn(f"{clipped:,} samples of {name} were beyond full scale, and are clipped to it in {bits} bits",
                      EntaiWarning, stacklevel=3)


def _write_plain(blocks: Iterable[NDArray[Any]], form: Form, frames: int | None, file: BinaryIO) -> None:
    """Header, samples, and the header again with the size that it turned out to be, where the file can be sought in."""
    width, headed = form.channels * WIDTHS[form.subtype], form.container != "RAW"
    promised = None if frames is None else frames * width
    room = headed and file.seekable()
    start = file.tell() if room else 0
    if headed:
        file.write(wav.header(form, promised, room))
    size = 0
    for block in blocks:
        content = encode(block, form)
        size += len(content)
        file.write(content)
        file.flush()
    if headed and size % 2:
        file.write(b"\0")
    if room:
        end = file.tell()
        file.seek(start)
        file.write(wav.header(form, size, room))
        file.seek(end)


def encode(block: NDArray[Any], form: Form) -> bytes:
    """Integers in the upper bits of 32, or floats, as the bytes of a file."""
    subtype = form.subtype
    if subtype in ("FLOAT", "DOUBLE"):
        return block.astype("<f4" if subtype == "FLOAT" else "<f8").tobytes()
    if subtype in ("ULAW", "ALAW"):
        import soundfile

        buffer = io.BytesIO()
        soundfile.write(buffer, block, form.rate, subtype, format="RAW")
        return buffer.getvalue()
    if subtype == "PCM_U8":
        return ((block >> 24) + 128).astype(np.uint8).tobytes()
    width = WIDTHS[subtype]
    octets = np.ascontiguousarray(block, "<i4").view(np.uint8).reshape(-1, 4)
    return octets[:, 4 - width:].tobytes()


def _write_coded(blocks: Iterable[NDArray[Any]], form: Form, path: Path) -> None:
    """Write with libsndfile, then put back what the old file carried."""
    import soundfile

    try:
        with soundfile.SoundFile(str(path), "w", form.rate, form.channels, form.subtype, format=form.container,
                                 **_quality(form)) as file:
            for name, text in ({} if form.carried else form.tags).items():
                setattr(file, name, text)
            for block in in_sizes(blocks, FRAMES):
                file.write(block)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise EntaiError(f"{form.channels} channels at {form.rate:,} Hz can't be written as {form.container} "
                         f"({reason(error)}); .wav and .flac can hold them") from error
    tags.splice(path, form)


def _quality(form: Form) -> dict[str, Any]:
    """An MP3 keeps about the bit rate that it had, unless its frames would be too short for the number of samples."""
    if form.container != "MP3" or not form.bitrate:
        return {}
    low, high, frame = (32_000, 320_000, 1152) if form.rate >= 32_000 else (8_000, 160_000, 576)
    least = 8 * MP3_INFO * form.rate / frame
    level = (high - min(max(form.bitrate, low, least), high)) / (high - low)
    return {"compression_level": level, "bitrate_mode": "CONSTANT"}
