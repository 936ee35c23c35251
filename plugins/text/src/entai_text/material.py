"""What an article is made of: facts and reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, ClassVar, Self

from entai import EntaiError, Media, Option
from entai.media.media import Source
from entai.media.text import read_bytes
from entai_text.news.facts import Facts, gather, parse_record
from entai_text.news.facts.clean import decode
from entai_text.news.reports import Report, parse_report
from entai_text.refusals import plainly

FACTS, REPORTS = (".json", ".jsonl", ".toml", ".csv", ".tsv"), (".txt", ".md")
MEGABYTES = 32


@dataclass(frozen=True)
class Material(Media):
    """Facts as they were read, and reports as they were written; the domain that makes facts of them is chosen later.

    Args:
        record: The facts' fields; None where there are only reports. A person's article in it is no fact, and is gone.
        reports: Pairs of a name and a text.
        name: For messages.
    """

    record: Mapping[str, Any] | None
    reports: tuple[tuple[str, str], ...] = ()
    name: str = "the facts"
    origins: Mapping[str, str] = field(default_factory=dict)
    """Which file each field of the record came from."""
    suffixes: ClassVar[tuple[str, ...]] = (".json",)
    textual: ClassVar[bool] = True
    read_options: ClassVar[tuple[Option, ...]] = (
        Option("format", str, help="of a file or stream without a telling name",
               choices=("json", "jsonl", "toml", "csv", "tsv", "txt", "md")),
    )

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read facts (.json, .toml, .csv, .tsv) or a report (.txt, .md)."""
        name = str(source) if isinstance(source, Path) else "standard input"
        content = read_bytes(source, MEGABYTES)
        suffix = f".{options['format']}" if options.get("format") else source.suffix.lower() \
            if isinstance(source, Path) else _guess(content)
        if suffix in REPORTS:
            report = source.name if isinstance(source, Path) else "stdin"
            return cls(None, ((report, decode(content)),), name)
        if suffix not in FACTS:
            raise EntaiError(f"{name}: facts are read from {', '.join(FACTS)}, reports from {', '.join(REPORTS)}; "
                             "--set read.format=json or the like says what it is")
        with plainly():
            return cls._of(parse_record(content, suffix, name), name)

    @classmethod
    def of(cls, value: Any) -> Self:
        """Take facts as Python holds them: a mapping, a list of rows, or a frame."""
        if hasattr(value, "to_json"):  # a pandas frame
            value = json.loads(value.to_json(orient="records", date_format="iso"))
        if not isinstance(value, Mapping | list):
            return super().of(value)
        with plainly():
            try:
                content = json.dumps(value, ensure_ascii=False, default=str)
            except (TypeError, ValueError, RecursionError) as error:
                raise EntaiError(f"these facts can't be taken: {error}") from error
            return cls._of(parse_record(content.encode("utf-8", "replace"), ".json"), "the facts")

    @classmethod
    def _of(cls, record: Mapping[str, Any], name: str) -> Self:
        return cls(record, (), name, dict.fromkeys(record, name))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Take facts typed as JSON, or a report typed as it is."""
        content = text.encode("utf-8", "replace")
        if _guess(content) == ".json":
            with plainly():
                return cls._of(parse_record(content, ".json"), "the facts")
        return cls(None, (("text", text),), "the text")

    @classmethod
    def together(cls, parts: Sequence[Self]) -> Self:
        """All facts in one record, and all reports; facts that name one field differently are of different events."""
        record: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for part in parts:
            for key, value in (part.record or {}).items():
                if key in record and record[key] != value:
                    raise EntaiError(f"{origins[key]} and {part.name} both hold {key!r}, and differ: all inputs of one call "
                                     "make one article, so run them one by one")
                record[key], origins[key] = value, part.name
        reports = tuple(report for part in parts for report in part.reports)
        known = any(part.record is not None for part in parts)
        return cls(record if known else None, reports, ", ".join(part.name for part in parts), origins)

    def facts(self, domain: str | None) -> Facts | None:
        """The facts that a domain makes of the record; by default the first shipped domain that fits."""
        with plainly():
            return None if self.record is None else gather(self.record, domain, self.name)

    def told(self) -> list[Report]:
        """The reports, cut into sentences; two of one name are told apart."""
        names: dict[str, int] = {}
        found = []
        for name, text in self.reports:
            names[name] = names.get(name, 0) + 1
            found.append(parse_report(text, name if names[name] == 1 else f"{names[name]}-{name}"))
        return found

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write the facts as JSON."""
        content = (json.dumps(self.record, ensure_ascii=False, indent=1) + "\n").encode()
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    def fingerprint(self) -> str:
        """A short hash of facts and reports."""
        return hashlib.sha256(json.dumps([self.record, self.reports], sort_keys=True).encode()).hexdigest()[:16]

    def to_html(self) -> str:
        """Names of what there is."""
        names = [*dict.fromkeys(self.origins.values()), *(name for name, _ in self.reports)]
        return f"<p>{escape(', '.join(names) or 'nothing')}</p>"


def _guess(content: bytes) -> str:
    """What a stream without a name holds: JSON begins with a bracket, anything else is a report."""
    return ".json" if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else ".txt"
