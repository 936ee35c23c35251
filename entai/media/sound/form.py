"""What a sound file is beside its samples: rate, channels, container, encoding, tags; and which of them are possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError

Block = NDArray[np.floating[Any]]
"""Samples, `(frames, channels)`, full scale at -1 and 1: float64 where a file holds more than 24 bits, else float32."""

MIN_RATE, MAX_RATE = 1_000, 768_000
"""Hz; a header outside is damaged, and would make millions of samples of a few when resampled."""
MAX_CHANNELS = 64

CONTAINERS = {".wav": "WAV", ".flac": "FLAC", ".ogg": "OGG", ".mp3": "MP3", ".opus": "OGG", ".oga": "OGG", ".aiff": "AIFF",
              ".aif": "AIFF", ".w64": "W64", ".rf64": "RF64", ".caf": "CAF", ".au": "AU", ".raw": "RAW", ".pcm": "RAW"}
"""The container that a suffix means, by libsndfile's names."""
FORMATS = {"WAV": ("WAV", "WAVEX", "RF64"), "FLAC": ("FLAC",), "OGG": ("OGG",), "MP3": ("MP3",), "AIFF": ("AIFF",),
           "W64": ("W64",), "RF64": ("RF64",), "CAF": ("CAF",), "AU": ("AU",), "RAW": ("RAW",)}
"""The containers that count as the same for a suffix, so that a file keeps its own."""

ENCODINGS = {"s16": "PCM_16", "s24": "PCM_24", "s32": "PCM_32", "u8": "PCM_U8", "f32": "FLOAT", "f64": "DOUBLE",
             "mulaw": "ULAW", "alaw": "ALAW"}
"""Encodings as a user names them; integers and floats are little-endian."""
WIDTHS = {"PCM_16": 2, "PCM_24": 3, "PCM_32": 4, "PCM_U8": 1, "FLOAT": 4, "DOUBLE": 8, "ULAW": 1, "ALAW": 1}
"""Bytes of a sample, for the encodings that pipes and headers of our own know."""
DEEP = ("DOUBLE", "PCM_32")
"""Encodings that float32 would shorten."""
_FALLBACK = {"FLAC": "PCM_24", "OGG": "VORBIS", "MP3": "MPEG_LAYER_III", "AIFF": "FLOAT"}


@dataclass(frozen=True)
class Form:
    """What is kept when samples change.

    Args:
        rate: Hz.
        channels: How many.
        container, subtype: libsndfile's names, for example `WAV` and `PCM_24`.
        tags: Title, artist and so on, by libsndfile's names.
        carried: Parts of the file kept byte for byte, for a file of the same container: chunks of a WAV, metadata
            blocks of a FLAC (with its cover), the ID3 tag of an MP3.
        mask: Which loudspeakers the channels are for (`dwChannelMask`); 0 where it is not said.
        bitrate: Bits a second of a lossy file, about; 0 where it is not known.
    """

    rate: int
    channels: int
    container: str = "WAV"
    subtype: str = "FLOAT"
    tags: Mapping[str, str] = field(default_factory=dict)
    carried: tuple[tuple[str, bytes], ...] = ()
    mask: int = 0
    bitrate: float = 0.0

    @property
    def dtype(self) -> str:
        """The type that holds its samples without loss."""
        return "float64" if self.subtype in DEEP else "float32"

    @property
    def suffix(self) -> str:
        """The suffix of a file in this form."""
        if self.subtype == "OPUS":
            return ".opus"
        return next((suffix for suffix, name in CONTAINERS.items() if self.container in FORMATS[name]), ".wav")

    def as_suffix(self, suffix: str, encoding: str | None = None) -> Form:
        """The nearest form that a file of this suffix can have: the same depth where it can be."""
        import soundfile

        name = CONTAINERS[suffix]
        container = self.container if self.container in FORMATS[name] else name
        subtype = ENCODINGS[encoding] if encoding else "OPUS" if suffix == ".opus" else self.subtype
        lossy = subtype == "MPEG_LAYER_III" != _FALLBACK.get(container)  # libsndfile says that a WAV could hold MP3
        if lossy or not soundfile.check_format("WAV" if container == "RAW" else container, subtype):
            if encoding:
                raise EntaiError(f"a {suffix} file can't hold {encoding}")
            subtype = _nearest(container, subtype)
        return self.into(container, subtype)

    def into(self, container: str, subtype: str) -> Form:
        """Another container and encoding; what only the old container can carry stays behind, but for the tags."""
        same = any({self.container, container} <= set(names) for names in FORMATS.values())
        return replace(self, container=container, subtype=subtype, carried=self.carried if same else ())


def _nearest(container: str, subtype: str) -> str:
    if subtype in ("PCM_U8", "PCM_S8"):
        return "PCM_S8" if container in ("FLAC", "AIFF") else _FALLBACK.get(container, "PCM_U8")
    return _FALLBACK.get(container, "PCM_16")


def checked_rate(rate: Any, name: str) -> int:
    """A sampling rate in Hz that sound can have."""
    if isinstance(rate, bool) or not MIN_RATE <= rate <= MAX_RATE or int(rate) != rate:
        raise EntaiError(f"{name} has a sampling rate of {rate:,} Hz; "
                         f"it must be a whole number from {MIN_RATE:,} to {MAX_RATE:,}")
    return int(rate)


def checked_channels(channels: int, name: str) -> int:
    """A number of channels that sound can have."""
    if not 1 <= channels <= MAX_CHANNELS:
        raise EntaiError(f"{name} has {channels:,} channels; it can have 1 to {MAX_CHANNELS}")
    return channels
