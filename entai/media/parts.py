"""Several outputs of one input, by name: the stems of a mix, or a clean recording and what was taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Self

from entai.errors import EntaiError
from entai.files import appearing
from entai.media.media import Media, Source


class Parts(Media, Mapping[str, Media]):
    """Values by name; saved as a folder that holds `NAME.ext` for each, in the format that each comes in.

    Args:
        values: The parts, in order. Names are file names without a suffix.
    """

    def __init__(self, values: Mapping[str, Media]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Media:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def suffix(self) -> str:
        """A folder has none."""
        return ""

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Parts are only written."""
        raise EntaiError(f"{source} can't be read as several outputs; read each of its files")

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write a folder of files."""
        if not isinstance(target, Path):
            raise EntaiError(f"{', '.join(self)} are {len(self)} files; say where to write them: -o FOLDER")
        target.mkdir()
        for name, value in self.items():
            value.write(target / f"{name}{value.suffix}", value.suffix, **options)

    def save(self, path: str | Path, overwrite: bool = False, **options: Any) -> Path:
        """Write a new folder, whole or not at all."""
        path = Path(path)
        with appearing(path, overwrite) as temporary:
            self.write(temporary, "", **options)
        return path

    def to_html(self) -> str:
        """Each part under its name."""
        return "".join(f"<h3>{escape(name)}</h3>{value.to_html()}" for name, value in self.items())
