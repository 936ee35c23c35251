"""Text tables read without guessing away what they say: ids stay as written, `NA` is a word, separators are sniffed."""

from __future__ import annotations

import csv as text_csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entai.errors import EntaiError

if TYPE_CHECKING:
    import pyarrow as pa

SEPARATORS = (b",", b"\t", b";", b"|")


def read_columns(source: Path | bytes, name: str, header: Sequence[str] | None = None, separator: bytes | None = None,
                 encoding: str = "utf8", only: Sequence[str] | None = None) -> pa.Table:
    """Read a text table; every column is text, dictionary-encoded so that millions of ids stay small.

    Args:
        source: A path, or the bytes themselves.
        name: What to call it in messages.
        header: Column names where the file has none.
        separator: Where the layout fixes it; then a quotation mark is a letter like any other, as in those layouts.
            Else it is sniffed from the first line. `::` is allowed.
        encoding: Of the file.
        only: The columns to keep, where not all are wanted.

    Raises:
        EntaiError: It is empty, not a table, or not in that encoding.
    """
    import pyarrow as pa
    from pyarrow import csv

    content: Any = source
    first = _first_line(source, name)
    quote = '"' if separator is None else None
    separator = separator or sniff(first)
    names = list(header or _header(first, separator, quote, name))
    if separator == b"::":
        content, separator = _content(source).replace(b"::", b"\x1f"), b"\x1f"
    text = pa.dictionary(pa.int32(), pa.string())
    try:
        return csv.read_csv(
            io.BytesIO(content) if isinstance(content, bytes) else str(content),
            read_options=csv.ReadOptions(column_names=names, skip_rows=0 if header else 1, encoding=encoding),
            parse_options=csv.ParseOptions(delimiter=separator.decode(), quote_char=quote or False,
                                           newlines_in_values=False),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, text), strings_can_be_null=False,
                                               include_columns=[n for n in names if n in only] if only else None))
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise EntaiError(f"{name} can't be read as a table: {_reason(error)}") from error


def sniff(line: bytes) -> bytes:
    """The separator of a header line: `::`, or whichever of comma, tab, semicolon and bar occurs most."""
    return b"::" if b"::" in line else max(SEPARATORS, key=line.count)


def _header(first: bytes, separator: bytes, quote: str | None, name: str) -> list[str]:
    """The names of the columns; a name may stand once."""
    try:
        text = first.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EntaiError(f"{name} can't be read as a table: it is not UTF-8 text") from error
    plain = quote is None or len(separator) > 1
    columns = text.split(separator.decode()) if plain else next(text_csv.reader([text], delimiter=separator.decode()))
    names = [column.strip('" ') for column in columns]
    twice = next((column for column in names if names.count(column) > 1), None)
    if twice is not None:
        raise EntaiError(f"{name} has more than one column {twice!r}" if twice else f"{name} has columns without a name")
    return names


def _first_line(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        first = source.split(b"\n", 1)[0]
    else:
        try:
            with source.open("rb") as file:
                first = file.readline(1 << 20)
        except OSError as error:
            raise EntaiError(f"{name} can't be opened: {error.strerror}") from error
    if not first.strip():
        more = len(source if isinstance(source, bytes) else first) if not first else 1
        raise EntaiError(f"{name} begins with an empty line" if more else f"{name} is empty")
    if b"\0" in first:
        raise EntaiError(f"{name} is not a text table: it holds binary data")
    return first.rstrip(b"\r\n")


def _content(source: Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


def _reason(error: Exception) -> str:
    text = str(error).splitlines()[0]
    if "Could not skip initial" in text:
        return "it has a header but no rows"
    return "it is not UTF-8 text" if "UTF8" in text or isinstance(error, UnicodeDecodeError) else text
