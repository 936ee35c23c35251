"""Turning what files hold (bytes, odd numbers, odd characters) into clean text and values."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime

from .values import Value

MISSING = frozenset({"", "n/a", "na", "nan", "none", "null", "-", "--", "—", "?", "inf", "-inf"})
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
# Direction marks and zero-width signs can hide text from a reader; the joiners inside emoji and scripts stay.
_HIDDEN = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b\u00ad\u2060"))


def decode(data: bytes) -> str:
    """Text from bytes of unknown encoding: BOMs first, then UTF-8, GB18030 where it reads as Chinese, else CP1252.

    Mixed files (UTF-8 with stray Latin-1 bytes) are decoded line by line, so one bad line costs only itself.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_decode_line(line) for line in data.splitlines())


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = line.decode("gb18030")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in text)
    # Latin-1 accents pair up with the next letter into rare Chinese characters: real GB text has many of them.
    return text if chinese * 4 > len(text) else line.decode("cp1252", errors="replace")


def tidy(text: str) -> str:
    """Text without control characters and hidden marks, in composed form (NFC); new lines and tabs stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_HIDDEN)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def is_missing(raw: object) -> bool:
    """Whether a field says nothing: None, NaN, infinity, empty, 'N/A' and their like."""
    if raw is None or (isinstance(raw, float) and not math.isfinite(raw)):
        return True
    return isinstance(raw, str) and raw.strip().lower() in MISSING


def to_number(raw: object) -> int | float | None:
    """A number from a field ('1,204', '48%', 7.0), or None where it isn't one."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        return int(raw) if float(raw).is_integer() else raw
    text = str(raw).strip().replace("\u2212", "-").removesuffix("%").lstrip("$¥€£").strip()
    if not text or not any(c.isdigit() for c in text) or not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", ""))
    return int(value) if value.is_integer() else value


def to_date(raw: object, form: str) -> str | None:
    """A day as YYYY-MM-DD from a field in the given strptime form, or None where it isn't one."""
    try:
        return datetime.strptime(str(raw).strip(), form or "%Y-%m-%d").date().isoformat()
    except ValueError:
        return None


def to_value(raw: object, kind: str, form: str = "") -> Value | None:
    """A clean value of the kind a domain asks for (number, text, date), or None where the field doesn't hold one."""
    if kind == "number":
        return to_number(raw)
    if kind == "date":
        return to_date(raw, form)
    return tidy(str(raw)).strip().replace("\n", " ") or None


def slug(name: str) -> str:
    """A name as part of an id: `LeBron James` -> `LeBron_James`."""
    return re.sub(r"[\s.]+", "_", name.strip()).strip("_")
