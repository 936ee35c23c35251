"""House style as data: how numbers, percentages, money and words are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..assets import toml_asset
from ..facts import FactsError
from ..number_words import in_words


@dataclass(frozen=True)
class Style:
    """A newsroom's rules.

    `words_below`: smaller numbers are spelled out. `percent`: 'percent' or '%'. `serial_comma`: 'a, b, and c'.
    `headline`: 'sentence' or 'title' case. `replace`: words the house avoids, with what it prints instead.
    `money`: the currency sign. `dash`: the sign between the numbers of a score.
    """

    words_below: int = 10
    percent: str = "percent"
    serial_comma: bool = False
    headline: str = "sentence"
    money: str = "$"
    dash: str = "-"
    replace: Mapping[str, str] = field(default_factory=dict)

    def number(self, value: float) -> str:
        """A number in running text."""
        if float(value).is_integer() and 0 <= value < self.words_below:
            return in_words(value) if value else "no"
        return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"

    def amount(self, value: float) -> str:
        """Money, in millions where it is much."""
        if value >= 1e9:
            return f"{self.money}{value / 1e9:.2f} billion"
        return f"{self.money}{value / 1e6:.1f} million" if value >= 1e6 else f"{self.money}{value:,.0f}"

    def finish(self, text: str) -> str:
        """A sentence after the house's replacements, serial comma and spacing."""
        for avoided, wanted in self.replace.items():
            text = re.sub(rf"\b{re.escape(avoided)}\b", lambda _, wanted=wanted: wanted, text)  # type: ignore[misc]
        if self.serial_comma:
            text = re.sub(r"(, [^,;.]{1,40}?)(?<!,) and (?=[^,;.]{1,40}[,;.])", r"\1, and ", text)
        return re.sub(r" {2,}", " ", text).strip()

    def title(self, text: str) -> str:
        """A headline in the house's case."""
        if self.headline != "title":
            return text
        small = {"a", "an", "the", "of", "in", "on", "at", "to", "and", "as", "by", "for", "with", "past", "from"}
        words = text.split(" ")
        return " ".join(w if i and w.lower() in small else w[:1].upper() + w[1:] for i, w in enumerate(words))


def load_style(style: str | Path | Mapping[str, Any] | None = None, language: str = "en") -> Style:
    """The house style of a TOML file (or a mapping), over the language's default."""
    values: dict[str, Any] = dict(toml_asset("style.toml")[language[:2]])
    if isinstance(style, Mapping):
        values.update(style)
    elif style:
        values.update(_read(Path(style)))
    unknown = set(values) - set(Style.__dataclass_fields__)
    if unknown:
        raise FactsError(
            f"House style: unknown rule {sorted(unknown)[0]!r}; known are {', '.join(Style.__dataclass_fields__)}."
        )
    _refuse_wrong_types(values)
    return Style(**values)


def _refuse_wrong_types(values: Mapping[str, Any]) -> None:
    default = Style()
    for rule, value in values.items():
        kind = type(getattr(default, rule))
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise FactsError(f"House style: {rule} is written like {getattr(default, rule)!r}, not {value!r}.")
    for avoided, wanted in values.get("replace", {}).items():
        if not isinstance(wanted, str):
            raise FactsError(f"House style: replace holds words, not {wanted!r} (for {avoided!r}).")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FactsError(f"{path}: the house style can't be read ({error}).") from error
