"""Slots and the sentences that people wrote for them: what the realiser learns from."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any, ClassVar, Self

from entai import EntaiError, Media, Split
from entai.media.media import Source
from entai.media.text import read_bytes
from entai.task import hold_out
from entai_text.realising.meaning import Meaning, parse, unparse

PARTS = {"train": "train", "valid": "dev", "test": "test"}
"""How the names of the files of the three parts begin."""
MEGABYTES = 100


@dataclass(frozen=True)
class Pairs(Media):
    """Pairs of slots and a sentence: a CSV with the columns `mr` and `ref`, or a folder with one for each part.

    Args:
        meanings: Slots as they were written, one for each sentence; equal ones stand once for each sentence.
        texts: The sentences.
        name: For reports.
        parts: How many pairs belong to the training, the validation and the test part; empty where there are no parts.
    """

    meanings: tuple[str, ...] = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    name: str = "pairs"
    parts: tuple[int, ...] = ()
    lexicon: Mapping[str, Any] | None = field(default=None, repr=False, hash=False)
    """That of a model which goes on to learn from these pairs, and keeps its words."""
    suffixes: ClassVar[tuple[str, ...]] = (".csv",)

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a folder as the E2E challenge lays it out (`train*.csv dev*.csv test*.csv`), or one CSV."""
        if not isinstance(source, Path) or not source.is_dir():
            rows = list(_rows(source))
            return cls(tuple(m for m, _ in rows), tuple(t for _, t in rows), getattr(source, "name", "standard input"))
        files = [_only(source, beginning) for beginning in PARTS.values()]
        read = [list(_rows(path)) for path in files]
        together = [row for rows in read for row in rows]
        return cls(tuple(m for m, _ in together), tuple(t for _, t in together), source.resolve().name,
                   tuple(map(len, read)))

    def __len__(self) -> int:
        return len(self.texts)

    def cut(self, first: int, last: int) -> Pairs:
        """Some of the pairs."""
        return replace(self, meanings=self.meanings[first:last], texts=self.texts[first:last], parts=())

    def references(self) -> dict[str, list[str]]:
        """All sentences of each meaning, in the order in which the meanings come first."""
        found: dict[str, list[str]] = {}
        for meaning, text in zip(self.meanings, self.texts, strict=True):
            found.setdefault(meaning, []).append(text)
        return found

    def parsed(self) -> list[Meaning]:
        """The slots of each pair."""
        known: dict[str, Meaning] = {text: parse(text) for text in dict.fromkeys(self.meanings)}
        return [known[text] for text in self.meanings]

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write a CSV."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerows([("mr", "ref"), *zip(self.meanings, self.texts, strict=True)])
        content = text.getvalue().encode()
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    def fingerprint(self) -> str:
        """A short hash of all pairs."""
        return hashlib.sha256("\n".join((*self.meanings, *self.texts)).encode()).hexdigest()[:16]

    def to_html(self) -> str:
        """How many there are."""
        return f"<p>{len(self)} pairs of slots and sentences of {escape(self.name)}</p>"


def split(data: Pairs, seed: int) -> Split[Pairs]:
    """The parts that the data bring; else a tenth of the meanings for validation and a tenth for the test."""
    if data.parts:
        ends = [sum(data.parts[:number]) for number in range(4)]
        train, valid, test = (data.cut(ends[i], ends[i + 1]) for i in range(3))
        return Split(train, valid, test, "the files of the data", test.fingerprint())
    names = list(dict.fromkeys(data.meanings))
    masks = [{name for name, keep in zip(names, mask, strict=True) if keep} for mask in hold_out(len(names), seed)]
    train, valid, test = (_of(data, chosen) for chosen in masks)
    return Split(train, valid, test, "a tenth of the meanings", test.fingerprint())


def _of(data: Pairs, chosen: set[str]) -> Pairs:
    kept = [(m, t) for m, t in zip(data.meanings, data.texts, strict=True) if m in chosen]
    return replace(data, meanings=tuple(m for m, _ in kept), texts=tuple(t for _, t in kept))


def _only(folder: Path, beginning: str) -> Path:
    found = sorted(folder.glob(f"{beginning}*.csv"))
    if len(found) != 1:
        raise EntaiError(f"{folder} holds {len(found)} files {beginning}*.csv, where one is needed")
    return found[0]


def _rows(source: Source) -> Iterator[tuple[str, str]]:
    name = str(source) if isinstance(source, Path) else "standard input"
    table = csv.DictReader(io.StringIO(read_bytes(source, MEGABYTES).decode("utf-8-sig", "replace"), newline=""))
    columns = {(column or "").lower(): column for column in table.fieldnames or ()}
    if not {"mr", "ref"} <= columns.keys():
        raise EntaiError(f"{name} lacks columns: pairs stand in the columns mr (slots) and ref (a sentence)")
    for row in table:
        meaning, text = row[columns["mr"]], row[columns["ref"]]
        if not meaning or not text:
            raise EntaiError(f"{name}, line {table.line_num}: the slots or the sentence are missing")
        yield unparse(parse(meaning)), text
