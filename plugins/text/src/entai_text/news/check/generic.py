"""Checking any text against facts of any domain: every number, day and quoted title must be one that the facts hold.

Less is understood than of a basketball report: a number is right if it is some number of whom or what the sentence
names, as written, rounded, or in millions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Fact, Facts
from ..facts.domain import SHIPPED, load_domain
from ..facts.functions import weekday
from ..language import is_chinese
from ..quantities import Quantity, quantities
from ..tokens import sentences
from .league import nba
from .marks import Mark

_SCALES = {"billion": 1e9, "million": 1e6, "thousand": 1e3, "亿": 1e8, "万": 1e4}
_ZH_DAYS = dict(
    zip("一二三四五六日", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)


def plain_marks(text: str, facts: Facts) -> Iterator[Mark]:
    """The marks of a text, sentence by sentence; a sentence that names nobody speaks of whom the last one named."""
    language = "zh" if is_chinese(text) else "en"
    spoken_of: list[str] = []
    for sentence in sentences(text):
        start, end = sentence.tokens[0].start, sentence.tokens[-1].end
        said = text[start:end]
        spoken_of = _named(said, facts) or spoken_of
        for q in quantities(_without_names(said, facts), language):
            yield from _quantity(q, said, start, spoken_of, facts, language)
        for match in re.finditer(r"《([^》]+)》", said):
            if match[1] not in {str(fact.value) for fact in facts}:
                yield Mark(
                    start + match.start(1),
                    start + match.end(1),
                    match[1],
                    "NAME",
                    "",
                    "The facts hold no such title.",
                    "plain.title",
                    contradicted=False,
                )


def _without_names(said: str, facts: Facts) -> str:
    """The sentence with names and titles blanked out: a film called Midnight Atlas tells no time."""
    for fact in sorted((f for f in facts if isinstance(f.value, str)), key=lambda f: -len(str(f.value))):
        if not str(fact.value)[:1].isdigit():
            said = said.replace(str(fact.value), "_" * len(str(fact.value)))
    return said


def _named(said: str, facts: Facts) -> list[str]:
    """The heads of ids (rows, sides) that a sentence names."""
    heads = [row for rows in facts.rows.values() for row in rows if _says(said, facts, row)]
    return heads + [side for side in ("home", "away") if _says(said, facts, side)]


def _says(said: str, facts: Facts, head: str) -> bool:
    written = {facts.text(f"{head}.{field}") for field in ("name", "title", "second", "artist")} - {""}
    zh = {nba().teams[name].zh for name in written if name in nba().teams}
    return any(name in said for name in written | zh)


def _quantity(q: Quantity, said: str, start: int, heads: list[str], facts: Facts, language: str) -> Iterator[Mark]:
    place = (start + q.start, start + q.end, q.text)
    if q.kind == "day":
        if (right := _weekday(facts)) and _day(q.text) != right:
            yield Mark(*place, "NAME", right, f"The facts are of a {right}.", "plain.day")
        return
    if q.kind == "date":
        if (right := _date(facts)) and q.value != right:
            yield Mark(*place, "NAME", right, "The facts are of another day.", "plain.date")
        return
    about = [fact for fact in facts if _belongs(fact, heads, facts)]
    if q.kind == "time":
        if not any(str(fact.value).lstrip("0") == q.value.lstrip("0") for fact in about):
            yield Mark(*place, "NUMBER", "", "The facts hold no such time for it.", "plain.time")
    elif not _idiom(q, said) and not any(_fits(q, fact, facts) for fact in about):
        yield Mark(
            *place, "NUMBER", _correction(q, said, about, facts), "The facts hold no such number for it.", "plain.number"
        )


def _belongs(fact: Fact, heads: list[str], facts: Facts) -> bool:
    """Facts of those named, and those of the whole (no row's own)."""
    return any(fact.id.startswith(head + ".") for head in heads) or not any(
        fact.id.startswith(row + ".") for rows in facts.rows.values() for row in rows
    )


def _fits(q: Quantity, fact: Fact, facts: Facts) -> bool:
    value = facts.number(fact.id)
    if value is None:
        return False
    written = float(q.value)
    scale = next((s for word, s in _SCALES.items() if word in q.text.lower()), 1.0)
    digits = re.search(r"\.(\d+)", q.text)
    step = scale * 10 ** -(len(digits[1]) if digits else 0)
    return abs(abs(value) - written) <= (step / 2 if scale > 1 or digits else 0) + 1e-9


def _idiom(q: Quantity, said: str) -> bool:
    """'number one', 'first', 'one of': words that count nothing."""
    low = q.text.lower()
    return low in ("one", "一", "两") or bool(re.search(r"第$|number $", said[: q.start]) and low.isalpha())


def _correction(q: Quantity, said: str, about: list[Fact], facts: Facts) -> str:
    """What the facts say: the field that the word behind the number names, else the one number of about that size."""
    words = load_domain(facts.domain).words if facts.domain in SHIPPED else {}
    tail = said[q.end :].lstrip(" -")
    fields = {field for field, several in words.items() if tail.startswith(tuple(several))}
    named = [f for f in about if f.id.rsplit(".", 1)[-1] in fields and f.id.count(".") == 2]
    return f"{named[0].value}" if len(named) == 1 else _closest(q, about)


def _closest(q: Quantity, about: list[Fact]) -> str:
    """The one fact of about the same size, where there is just one."""
    near = [f for f in about if isinstance(f.value, (int, float)) and f.value and 0.5 < float(q.value) / abs(f.value) < 2]
    return f"{near[0].value}" if len(near) == 1 else ""


def _weekday(facts: Facts) -> str:
    dates = [str(f.value) for f in facts if f.id.endswith(".date") and f.id.count(".") == 1]
    return weekday(dates[0]) if dates else ""


def _day(written: str) -> str:
    return _ZH_DAYS.get(written[-1].replace("天", "日"), written.capitalize())


def _date(facts: Facts) -> str:
    dates = [str(f.value) for f in facts if f.id.endswith(".date") and f.id.count(".") == 1]
    return f"{int(dates[0][5:7])}-{int(dates[0][8:10])}" if dates else ""
