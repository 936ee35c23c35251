"""A sentence written in code, so that grammar patterns stay readable: `<T0> ( <N1> - <N2> ) defeated <T3> , ...`.

Every unit (a name, a number, a word) keeps its place in the text. Hyphenated words are one unit (`double-double`),
numbers before a hyphen stay numbers (`<N5> - point`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ..number_words import number_of
from ..tokens import Sentence, Token
from .game import Game
from .mentions import Mention, mentions

_AFTER_THREE = frozenset(
    {"range", "line", "land", "arc", "shooting", "percentage", "field", "territory", "distance", "shots"}
)


@dataclass(frozen=True)
class Unit:
    """One unit of a coded sentence; `text[start:end]` of the whole text. `value` is a number, or a name's meaning."""

    kind: str
    start: int
    end: int
    text: str
    value: float = 0
    name: str = ""
    form: str = ""


@dataclass(frozen=True)
class Coded:
    """A coded sentence: `code` for patterns to match, `units` in order, `at` the place in `code` where each begins."""

    number: int
    code: str
    units: tuple[Unit, ...]
    at: tuple[int, ...]

    def unit(self, match: re.Match[str], group: int | str = 0) -> Unit:
        """The unit at which a group of a match begins."""
        return self.units[max(0, bisect_right(self.at, match.start(group)) - 1)]

    def span(self, match: re.Match[str], group: int | str = 0) -> tuple[Unit, ...]:
        """The units that a group of a match covers."""
        first = max(0, bisect_right(self.at, match.start(group)) - 1)
        return self.units[first : bisect_right(self.at, match.end(group) - 1)]

    def find(self, pattern: str) -> Iterator[re.Match[str]]:
        """All matches of a pattern in the code."""
        return re.finditer(pattern, self.code)

    def of_kind(self, kinds: str) -> list[Unit]:
        """The units of some kinds (P, T, O, A, D, X, N, w), in order."""
        return [unit for unit in self.units if unit.kind in kinds]

    def place(self, unit: Unit) -> int:
        """Where a unit begins in the code."""
        return self.at[self.units.index(unit)]


def encode(sentence: Sentence, text: str, game: Game) -> Coded:
    """The sentence in code."""
    units = list(_units(sentence.tokens, text, mentions(sentence.tokens, game)))
    parts = [f"<{u.kind}{i}>" if u.kind != "w" else u.text for i, u in enumerate(units)]
    at, position = [], 0
    for part in parts:
        at.append(position)
        position += len(part) + 1
    shown = tuple(Unit(u.kind, u.start, u.end, text[u.start : u.end], u.value, u.name, u.form) for u in units)
    return Coded(sentence.number, " ".join(parts), shown, tuple(at))


def _units(tokens: tuple[Token, ...], text: str, found: list[Mention]) -> Iterator[Unit]:
    named = {mention.first: mention for mention in found}
    index = 0
    while index < len(tokens):
        mention = named.get(index)
        last = mention.last if mention else _hyphenated(tokens, index, named)
        start, end = tokens[index].start, tokens[last].end
        if mention:
            yield Unit(mention.kind, start, end, "", 0, mention.value, mention.form)
        elif (value := number_of(tokens[index].text)) is not None and last == index:
            yield Unit("N", start, end, "", value)
        else:
            yield Unit("w", start, end, "".join(token.low for token in tokens[index : last + 1]))
        index = last + 1


def _hyphenated(tokens: tuple[Token, ...], index: int, named: dict[int, Mention]) -> int:
    """The last token of a word with hyphens that begins here."""
    if number_of(tokens[index].text) is not None and not _is_three_point(tokens, index):
        return index
    last = index
    while last + 2 < len(tokens) and tokens[last + 1].text in "-–" and tokens[last].text.isalpha():
        if not tokens[last + 2].text.isalpha() or last + 2 in named:
            break
        last += 2
    return last


def _is_three_point(tokens: tuple[Token, ...], index: int) -> bool:
    """'three - point line' speaks of a line, 'three - point lead' of a lead."""
    words = [token.low for token in tokens[index : index + 4]]
    return words[0] in ("three", "3") and words[1:3] == ["-", "point"] and words[-1] in _AFTER_THREE and len(words) == 4
