"""What a language model learns from: texts, in one file or in a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any, ClassVar, Self

from entai import EntaiError, Media, Text
from entai.media.media import Source
from entai.spec import Option

READ = (".txt", ".md", ".json")
ABOUT = ("readme", "license", "licence", "copying", "manifest", "card")
"""Files of these names tell about a folder of texts, and are none of them."""
PARTS = ("train", "valid", "test")
SHOWN = 2_000


@dataclass(frozen=True)
class Corpus(Media):
    """Documents in order.

    Args:
        documents: The characters of each, as they stand.
        name: For reports.
        parts: Which part of a split each document belongs to, where the data say so (`train.txt`, `test/`); else empty.
        continued: Whether document i goes on where document i of the part before it ends.
    """

    documents: tuple[str, ...]
    name: str = "corpus"
    parts: tuple[str, ...] = ()
    continued: bool = False
    suffixes: ClassVar[tuple[str, ...]] = (".txt",)
    read_options: ClassVar[tuple[Option, ...]] = Text.read_options

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a text, a JSON of records, or a folder of both (`.txt .md .json`), sorted by name.

        In JSON, each record of a list is a document: its texts, a line each.
        """
        if not isinstance(source, Path) or not source.is_dir():
            name = source.name if isinstance(source, Path) else "stdin"
            return cls(tuple(_documents(source, options)), name)
        files = [file for file in sorted(source.rglob("*")) if _is_text(file, source)]
        if not files:
            raise EntaiError(f"{source} holds no texts: a corpus is made of {', '.join(READ)} files")
        found = [(document, _part(file.relative_to(source))) for file in files for document in _documents(file, options)]
        named = {part for _, part in found}
        parts = tuple(part or "train" for _, part in found) if {"train", "test"} <= named else ()
        return cls(tuple(document for document, _ in found), source.name, parts)

    @classmethod
    def of(cls, value: Any) -> Self:
        """Wrap a list of texts, or a `Text`."""
        if isinstance(value, Text):
            return cls((value.text,), value.name)
        if isinstance(value, list | tuple) and value and all(isinstance(text, str) for text in value):
            return cls(tuple(value))
        return super().of(value)

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write the documents, a blank line between them."""
        content = "\n\n".join(self.documents).encode()
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    def to_html(self) -> str:
        """How much there is, and how it begins."""
        start = "\n\n".join(self.documents)[:SHOWN]
        return (f"<p>{escape(self.name)}: {self.characters:,} characters in {len(self.documents):,} documents</p>"
                f"<pre style='white-space:pre-wrap'>{escape(start)}</pre>")

    @property
    def characters(self) -> int:
        """How many there are in all."""
        return sum(map(len, self.documents))

    def part(self, name: str) -> Corpus:
        """The documents that the data put into a part."""
        chosen = tuple(text for text, part in zip(self.documents, self.parts, strict=True) if part == name)
        return replace(self, documents=chosen, parts=())

    def keep(self, chosen: Any) -> Corpus:
        """The documents with a true flag."""
        kept = tuple(text for text, wanted in zip(self.documents, chosen, strict=True) if wanted)
        return replace(self, documents=kept, parts=())

    def between(self, low: float, high: float) -> Corpus:
        """A stretch of every document, in shares of its length."""
        cut = tuple(text[int(len(text) * low):int(len(text) * high)] for text in self.documents)
        return replace(self, documents=cut, parts=(), continued=low > 0)

    def joined(self, other: Corpus) -> Corpus:
        """This and then the other."""
        if not other.continued:
            return replace(self, documents=self.documents + other.documents)
        return replace(self, documents=tuple(a + b for a, b in zip_longest(self.documents, other.documents, fillvalue="")))

    def fingerprint(self) -> str:
        """A short hash of the characters and where documents end."""
        digest = hashlib.sha256()
        for document in self.documents:
            digest.update(document.encode() + b"\0")
        return digest.hexdigest()[:16]


def _is_text(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden and file.suffix.lower() in READ and file.stem.lower() not in ABOUT


def _part(relative: Path) -> str:
    """`train`, `valid` or `test`, where the file or the folder it lies in is called so."""
    return next((word for word in (relative.stem, *relative.parts[:-1]) if word in PARTS), "")


def _documents(source: Source, options: dict[str, Any]) -> Iterator[str]:
    text = Text.read(source, **options).text
    if not isinstance(source, Path) or source.suffix.lower() != ".json":
        yield text
        return
    try:
        records = json.loads(text)
    except ValueError as error:
        raise EntaiError(f"{source} is not JSON: {error}") from error
    for record in records if isinstance(records, list) else [records]:
        yield "\n".join(_texts(record))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _texts(entry)
