"""Sound: samples that may still be in a file, in a pipe, or in the making, and all that a file carries beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError
from entai.media.media import Media
from entai.media.sound import form as forms
from entai.media.sound.form import CONTAINERS, ENCODINGS, Block, Form, checked_channels, checked_rate
from entai.media.sound.samples import finite, in_sizes, samples_of
from entai.media.sound.source import Source, held
from entai.spec import Option

KEPT = 64 << 20
"""Bytes of sound that comes but once which are kept for a second look."""
WHOLE = 2 << 30
"""Bytes of samples that are held in memory at once."""
Samples: TypeAlias = NDArray[Any] | Iterable[Block] | Callable[[], Iterable[Block]]


class Audio(Media):
    """Sound of any length, rate and number of channels.

    Reading opens the header alone. `blocks()` gives sound of any length in little memory, `samples` all of it at once.
    NaN and infinity are taken as silence, with an `EntaiWarning` that counts them; so is a file told of that ends too early.

    Args:
        samples: `(n,)`, `(n, channels)` or, where it can't be mistaken, `(channels, n)`: floats with full scale at -1
            and 1, or integers of the full scale of their type.
        rate: Hz, 1,000 to 768,000.

    Raises:
        EntaiError: The axes can't be told apart, or rate or channels are outside the limits.
    """

    suffixes: ClassVar[tuple[str, ...]] = tuple(CONTAINERS)
    carriers: ClassVar[tuple[str, ...]] = ("entai.media:Video",)
    read_options: ClassVar[tuple[Option, ...]] = (
        Option("rate", int, None, "Hz of raw samples; a file with a header says its own", forms.MIN_RATE, forms.MAX_RATE),
        Option("channels", int, None, "of raw samples; else one", 1, forms.MAX_CHANNELS),
        Option("encoding", str, None, "of raw samples; else s16", choices=tuple(ENCODINGS)),
        Option("max_hours", float, 24.0, "refuse a longer file", 0, 1e6),
        Option("max_megabytes", int, WHOLE >> 20, "refuse a longer pipe in a format that must be read whole", 1, 1 << 20),
    )
    write_options: ClassVar[tuple[Option, ...]] = (
        Option("encoding", str, None, "of the samples; else as they came", choices=tuple(ENCODINGS)),
    )

    def __init__(self, samples: Any, rate: float) -> None:
        block, subtype = samples_of(samples)
        form = Form(checked_rate(rate, "the sound"), checked_channels(block.shape[1], "the sound"), subtype=subtype)
        self._source: Source | None = held(np.concatenate(list(finite((block,), "the array"))), form, "sound")
        self._form, self._frames, self.name = form, len(block), "sound"

    @classmethod
    def _from(cls, source: Source) -> Self:
        audio = cls.__new__(cls)
        audio._source, audio._form, audio.name = source, source.form, Path(source.name).name
        audio._frames = source.frames  # type: ignore[assignment]
        return audio

    @classmethod
    def read(cls, source: Path | BinaryIO, **options: Any) -> Self:
        """Open a file or a stream; WAV and raw samples through a pipe are taken as they come.

        Raises:
            EntaiError: It is missing, empty, damaged, no sound, or outside the limits.
        """
        from entai.media.sound.reading import open_sound

        return cls._from(open_sound(source, options))

    @classmethod
    def of(cls, value: Any) -> Self:
        """Wrap samples and their rate, in either order: `(samples, 48000)`."""
        if isinstance(value, tuple | list) and len(value) == 2 and (np.ndim(value[0]) == 0) != (np.ndim(value[1]) == 0):
            samples, rate = value if np.ndim(value[1]) == 0 else value[::-1]
            if isinstance(rate, int | float | np.number):
                return cls(samples, float(rate))
        if isinstance(value, np.ndarray):
            raise EntaiError("an array does not tell its sampling rate; give (samples, rate), for example (samples, 48000)")
        return super().of(value)

    def like(self, samples: Samples, rate: int | None = None, channels: int | None = None,
             frames: int | None = None) -> Audio:
        """New samples in the form of this sound: its container, depth and tags.

        Args:
            samples: An array `(n, channels)`, an iterable of such blocks, or a function that makes one, which may be
                asked again.
            rate: Hz, where it is another.
            channels: Where blocks have another number of them.
            frames: How many there will be, where that is known of blocks.
        """
        form = replace(self._form, rate=rate or self.rate, channels=channels or self.channels)
        if isinstance(samples, np.ndarray):
            block = samples if samples.ndim == 2 else samples[:, None]
            return self._from(held(block, replace(form, channels=block.shape[1]), self.name))
        if callable(samples):
            make = samples
            return self._from(Source(form, frames, lambda: iter(make()), again=True, name=self.name))
        blocks = samples
        return self._from(Source(form, frames, lambda: iter(blocks), again=False, name=self.name))

    def formed(self, container: str, subtype: str) -> Audio:
        """The same samples, to be written in another container and encoding, by libsndfile's names."""
        audio = self._from(self._taken())
        audio._form = self._form.into(container, subtype)
        return audio

    @property
    def rate(self) -> int:
        """Samples a second and channel, Hz."""
        return self._form.rate

    @property
    def channels(self) -> int:
        """How many channels."""
        return self._form.channels

    @property
    def frames(self) -> int | None:
        """Samples a channel; None of a pipe that goes on."""
        return self._frames

    @property
    def again(self) -> bool:
        """Whether its blocks can be had a second time."""
        return self._source is not None and self._source.again

    @property
    def form(self) -> Form:
        """Container, encoding, tags and whatever else is kept."""
        return self._form

    @property
    def suffix(self) -> str:
        """The suffix of the format it came in."""
        return self._form.suffix

    def blocks(self, size: int | None = None) -> Iterator[Block]:
        """The samples from the start, in blocks `(frames, channels)`.

        Args:
            size: Frames of a block, the last one shorter; else as is handy, and from a pipe as they come.

        Raises:
            EntaiError: They came through a pipe, were more than are kept, and are gone.
        """
        source = self._taken()
        blocks = finite(source.open(), source.name)
        blocks = blocks if source.again else self._keeping(blocks, source)
        return in_sizes(blocks, size) if size else blocks

    def _taken(self) -> Source:
        if self._source is None:
            raise EntaiError(f"{self.name} came but once and has been used; save it, and read the file")
        return self._source

    def _keeping(self, blocks: Iterator[Block], source: Source) -> Iterator[Block]:
        """Let blocks pass that come but once; if they are not too many, keep them."""
        self._source = None
        kept: list[Block] = []
        size = 0
        for block in blocks:
            size += block.nbytes
            if size <= KEPT:
                kept.append(block)
            yield block
        if kept and size <= KEPT:
            self._source = held(np.concatenate(kept), source.form, source.name)
            self._frames = len(self._source.open().__next__())

    @property
    def samples(self) -> Block:
        """All samples, `(frames, channels)`.

        Raises:
            EntaiError: They would take more than 2 GiB.
        """
        source = self._taken()
        found, size = [], 0
        for block in self.blocks():
            found.append(block)
            size += block.nbytes
            if size > WHOLE:
                raise EntaiError(f"{self.name} is too long to be held at once ({WHOLE >> 30} GiB); take its blocks()")
        if len(found) != 1:
            found = [np.concatenate(found) if found else np.zeros((0, self.channels), np.float32)]
        self._source = held(found[0], source.form, source.name)
        self._frames = len(found[0])
        return found[0]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.samples, dtype=dtype, copy=copy)

    def write(self, target: Path | BinaryIO, suffix: str, **options: Any) -> None:
        """Write in the format of the suffix, in the same depth where it can hold it.

        Whole numbers are rounded and held at full scale, with an `EntaiWarning` that counts what was beyond it.
        """
        from entai.media.sound.writing import write_sound

        form = self._form.as_suffix(suffix, options.get("encoding"))
        write_sound(self.blocks(), form, self._frames, target, self.name)

    def to_html(self) -> str:
        """A player of the first half minute, with its waveform and spectrogram."""
        from entai.media.sound.showing import shown

        return shown(self)

    def fingerprint(self) -> str:
        """A short hash of rate and samples."""
        digest = hashlib.sha256(f"{self.rate}/{self.channels}".encode())
        for block in self.blocks():
            digest.update(np.ascontiguousarray(block, np.float32).tobytes())
        return digest.hexdigest()[:16]

    def __repr__(self) -> str:
        length = "live" if self._frames is None else f"{self._frames / self.rate:.2f} s"
        return f"Audio({self.name}: {length}, {self.channels} x {self.rate} Hz, {self._form.container} {self._form.subtype})"
