"""What every kind of value can do. A plugin may bring kinds of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Self

from entai.errors import EntaiError
from entai.files import appearing, there
from entai.media.change import Change
from entai.spec import Option, load_object

Source = Path | BinaryIO


class Media(ABC):
    """A value that can be read from a file, written to one, and looked at.

    `read` and `write` are the only places where files are opened, so that what a file carries is kept. Values that a
    task trains on also have a `name`, for reports, and a `fingerprint`.
    """

    suffixes: ClassVar[tuple[str, ...]] = ()
    """What it can be written as; the first is the default."""

    textual: ClassVar[bool] = False
    """Whether it may go to standard output unasked."""

    carriers: ClassVar[tuple[str, ...]] = ()
    """Kinds, as `"module:Class"`, whose values bring along values of this one: a film brings pictures and sound. A task
    of this kind runs over what they bring (`carrying`)."""

    sources: ClassVar[tuple[str, ...]] = ()
    """Suffixes by which a carrier's files are known; a kind that carries nothing needs none."""

    resumable: ClassVar[bool] = False
    """Whether `save` takes `resume`, `progress` and `tell`, as what takes hours should."""

    read_options: ClassVar[tuple[Option, ...]] = ()
    """What `--set read.NAME=VALUE` may say."""

    write_options: ClassVar[tuple[Option, ...]] = ()
    """What `--set write.NAME=VALUE` may say."""

    @property
    def suffix(self) -> str:
        """What it is written as where nobody says; a kind that knows the format it came from says that."""
        return self.suffixes[0]

    @classmethod
    @abstractmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a file, a folder, or a stream.

        Raises:
            EntaiError: It is missing or can't be read; the message names it and the reason.
        """

    @abstractmethod
    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write to a path or a stream, in the format that the suffix names."""

    @abstractmethod
    def to_html(self) -> str:
        """A fragment that shows the value; it needs no other file."""

    @classmethod
    def accept(cls, value: Any) -> Self:
        """Take a path, a value of this kind, or the plain object that the field uses for it."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str | Path):
            return cls.read(existing(Path(value)))
        return cls.of(value)

    @classmethod
    def of(cls, value: Any) -> Self:
        """Wrap the plain object that the field uses (an array, a frame)."""
        raise EntaiError(f"a {cls.__name__} can't be made from {type(value).__name__}")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Make one from a text typed on the command line."""
        raise EntaiError(f"a {cls.__name__} can't be typed as text; give a file")

    @classmethod
    def together(cls, parts: Sequence[Self]) -> Self:
        """Make one of several, for a task that joins all inputs of a call."""
        raise EntaiError(f"several inputs can't be made one {cls.__name__}")

    def carrying(self, kind: type[Media], change: Change) -> Self:
        """This carrier with a change to all values of a kind that it brings along, made when it is written."""
        raise EntaiError(f"a {type(self).__name__} carries no {kind.__name__}")

    def brought(self, kind: type[Media]) -> Media:
        """The value of a kind that this carrier brings along, for a task that makes something else of it."""
        raise EntaiError(f"a {type(self).__name__} brings no single {kind.__name__}, and can't carry it where one becomes "
                         "several, or something else")

    def fingerprint(self) -> str:
        """A short hash of the content, by which a run knows its data."""
        raise EntaiError(f"a {type(self).__name__} is nothing to train on")

    def save(self, path: str | Path, overwrite: bool = False, **options: Any) -> Path:
        """Write to a new file, whole or not at all; the suffix chooses the format.

        Raises:
            EntaiError: The file exists and `overwrite` is off, or the suffix is of no format known.
        """
        path = self.writable(Path(path))
        with appearing(path, overwrite) as temporary:
            self.write(temporary, path.suffix.lower(), **options)
        return path

    def writable(self, path: Path) -> Path:
        """The path, if its suffix is of a format that the value can be written in."""
        if path.suffix.lower() not in self.suffixes:
            raise EntaiError(f"a {type(self).__name__} can't be written as {path.suffix or 'a file without suffix'}; "
                             f"it can as {', '.join(self.suffixes)}")
        return path

    def _repr_html_(self) -> str:
        return self.to_html()


def existing(path: Path) -> Path:
    """The path, if there is something there."""
    if not there(path):
        raise EntaiError(f"there is no file or folder {path}")
    return path


def kind_for(kind: type[Media], place: Any) -> type[Media]:
    """The kind to take a place or value as: a carrier of this kind where it is one, by type or suffix; else this kind."""
    for carrier in map(load_object, kind.carriers):
        if isinstance(place, carrier):
            return carrier  # type: ignore[no-any-return]
        if isinstance(place, str | Path):
            suffix = Path(place).suffix.lower()
            if suffix in carrier.sources and suffix not in kind.suffixes:
                return carrier  # type: ignore[no-any-return]
    return kind


def options_for(kind: type[Media], which: str) -> tuple[Option, ...]:
    """The `read_options` or `write_options` of a kind, and of its carriers where they have others."""
    kinds = (kind, *map(load_object, kind.carriers))
    return tuple({option.name: option for one in reversed(kinds) for option in getattr(one, which)}.values())
