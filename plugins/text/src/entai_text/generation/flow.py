"""Text that is still being written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from entai import Text
from entai.media.media import Source


class Flow(Text):
    """A text whose pieces are made as they are asked for: whoever writes it to a stream sees it grow.

    The first piece is made at once, so that what can't be done is refused where it was asked.

    Args:
        pieces: Of whole characters.
        name: As a `Text` has it.
    """

    def __init__(self, pieces: Iterator[str], name: str) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "_made", [])
        object.__setattr__(self, "_pieces", chain([next(pieces, "")], pieces))

    @property
    def text(self) -> str:
        """All of it; what is not made yet is made now."""
        return "".join(self.flow())

    def flow(self) -> Iterator[str]:
        """Its pieces, each as soon as it is certain; more than once, if wished."""
        made: list[str] = self._made  # type: ignore[attr-defined]
        yield from made
        for piece in self._pieces:  # type: ignore[attr-defined]
            made.append(piece)
            yield piece

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write it; to a stream, piece by piece."""
        if isinstance(target, Path) or suffix == ".html":
            super().write(target, suffix, **options)
            return
        for piece in self.flow():
            target.write(piece.encode())
            target.flush()
