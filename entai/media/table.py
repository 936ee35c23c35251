"""Rows and columns, as pandas holds them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import pandas as pd

from entai.errors import EntaiError, near
from entai.media.delimited import read_columns
from entai.media.media import Media, Source


@dataclass(frozen=True)
class Table(Media):
    """A table. Read from text, every column is text, as it was written.

    Args:
        frame: The rows, best first where there is an order.
        name: Where it came from, for messages and reports.
    """

    frame: pd.DataFrame
    name: str = "table"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".json", ".parquet", ".md", ".html")
    textual: ClassVar[bool] = True

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read CSV, TSV or any separated text, or Parquet."""
        if isinstance(source, Path) and source.suffix.lower() == ".parquet":
            return cls(read_parquet(source), source.name)
        name = str(source) if isinstance(source, Path) else "standard input"
        content = source if isinstance(source, Path) else source.read()
        return cls(read_columns(content, name).to_pandas().astype("str"), Path(name).name)

    @classmethod
    def of(cls, value: Any) -> Self:
        """Wrap a frame, or anything pandas makes one of."""
        try:
            return cls(value if isinstance(value, pd.DataFrame) else pd.DataFrame(value))
        except (ValueError, TypeError) as error:
            raise EntaiError(f"no table can be made of {type(value).__name__}: {error}") from error

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a table typed as text, with its header."""
        return cls.read(io.BytesIO(text.encode()))

    def column(self, name: str) -> list[str]:
        """One column as texts; if it is missing, or there are no rows, that is said with the columns there are."""
        if name not in self.frame:
            hint = near(name, map(str, self.frame)) or f"; it has {', '.join(map(str, self.frame)) or 'none'}"
            raise EntaiError(f"{self.name} needs a column {name}{hint}")
        if self.frame.empty:
            raise EntaiError(f"{self.name} has no rows")
        return self.frame[name].astype("str").tolist()

    def fingerprint(self) -> str:
        """A short hash of columns and rows, in order."""
        return hashlib.sha256(self.frame.to_csv(index=False).encode()).hexdigest()[:16]

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write as CSV, TSV, JSON (a list of rows), Parquet, Markdown or an HTML page."""
        if suffix == ".parquet":
            self.frame.to_parquet(target, index=False)
            return
        content = self._text(suffix).encode()
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    def _text(self, suffix: str) -> str:
        if suffix == ".html":
            from entai.pages import page

            return page(type(self).__name__, [self.to_html()])
        if suffix == ".md":
            return _markdown(self.frame)
        if suffix == ".json":
            return self.frame.to_json(orient="records", force_ascii=False, indent=1) + "\n"
        return self.frame.to_csv(index=False, sep="\t" if suffix == ".tsv" else ",", float_format="%.6g")

    def to_html(self) -> str:
        """The rows as an HTML table; of a long one the first 100."""
        more = f"<p>… and {len(self.frame) - 100:,} more rows</p>" if len(self.frame) > 100 else ""
        return self.frame.head(100).to_html(index=False, na_rep="", float_format="{:.4g}".format) + more


def read_parquet(path: Path) -> pd.DataFrame:
    """A Parquet file as a frame."""
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise EntaiError(f"{path} can't be read as Parquet: {str(error).splitlines()[0]}") from error


def _markdown(frame: pd.DataFrame) -> str:
    rows = [list(frame.columns), ["---"] * frame.shape[1], *frame.astype("str").to_numpy().tolist()]
    return "".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |\n" for row in rows)
