"""What news-writing learns from and is measured on: games with their facts, pairs of slots and sentences, or both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from entai import EntaiError, Media, Split
from entai.media.media import Source
from entai_text import games as game_files
from entai_text.games import Games
from entai_text.realising import pairs as pair_files
from entai_text.realising.pairs import Pairs


@dataclass(frozen=True)
class Lessons(Media):
    """Games, on which what is written by rules is measured, and pairs, from which the learned realiser learns.

    Args:
        games: As the accuracy shared task lays them out.
        pairs: As the E2E challenge lays them out.
    """

    games: Games | None = None
    pairs: Pairs | None = None
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".csv")

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a folder or a file: pairs where there are CSV files of the columns `mr` and `ref`, else games."""
        paired = source.suffix.lower() == ".csv" or (source.is_dir() and next(source.glob("train*.csv"), None) is not None) \
            if isinstance(source, Path) else False
        return cls(None, Pairs.read(source)) if paired else cls(Games.read(source))

    @classmethod
    def of(cls, value: Any) -> Self:
        """Take games or pairs."""
        if isinstance(value, Games):
            return cls(value)
        return cls(None, value) if isinstance(value, Pairs) else super().of(value)

    @property
    def name(self) -> str:
        """For reports."""
        return " and ".join(part.name for part in (self.games, self.pairs) if part is not None)

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write the pairs as CSV or the games as JSONL."""
        part = self.pairs if suffix == ".csv" else self.games
        if part is None:
            raise EntaiError(f"there is nothing here to write as {suffix}")
        part.write(target, suffix)

    def fingerprint(self) -> str:
        """A short hash of all of it."""
        prints = [part.fingerprint() for part in (self.games, self.pairs) if part is not None]
        return prints[0] if len(prints) == 1 else hashlib.sha256("".join(prints).encode()).hexdigest()[:16]

    def to_html(self) -> str:
        """How many there are."""
        return "".join(part.to_html() for part in (self.games, self.pairs) if part is not None)


def pairs_of(lessons: Lessons) -> Pairs:
    """The pairs, for a recipe.

    Raises:
        EntaiError: There are none.
    """
    if lessons.pairs is None:
        raise EntaiError(f"{lessons.name} holds no pairs to learn from: give a folder with train*.csv, dev*.csv and "
                         "test*.csv, each of the columns mr (slots) and ref (a sentence)")
    return lessons.pairs


def split(data: Lessons, seed: int) -> Split[Lessons]:
    """Games and pairs, each by its own rule."""
    games = game_files.split(data.games) if data.games is not None else None
    pairs = pair_files.split(data.pairs, seed) if data.pairs is not None else None
    parts = [part for part in (games, pairs) if part is not None]
    train, valid, test = (Lessons(*(getattr(part, name) if part is not None else None for part in (games, pairs)))
                          for name in ("train", "valid", "test"))
    return Split(train, valid, test, "; ".join(part.method for part in parts), test.fingerprint())
