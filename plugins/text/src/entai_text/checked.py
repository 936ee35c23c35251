"""A checked text as a value that can be written and looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from entai import EntaiError, Media
from entai.media.media import Source
from entai_text.fragments import checked_html
from entai_text.news.check import Mark, gsml_csv, gsml_rows, marked_text, marks_html, marks_json

_FORMATS = {".html": "html", ".json": "json", ".csv": "gsml"}
"""What each suffix holds; `.txt` and `.md`, and standard output, hold what the option `format` asks for."""


@dataclass(frozen=True)
class Checked(Media):
    """A text with marks, in the order of the text.

    Args:
        text: As it was given.
        marks: Each wrong or unsupported place, with its category, correction and reason.
        name: The text's id in the rows of gsml.csv.
        format: What `.txt` and standard output hold: text, html, json or gsml.
    """

    text: str
    marks: tuple[Mark, ...]
    name: str = "text"
    format: str = "text"
    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".md", ".html", ".json", ".csv")
    textual: ClassVar[bool] = True

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Marks are made by `news-checking`, and not read back."""
        raise EntaiError("a checked text is not read back; check the text again")

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write the text with marks in brackets, a page, JSON, or the rows of gsml.csv."""
        form = _FORMATS.get(suffix, self.format)
        if isinstance(target, Path) and self.format not in ("text", form):
            raise EntaiError(f"format={self.format} does not go into a {suffix} file; leave the format out, or write .txt")
        content = self._forms()[form]().encode("utf-8", "replace")
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    def _forms(self) -> dict[str, Callable[[], str]]:
        marks = list(self.marks)
        return {"text": lambda: _ended(marked_text(self.text, marks)),
                "html": lambda: marks_html(self.text, marks, self.name),
                "json": lambda: marks_json(self.text, marks),
                "gsml": lambda: gsml_csv(gsml_rows(self.text, marks, self.name))}

    def __str__(self) -> str:
        return marked_text(self.text, list(self.marks))

    def to_html(self) -> str:
        """The text with its marks underlined, corrections beside them, reasons below."""
        return checked_html(self.text, list(self.marks))


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
