"""Reading reports: who says it, and sentence by sentence what; markup and hidden parts taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..facts import FactsError
from ..facts.clean import decode, tidy
from ..language import is_chinese, language_of
from ..tokens import sentences

MAX_BYTES = 32 * 2**20
# A report longer than this is read up to here: news stands at the top, and a note says what was left.
MAX_CHARACTERS = 30_000
_SOURCE = re.compile(r"^\W*(?:source|from|by|via|agency|来源|出处|消息来源|稿源|媒体)\s*[:：]\s*(.+?)\W*$", re.IGNORECASE)
_DATED = re.compile(r"\s*[,，(（|;；]\s*.*$|\s+\d{4}-\d\d-\d\d.*$")
_SAYS_ZH = re.compile(r"[\u3400-\u9fff]{2,16}(?:说|表示|称|道|介绍)。?")
_MARKUP = (
    (re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE), " "),
    (re.compile(r"```.*?(?:```|\Z)", re.DOTALL), " "),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), " "),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<[^<>]{1,200}>"), " "),
    (re.compile(r"(?m)^\s{0,3}(?:>|[-*+]|\d+[.)])\s+"), ""),
    (re.compile(r"(\*\*|__|`)(.+?)\1"), r"\2"),
    (re.compile(r"(?<!\w)[*_](.+?)[*_](?!\w)"), r"\1"),
)


@dataclass(frozen=True)
class Said:
    """One sentence of a report under its id (`wire.md#3`)."""

    id: str
    text: str
    source: str
    number: int


@dataclass(frozen=True)
class Report:
    """A report: its id (the file's name), what it calls itself, its headline, and its sentences."""

    id: str
    name: str
    title: str
    said: tuple[Said, ...]
    language: str
    notes: tuple[str, ...] = ()


def load_reports(paths: list[str | Path] | str | Path) -> list[Report]:
    """The reports of some files, or of all .txt and .md files of a folder, by name."""
    several = [paths] if isinstance(paths, (str, Path)) else list(paths)
    files: list[Path] = []
    for path in map(Path, several):
        files += sorted(p for p in path.iterdir() if p.suffix.lower() in (".txt", ".md")) if path.is_dir() else [path]
    if not files:
        raise FactsError(f"{several[0] if several else 'reports'}: there are no .txt or .md reports here.")
    return [_load(path) for path in files]


def _load(path: Path) -> Report:
    if not path.is_file():
        raise FactsError(f"{path}: there is no such report.")
    if path.stat().st_size > MAX_BYTES:
        raise FactsError(f"{path}: {path.stat().st_size} bytes are more than the limit of {MAX_BYTES} for a report.")
    return parse_report(decode(path.read_bytes()), path.name)


def parse_report(text: str, report_id: str) -> Report:
    """A report from its text. A line `Source: NAME` (来源：) names it; a first line without a stop is its headline."""
    notes = [] if len(text) <= MAX_CHARACTERS else [f"{report_id}: only the first {MAX_CHARACTERS} characters were read."]
    lines = _plain(_front_matter(text[:MAX_CHARACTERS])).split("\n")
    name, kept = _source_line(lines)
    title, body = _title(kept)
    said = tuple(
        Said(f"{report_id}#{number}", sentence, report_id, number)
        for number, sentence in enumerate(_sentences("\n".join(body)), start=1)
    )
    language = language_of(title + "".join(s.text for s in said[:20]))
    default = f"{Path(report_id).stem}的报道" if language == "zh" else f"the report {Path(report_id).stem}"
    return Report(report_id, name or default, title, said, language, tuple(notes))


def _front_matter(text: str) -> str:
    """The text with a YAML head's title and source as lines of their own, the rest of the head gone."""
    head = re.match(r"\s*---\s*\n(.*?)\n---\s*\n", text, re.DOTALL)
    if not head:
        return text
    title = re.search(r"(?m)^title\s*:\s*[\"']?(.+?)[\"']?\s*$", head[1])
    source = re.search(r"(?m)^(?:source|publisher|来源)\s*[:：]\s*[\"']?(.+?)[\"']?\s*$", head[1])
    lines = [f"# {title[1]}" if title else "", f"Source: {source[1]}" if source else "", text[head.end() :]]
    return "\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    text = tidy(text)
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text


def _source_line(lines: list[str]) -> tuple[str, list[str]]:
    """The name in the source line (among the first or last lines), and the other lines."""
    for index in [*range(min(8, len(lines))), *range(max(0, len(lines) - 4), len(lines))]:
        if found := _SOURCE.match(lines[index]):
            return _DATED.sub("", found[1]).strip(" .*_"), lines[:index] + lines[index + 1 :]
    return "", lines


def _title(lines: list[str]) -> tuple[str, list[str]]:
    rows = [line for line in lines if line.strip() not in ("", "---", "***")]
    if rows and (rows[0].startswith("#") or not re.search(r"[.!?。！？”\"]\s*$", rows[0])) and len(rows) > 1:
        return rows[0].lstrip("# ").strip(), [re.sub(r"^#+\s*", "", row) for row in rows[1:]]
    return "", [re.sub(r"^#+\s*", "", row) for row in rows]


def _sentences(text: str) -> list[str]:
    """Sentences, closing quotation marks kept with what they close."""
    cut = [text[s.tokens[0].start : s.tokens[-1].end].strip() for s in sentences(text)]
    joined: list[str] = []
    for piece in cut:
        tail = re.match(r"^[\"”’」』]+\s*", piece)
        if tail and joined and (tail[0][0] not in '"’' or joined[-1].count('"') % 2 == 1):
            joined[-1] += tail[0].strip()
            piece = piece[tail.end() :]
        if joined and joined[-1].endswith(("”", "」")) and _SAYS_ZH.fullmatch(piece):  # “……。”局长说。
            joined[-1] += piece
            continue
        if joined and _open_quote(joined[-1]) and piece:
            joined[-1] += ("" if is_chinese(piece) else " ") + piece
        elif piece:
            joined.append(piece)
    return [piece for piece in joined if len(piece) > 3]


def _open_quote(text: str) -> bool:
    """Whether a quotation goes on; a quotation that never ends is given up after 600 characters."""
    return len(text) < 600 and (
        text.count('"') % 2 == 1 or text.count("“") > text.count("”") or text.count("「") > text.count("」")
    )
