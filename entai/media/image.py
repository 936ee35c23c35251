"""Pictures: pixels as floats, and everything that a file carries beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError
from entai.media.media import Media, Source
from entai.media.picture.carried import Carried
from entai.spec import Option

Floats = NDArray[np.float32]
DEPTHS = {"uint8": 8, "uint16": 16, "float32": 32}


@dataclass(frozen=True)
class Animation:
    """The frames of a moving picture.

    Args:
        frames: uint8, `(height, width, 1 to 4)` each, the first among them.
        durations: How long each stays, milliseconds.
        loop: How often all are played, 0 without end; None where the file does not say.
    """

    frames: tuple[NDArray[np.uint8], ...]
    durations: tuple[float, ...]
    loop: int | None = None


@dataclass(frozen=True, eq=False)
class Image(Media):
    """A picture, or a short animation of 8 bits whose first frame `pixels` are.

    Args:
        pixels: `(height, width, 1 or 3)`, float32: grey or RGB as files hold them (sRGB, or the space of `carried.icc`),
            0 to 1. Arrays and float TIFF may lie outside; only writing clips.
        alpha: How opaque each pixel is, `(height, width)`, 0 to 1, straight (colours are not multiplied); None: wholly.
        bits: A channel of the file: 8, 16, or 32 for floats. PNG (to 16) and TIFF are written with as many.
        format: Suffix of the file's format; empty where there was none.
        carried: EXIF, ICC, XMP, resolution and texts.
        animation: All frames, where there is more than one.
        name: Of the file, for messages.
    """

    pixels: Floats
    alpha: Floats | None = None
    bits: int = 8
    format: str = ""
    carried: Carried = field(default_factory=Carried)
    animation: Animation | None = None
    name: str = "picture"
    suffixes: ClassVar[tuple[str, ...]] = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".avif")
    carriers: ClassVar[tuple[str, ...]] = ("entai.media:Video",)
    read_options: ClassVar[tuple[Option, ...]] = (
        Option("max_megapixels", float, help="refuse a larger picture; 100 unless ENTAI_MAX_MEGAPIXELS says otherwise",
               minimum=0, maximum=1e6),)
    write_options: ClassVar[tuple[Option, ...]] = (
        Option("quality", int, help="of JPEG, AVIF and WebP; else 95, and WebP loses nothing", minimum=1, maximum=100),
        Option("bits", int, help="a channel: 8, 16 (PNG, TIFF) or 32 (floats, TIFF); else as many as were read", minimum=8,
               maximum=32))

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read PNG, JPEG, WebP, TIFF, BMP, GIF or AVIF, with all their bits, turned upright as EXIF says."""
        from entai.media.picture.read import MEGAPIXELS, read_picture

        limit = options.get("max_megapixels")
        decoded = read_picture(source, MEGAPIXELS if limit is None else float(limit))
        name = source.name if isinstance(source, Path) else "standard input"
        first = decoded.frames[0]
        image = replace(cls.of(first), format=decoded.suffix, carried=decoded.carried, name=name,
                        bits=DEPTHS[first.dtype.name])
        if not np.isfinite(image.pixels).all():
            raise EntaiError(f"{name} holds values that are no numbers (NaN or infinity)")
        if decoded.durations:
            image = replace(image, animation=Animation(decoded.frames, decoded.durations, decoded.loop))
        return image

    @classmethod
    def of(cls, value: Any) -> Self:
        """Wrap an array, `(height, width)` or `(height, width, 1 to 4)`; 2 and 4 channels end in alpha.

        Whole numbers (uint8, uint16) are divided by their largest value, truth values are 0 and 1, floats stay as they
        are, outside 0 to 1 as well; files of them have 8 bits unless `write.bits` says otherwise.
        """
        array = np.asarray(value)
        if array.ndim == 2:
            array = array[..., None]
        if array.ndim != 3 or not 1 <= array.shape[2] <= 4 or not array.size:
            raise EntaiError(f"a picture is (height, width) or (height, width, 1 to 4 channels), not {np.shape(value)}")
        floats, bits = _floats(array)
        colours = 1 if array.shape[2] < 3 else 3
        alpha = floats[..., colours] if array.shape[2] in (2, 4) else None
        return cls(np.ascontiguousarray(floats[..., :colours]), None if alpha is None else np.ascontiguousarray(alpha), bits)

    @property
    def suffix(self) -> str:
        """What it is written as where nobody says: the format it came from, else PNG."""
        return self.format or self.suffixes[0]

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    @property
    def rgb(self) -> Floats:
        """`(height, width, 3)`, also of a grey picture."""
        return np.repeat(self.pixels, 3, axis=2) if self.pixels.shape[2] == 1 else self.pixels

    def like(self, pixels: NDArray[Any], alpha: Floats | None = None) -> Self:
        """New pixels, `(height, width, 1 or 3)`, with the metadata of this picture, and its alpha where that still fits."""
        if alpha is None and self.alpha is not None and self.alpha.shape == pixels.shape[:2]:
            alpha = self.alpha
        return replace(self, pixels=np.asarray(pixels, np.float32), alpha=alpha, animation=None)

    def frames(self) -> Iterator[Self]:
        """Every frame as a picture; of a still, itself."""
        if self.animation is None:
            yield self
            return
        for frame in self.animation.frames:
            still = type(self).of(frame)
            yield replace(self, pixels=still.pixels, alpha=still.alpha, animation=None)

    def with_frames(self, frames: Iterable[Image]) -> Self:
        """The same animation with other frames, which may be of another size; of a still, the only one given."""
        if self.animation is None:
            (only,) = frames
            return replace(self, pixels=only.pixels, alpha=only.alpha)
        kept = tuple(frame.quantised(8) for frame in frames)
        first = type(self).of(kept[0])
        return replace(self, pixels=first.pixels, alpha=first.alpha, animation=replace(self.animation, frames=kept))

    def map(self, change: Callable[[Image], Image]) -> Self:
        """Change every frame."""
        return self.with_frames(change(frame) for frame in self.frames())

    def quantised(self, bits: int = 8) -> NDArray[Any]:
        """`(height, width, 1 to 4)`, alpha last where there is some; uint8, uint16, or float32 for 32 bits."""
        whole = self.pixels if self.alpha is None else np.dstack([self.pixels, self.alpha])
        if bits == 32:
            return whole
        top, kind = (255, np.uint8) if bits == 8 else (65535, np.uint16)
        return np.round(np.clip(whole, 0, 1) * np.float32(top)).astype(kind)

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write in the format that the suffix names, with all metadata that it can hold."""
        from entai.media.picture.write import write_animation, write_still

        quality = options.get("quality")
        if self.animation is not None:
            moving = self.animation
            content = write_animation(list(moving.frames), moving.durations, moving.loop, self.carried, suffix, quality)
        else:
            bits = depth(int(options.get("bits") or self.bits), suffix)
            content = write_still(self.quantised(bits), self.carried, suffix, quality)
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    def to_html(self) -> str:
        """The picture inside the page, at most 960 pixels a side; an animation moves."""
        from entai.media.picture import show
        from entai.media.picture.write import write_animation

        if self.animation is None:
            return show.still(self.quantised(), self.name)
        moving = self.animation
        content = write_animation(list(moving.frames), moving.durations, moving.loop, Carried(), ".webp", 85)
        return show.moving(content, "webp", self.name)

    def fingerprint(self) -> str:
        """A short hash of the pixels."""
        return hashlib.sha256(repr(self.pixels.shape).encode() + self.quantised(16).tobytes()).hexdigest()[:16]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """As an array, float32: `(height, width)` if grey, else `(height, width, 3)`; with alpha a channel more."""
        whole = self.quantised(32)
        return np.asarray(whole[..., 0] if whole.shape[2] == 1 else whole, dtype)


def _floats(array: NDArray[Any]) -> tuple[Floats, int]:
    """Values as float32, and the bits a channel they came with."""
    if array.dtype == bool:
        return array.astype(np.float32), 8
    if array.dtype in (np.uint8, np.uint16):
        bits = DEPTHS[array.dtype.name]
        return np.divide(array, np.float32(2**bits - 1), dtype=np.float32), bits
    if not np.issubdtype(array.dtype, np.floating):
        raise EntaiError(f"pixels are uint8, uint16 or floats, not {array.dtype}")
    return array.astype(np.float32), 8


def depth(bits: int, suffix: str) -> int:
    """Bits a channel in a format, which may hold fewer than asked for."""
    most = {".tif": 32, ".tiff": 32, ".png": 16}.get(suffix, 8)
    return next(known for known in (32, 16, 8) if known <= max(8, min(bits, most)))
