"""Reading JSON, TOML and CSV files of facts into plain Python values."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from .clean import decode
from .values import FactsError

MAX_BYTES = 32 * 2**20
MAX_DEPTH = 20

# A person's article on the same game travels in some records. It is no fact: nobody downstream may read it.
ARTICLES = ("summary", "cleaned_text", "detokenized_text")


def without_articles(record: Mapping[str, object]) -> dict[str, object]:
    """The record without the fields that hold a person's article on the same events."""
    return {key: value for key, value in record.items() if key not in ARTICLES}


def read_record(path: Path, max_bytes: int = MAX_BYTES) -> dict[str, object]:
    """One file of facts as a mapping. A CSV becomes `{"rows": [...]}`; so does a JSON list."""
    if not path.is_file():
        raise FactsError(f"{path}: there is no such file of facts.")
    if path.stat().st_size > max_bytes:
        raise FactsError(f"{path}: {path.stat().st_size} bytes of facts is more than the limit of {max_bytes}.")
    return parse_record(path.read_bytes(), path.suffix.lower(), str(path))


def parse_record(data: bytes, suffix: str, name: str = "the facts") -> dict[str, object]:
    """Bytes of a JSON, TOML or CSV file as a mapping, the article fields taken out."""
    text = decode(data).strip("\x00 \n\r\t")
    if not text:
        raise FactsError(f"{name}: the file of facts is empty.")
    parsers = {".json": _json, ".jsonl": _json, ".toml": _toml, ".csv": _csv, ".tsv": _csv}
    if suffix not in parsers:
        raise FactsError(f"{name}: facts are read from .json, .toml and .csv files, not {suffix or 'this one'}.")
    record = without_articles(parsers[suffix](text, name))
    _refuse_deep(record, name)
    return record


def _json(text: str, name: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FactsError(f"{name}: this is no valid JSON ({error}).") from error
    if isinstance(value, list):
        value = {"rows": value}
    if not isinstance(value, dict):
        raise FactsError(f"{name}: facts must be an object or a list of objects, not {type(value).__name__}.")
    return value


def _toml(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FactsError(f"{name}: this is no valid TOML ({error}).") from error


def _csv(text: str, name: str) -> dict[str, object]:
    header = text.splitlines()[0]
    separator = max(",;\t|", key=header.count)
    lines = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(map(str.strip, row))]
    names = [cell.strip() for cell in lines[0]]
    if len(set(names)) != len(names) or "" in names:
        raise FactsError(f"{name}: the first line must name every column once.")
    if len(lines) == 1:
        raise FactsError(f"{name}: the table has a heading but no rows.")
    for number, row in enumerate(lines[1:], start=2):
        if len(row) != len(names):
            raise FactsError(f"{name}: row {number} has {len(row)} cells where the heading has {len(names)}.")
    return {"rows": [dict(zip(names, row, strict=True)) for row in lines[1:]]}


def _refuse_deep(value: object, name: str) -> None:
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise FactsError(f"{name}: the facts are nested deeper than {MAX_DEPTH} levels.")


def _children(node: object) -> list[object]:
    if isinstance(node, dict):
        return list(node.values())
    return list(node) if isinstance(node, list) else []
