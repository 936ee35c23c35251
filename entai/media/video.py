"""Film: pictures and sound that stay in their file until they are asked for, and changes still to be made to them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from entai.errors import EntaiError
from entai.files import appearing
from entai.media.audio import Audio
from entai.media.change import Change
from entai.media.image import Image
from entai.media.media import Media, Source
from entai.spec import Option
from entai.training.run import Progress, silent

if TYPE_CHECKING:
    from entai.media.film.source import Film


@dataclass(frozen=True, eq=False)
class Video(Media):
    """A film, and what is to be done to it when it is written.

    Nothing is decoded before: an hour passes through in the memory of some frames.

    Args:
        path: Its file.
        megapixels: The largest frame that is taken.
        pictures: What is to be done to every picture; None leaves them as they are, byte for byte.
        sound: The same of its sound.
        name: For messages.
    """

    path: Path
    megapixels: float = 36.0
    pictures: Change | None = None
    sound: Change | None = None
    name: str = "film"
    suffixes: ClassVar[tuple[str, ...]] = (".mp4", ".mov", ".mkv", ".webm", ".m4v")
    sources: ClassVar[tuple[str, ...]] = (*suffixes, ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".wmv", ".flv", ".3gp")
    resumable: ClassVar[bool] = True
    read_options: ClassVar[tuple[Option, ...]] = (
        Option("max_megapixels", float, help="refuse larger frames; 36 unless it is said", minimum=0, maximum=1e6),)
    write_options: ClassVar[tuple[Option, ...]] = (
        Option("codec", str, help="of the pictures; else what suits the file: h264, vp9 (.webm), prores (.mov with alpha)",
               choices=("h264", "hevc", "vp9", "prores", "qtrle", "ffv1")),
        Option("quality", int, help="constant quality (crf): 0 is best, 18 hardly to be told from the source",
               minimum=0, maximum=63),
        Option("pixel_format", str, help="as FFmpeg names it, such as yuv422p10le; else the film's own, or the nearest"),
        Option("sound", str, help="a task of sound to run over the film's sound in the same pass, such as audio-denoising"),
    )

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Look at a film's file; its frames are read when they are asked for.

        Raises:
            EntaiError: It is missing, no film, a picture, or larger than the limit.
        """
        from entai.media.film.source import MEGAPIXELS, describe

        if not isinstance(source, Path):
            raise EntaiError("a film is read from a file, not from a pipe: its end must be known")
        limit = options.get("max_megapixels") or MEGAPIXELS
        describe(source, limit)
        return cls(source, limit, name=source.name)

    def carrying(self, kind: type[Media], change: Change) -> Self:
        """The film with a change to its pictures or its sound, made when it is written.

        Raises:
            EntaiError: It has none.
        """
        film = self.described()
        if issubclass(kind, Image):
            if not film.width:
                raise EntaiError(f"{self.path} holds no pictures, only sound")
            return replace(self, pictures=change if self.pictures is None else self.pictures.then(change))
        if issubclass(kind, Audio):
            if not film.sounds:
                raise EntaiError(f"{self.path} has no sound")
            return replace(self, sound=change if self.sound is None else self.sound.then(change))
        raise EntaiError(f"a film carries pictures and sound, no {kind.__name__}")

    def brought(self, kind: type[Media]) -> Media:
        """Its sound, by itself: the first track."""
        if not issubclass(kind, Audio):
            return super().brought(kind)
        if not self.described().sounds:
            raise EntaiError(f"{self.path} has no sound")
        from entai.media.film.sound import sound_of

        return sound_of(self.path)

    def described(self) -> Film:
        """What its file says of itself."""
        from entai.media.film.source import describe

        return describe(self.path, self.megapixels)

    @property
    def suffix(self) -> str:
        """That of its file, where it can be written so."""
        own = self.path.suffix.lower()
        return own if own in self.suffixes else self.suffixes[0]

    def frames(self) -> Iterator[Image]:
        """Every picture in order, with the changes made."""
        from entai.media.film.colour import Darkroom
        from entai.media.film.source import frames

        film = self.described()
        pictures = map(Darkroom(film).developed, frames(film))
        first = next(pictures, None)
        if first is None:
            return
        everything = chain((first,), pictures)
        yield from everything if self.pictures is None else self.pictures.settled(first)(everything)

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write the film, with the changes made."""
        if not isinstance(target, Path):
            raise EntaiError("a film is written to a file, not to a pipe; name one with -o")
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".film-") as folder:
            self._make(target, suffix, Path(folder) / "run", False, silent, options)

    def save(self, path: str | Path, overwrite: bool = False, resume: bool = False, progress: Progress = silent,
             tell: Callable[[str], None] = lambda text: None, **options: Any) -> Path:
        """Write to a new file, whole or not at all.

        Finished pieces lie in a folder beside it, PATH.run, until the film is whole.

        Args:
            path: The suffix chooses the format.
            overwrite: Whether a file that exists may be replaced.
            resume: Go on with the pieces of a run that was interrupted.
            progress: Told after every frame.
            tell: Told what there is to say of the result: its flicker.
            options: As `write_options`.
        """
        path = self.writable(Path(path))
        with appearing(path, overwrite) as temporary:
            folder = path.with_name(path.name + ".run")
            flicker = self._make(temporary, path.suffix.lower(), folder, resume, progress, options)
        if flicker is not None:
            tell(f"flicker {flicker:.2f} of the source's")
        return path

    def _make(self, target: Path, suffix: str, folder: Path, resume: bool, progress: Progress,
              options: dict[str, Any]) -> float | None:
        from entai.media.film.making import make

        return make(self, target, suffix, folder, resume, progress, options)

    def to_html(self) -> str:
        """A short player, small: the first seconds with the changes made."""
        from entai.media.film.showing import shown

        return shown(self)

    def fingerprint(self) -> str:
        """A short hash of the file."""
        import hashlib

        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
