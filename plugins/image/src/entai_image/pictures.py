"""Folders of pictures to train and measure on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError, Image, Media, Option, Split, hold_out
from entai.media.media import Source

Bytes = NDArray[np.uint8]
MEGAPIXELS = 1_000.0


@dataclass(frozen=True)
class Pictures(Media):
    """Pictures, each as uint8 `(height, width, 3)`, and where they come in pairs what they look like before repair.

    Args:
        targets: What a model should give.
        inputs: What it is given; empty where a recipe makes that itself from the targets.
        names: Of the files, without suffix.
        name: Of the folder.
    """

    targets: tuple[Bytes, ...]
    inputs: tuple[Bytes, ...]
    names: tuple[str, ...]
    name: str = "pictures"
    read_options: ClassVar[tuple[Option, ...]] = (
        Option("max_megapixels", float, MEGAPIXELS, "refuse more in all pictures together; they lie in memory", 1, 1e6),
        Option("only", Path, None, "a file of names, one a line, without suffixes: no other pictures are read"))

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a folder of pictures, or one with folders `input` and `target` whose pictures are paired by name."""
        if not isinstance(source, Path) or not source.is_dir():
            raise EntaiError(f"{source} is no folder of pictures")
        limit, only = float(options.get("max_megapixels", MEGAPIXELS)), _names(options.get("only"))
        if (source / "target").is_dir() and (source / "input").is_dir():
            targets, inputs = (_load(source / part, limit, only) for part in ("target", "input"))
            if [name for name, _ in targets] != [name for name, _ in inputs]:
                raise EntaiError(f"{source}: input and target don't hold pictures of the same names")
            return cls(_only(targets), _only(inputs), tuple(name for name, _ in targets), source.name)
        loaded = _load(source, limit, only)
        return cls(_only(loaded), (), tuple(name for name, _ in loaded), source.name)

    @classmethod
    def of(cls, value: Any) -> Self:
        """Wrap a list of pictures or arrays."""
        if not isinstance(value, list | tuple) or not value:
            return super().of(value)
        targets = tuple(Image.of(Image.accept(part).rgb).quantised() for part in value)
        return cls(targets, (), tuple(map(str, range(len(targets)))))

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Pictures to train on are read, not written."""
        raise EntaiError("pictures to train on are not written")

    def to_html(self) -> str:
        """Some of them."""
        return "".join(Image.of(picture).to_html() for picture in self.targets[:8])

    def fingerprint(self) -> str:
        """A hash of names and pixels."""
        digest = hashlib.sha256()
        for name, picture in zip(self.names * 2, (*self.targets, *self.inputs), strict=False):
            digest.update(f"{name}{picture.shape}".encode() + picture.tobytes())
        return digest.hexdigest()[:16]

    def __len__(self) -> int:
        return len(self.targets)

    def keep(self, chosen: NDArray[np.bool_]) -> Pictures:
        """Some of the pictures."""
        index = np.flatnonzero(chosen)
        inputs = tuple(self.inputs[i] for i in index) if self.inputs else ()
        return Pictures(tuple(self.targets[i] for i in index), inputs, tuple(self.names[i] for i in index), self.name)


def split(data: Pictures, seed: int) -> Split[Pictures]:
    """A tenth of the pictures is held out for the test, and a tenth to choose on; pairs are there to be measured on."""
    if data.inputs:
        return Split(data, data, data, "all pairs are the test", data.fingerprint())
    train, valid, test = (data.keep(part) for part in hold_out(len(data), seed))
    return Split(train, valid, test, "a tenth of the pictures at random is the test", test.fingerprint())


def _names(listed: Path | None) -> frozenset[str] | None:
    """What a file of names lists; None where there is no such file."""
    if listed is None:
        return None
    try:
        return frozenset(filter(None, map(str.strip, listed.read_text(encoding="utf-8").splitlines())))
    except (OSError, UnicodeDecodeError) as error:
        raise EntaiError(f"{listed} can't be read as a list of names: {error}") from error


def _load(folder: Path, megapixels: float, only: frozenset[str] | None = None) -> list[tuple[str, Bytes]]:
    files = [(path.relative_to(folder).with_suffix("").as_posix(), path) for path in _files(folder)]
    if only is not None:
        if missing := sorted(only - {name for name, _ in files}):
            raise EntaiError(f"{folder} lacks {missing[0]}, which the list of names asks for")
        files = [(name, path) for name, path in files if name in only]
    found: list[tuple[str, Bytes]] = []
    read = 0.0
    for name, path in files:
        image = Image.read(path)
        read += image.width * image.height / 1e6
        if read > megapixels:
            raise EntaiError(f"the pictures of {folder} have more than {megapixels:g} million pixels together, and they lie "
                             "in memory; --set read.max_megapixels=NUMBER raises the limit")
        found.append((name, Image.of(image.rgb).quantised()))
    if not found:
        raise EntaiError(f"{folder} holds no pictures ({', '.join(Image.suffixes)})")
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in Image.suffixes and not path.name.startswith("."):
            yield path


def _only(loaded: list[tuple[str, Bytes]]) -> tuple[Bytes, ...]:
    return tuple(picture for _, picture in loaded)
