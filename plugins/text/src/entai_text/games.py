"""What the newsroom is measured on: games with their facts, and texts about them in which people marked what is wrong."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any, ClassVar, Self

from entai import EntaiError, Media, Split
from entai.media.media import Source
from entai.media.text import read_bytes
from entai_text.news.facts import without_articles

SPLIT_SEED = 1
"""The rules were made on the 40 of the 60 games that this seed draws; the other 20 are for the score."""


@dataclass(frozen=True)
class Game:
    """One game.

    Args:
        id: Its name, for example `S001`.
        record: The facts; a person's article in them is taken out.
        text: A text about it, where there is one.
        marks: What people marked in that text: first and last token of each mark, from 1.
    """

    id: str
    record: Mapping[str, Any]
    text: str | None = None
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Games(Media):
    """Games as the accuracy shared task lays them out: a folder with `*.jsonl`, `gsml.csv` and `texts/`, or a JSONL."""

    games: tuple[Game, ...] = field(repr=False)
    name: str = "games"
    marked: bool = False
    """Whether people's marks came with it, so that a text without a mark is one without a mistake."""
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".json")

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a folder, or a file of one JSON record a line."""
        if not isinstance(source, Path) or not source.is_dir():
            return cls(_records(source), source.name if isinstance(source, Path) else "standard input")
        lines = sorted(source.glob("*.jsonl"))
        if len(lines) != 1:
            raise EntaiError(f"{source} holds {len(lines)} .jsonl files, where one with the games is needed")
        marks = _marks(source / "gsml.csv") if (source / "gsml.csv").is_file() else None
        games = tuple(replace(game, text=_text(source / "texts" / f"{game.id}.txt"), marks=(marks or {}).get(game.id, ()))
                      for game in _records(lines[0]))
        return cls(games, source.resolve().name, marks is not None)

    def part(self, names: set[str]) -> Games:
        """The games of some names."""
        return replace(self, games=tuple(game for game in self.games if game.id in names))

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write the records, one a line."""
        content = "".join(json.dumps(dict(game.record), ensure_ascii=False) + "\n" for game in self.games).encode()
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    def fingerprint(self) -> str:
        """A short hash of facts, texts and marks."""
        rows = [[game.id, game.record, game.text, game.marks] for game in self.games]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]

    def to_html(self) -> str:
        """How many there are."""
        return f"<p>{len(self.games)} games of {escape(self.name)}</p>"


def split(data: Games) -> Split[Games]:
    """Hold out a third of the games, always the same: on the others the rules were made."""
    names = sorted(game.id for game in data.games)
    if len(names) < 3:
        raise EntaiError(f"{data.name} holds {len(names)} games; it takes 3 to hold one out")
    made_on = set(random.Random(SPLIT_SEED).sample(names, len(names) * 2 // 3))  # noqa: S311  a draw, no secret
    known, held_out = data.part(made_on), data.part(set(names) - made_on)
    return Split(known, known, held_out, "a third of the games; no rule was made on them", held_out.fingerprint())


def _records(source: Source) -> tuple[Game, ...]:
    content = read_bytes(source)
    try:
        rows = [json.loads(line) for line in content.decode().splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise EntaiError(f"{source} is no JSONL of games: {error}") from error
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise EntaiError(f"{source} holds no games; each line is the JSON record of one")
    games = tuple(Game(str(row.get("shared_task_text_id") or f"G{number:03d}"), without_articles(row))
                  for number, row in enumerate(rows, 1))
    if len({game.id for game in games}) < len(games):
        raise EntaiError(f"{source} holds two games of one name (shared_task_text_id)")
    return games


def _text(path: Path) -> str | None:
    return read_bytes(path).decode("utf-8", "replace") if path.is_file() else None


def _marks(path: Path) -> dict[str, tuple[tuple[int, int], ...]]:
    """First and last token of each mark, by game."""
    table = csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8", "replace"), newline=""))
    if not {"TEXT_ID", "DOC_TOKEN_START", "DOC_TOKEN_END"} <= set(table.fieldnames or ()):
        from entai_text.news.check.gsml import COLUMNS

        raise EntaiError(f"{path} lacks columns; they are {', '.join(COLUMNS)}")
    found: dict[str, list[tuple[int, int]]] = {}
    try:
        for row in table:
            name = row["TEXT_ID"].removesuffix(".txt")
            found.setdefault(name, []).append((int(row["DOC_TOKEN_START"]), int(row["DOC_TOKEN_END"])))
    except (ValueError, TypeError, AttributeError, csv.Error) as error:
        raise EntaiError(f"{path}, line {table.line_num}: {error}") from error
    return {name: tuple(marks) for name, marks in found.items()}


def matches(ours: list[tuple[int, int]], theirs: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """Pairs of marks that share a token, each used once, first come first served, as the shared task's script pairs them."""
    free = dict(enumerate(ours))
    for index, (first, last) in enumerate(theirs):
        found = next((number for number, (start, end) in free.items() if start <= last and end >= first), None)
        if found is not None:
            del free[found]
            yield index, found
