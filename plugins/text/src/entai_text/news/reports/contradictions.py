"""Where reports contradict one another: other numbers, days, times, names, or yes against no, about the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from ..language import aspects, content, negated, similarity
from ..quantities import Quantity, is_day_or_month, names, quantities
from .source import Report, Said

_PEOPLE = frozenset(
    {
        "people",
        "person",
        "resident",
        "passenger",
        "worker",
        "other",
        "人",
        "名",
        "位",
        "spectator",
        "visitor",
        "fan",
        "student",
        "employee",
    }
)
_LOOSE = {"count": 0.3, "money": 0.25, "percent": 0.3, "time": 0.3, "day": 0.34, "date": 0.3}
_ROLE_ZH = re.compile(
    r"(市长|教练|主帅|导演|发言人|馆长|校长|经理|队长|总监|主席|主任|歌手|作家|演员|队员|部长|局长|院长|会长|老师|医生|厨师|指挥|策展人|负责人)(?:是|为"
    r"|由)?([\u3400-\u9fff]{2,3}?)(?=[说表称，。、将在也介宣透指告]|$)"
)

_ROLES = (
    "coach|mayor|director|president|chairman|chairwoman|chair|captain|manager|minister|chief|CEO|architect|conductor"
    "|author|singer"
    "|spokesman|spokeswoman|winner|leader|governor|principal|editor|driver|pilot|curator|secretary|commissioner"
    "|sheriff|owner|star"
)
_PERSON = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+"
_ROLE_EN = re.compile(
    rf"\b(?P<role>{_ROLES}) (?P<who>{_PERSON})|(?P<who2>{_PERSON}),? (?:as |the |is |was )?(?:the |its |their |a |new "
    rf"|head |club |city )*(?P<role2>{_ROLES})\b"
)

_NOBODY = re.compile(
    r"\b(?:nobody|no one|none|no (?:injuries|casualties|deaths|victims))\b|无人|没有人|未造成", re.IGNORECASE
)
_BY = re.compile(
    rf"\b(led|directed|won|written|coached|designed|founded|owned|chaired|conducted|opened"
    rf"|built) by (?:[a-z]+ ){{0,2}}({_PERSON})"
)
_COUNTED = frozenset({"hurt", "dead", "missing", "moved", "held", "crowd", "jobs"})


@dataclass(frozen=True)
class Version:
    """What one report says: its sentence, the words that differ, and where in the sentence they stand."""

    said: Said
    words: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Contradiction:
    """A point on which reports differ; `about` names it for the phrase list (hurt, money, day, name, ...)."""

    about: str
    unit: str
    versions: tuple[Version, ...]


def contradictions(reports: list[Report]) -> list[Contradiction]:
    """Every point on which two or more reports differ, those that rest on most reports first."""
    found: list[Contradiction] = []
    for a, b in combinations(reports, 2):
        if a.language == b.language:
            found += _between(a, b)
    return sorted(_merged(found), key=lambda c: -len(c.versions))


def _between(a: Report, b: Report) -> Iterator[Contradiction]:
    for s, t in product(a.said, b.said):
        alike = similarity(content(s.text, a.language), content(t.text, a.language))
        harm = aspects(s.text, a.language) & aspects(t.text, a.language) & {"hurt", "dead"}
        if harm and bool(_NOBODY.search(s.text)) != bool(_NOBODY.search(t.text)):
            yield Contradiction("whether", "", (_whole(s), _whole(t)))
        if alike >= 0.12:
            yield from _quantities(s, t, alike, a.language)
        if alike >= 0.12:
            yield from _by(s, t)
        if alike >= 0.25:
            yield from _names(s, t, a, b, alike)
        if alike >= 0.5 and negated(s.text, a.language) != negated(t.text, a.language):
            yield Contradiction("whether", "", (_whole(s), _whole(t)))
    yield from _lonely(a, b)


def _by(s: Said, t: Said) -> Iterator[Contradiction]:
    """'the jury, led by producer Helen Strand' against 'the jury was led by actor Mark Oduya'."""
    for m, n in product(_BY.finditer(s.text), _BY.finditer(t.text)):
        if m[1] == n[1] and m[2].split()[-1] != n[2].split()[-1]:
            yield Contradiction("name", m[1], (_found(s, m, 2), _found(t, n, 2)))


def _lonely(a: Report, b: Report) -> Iterator[Contradiction]:
    """The same aspect told in unlike sentences: compared where each report has one number for it."""
    first, second = _by_aspect(a), _by_aspect(b)
    for key in first.keys() & second.keys():
        (s, p), (t, q) = first[key][0], second[key][0]
        alone = len({x.value for _, x in first[key]}) == 1 == len({x.value for _, x in second[key]})
        near = p.kind != "money" or max(float(p.value), float(q.value)) <= 2.5 * min(float(p.value), float(q.value))
        if alone and near and p.value != q.value and _comparable(p, q):
            yield Contradiction(key[0], p.unit, (_version(s, p), _version(t, q)))


def _by_aspect(report: Report) -> dict[tuple[str, str], list[tuple[Said, Quantity]]]:
    found: dict[tuple[str, str], list[tuple[Said, Quantity]]] = {}
    for said in report.said:
        for q in quantities(said.text, report.language):
            if q.kind == "money":
                found.setdefault(("money", q.kind), []).append((said, q))
            if q.kind == "count":
                for about in aspects(_clause(said.text, q), report.language) & _COUNTED:
                    found.setdefault((about, q.kind), []).append((said, q))
    return found


def _whole(said: Said) -> Version:
    return Version(said, said.text, "", 0, len(said.text))


def _quantities(s: Said, t: Said, alike: float, language: str) -> Iterator[Contradiction]:
    first, second = list(quantities(s.text, language)), list(quantities(t.text, language))
    for p, q in product(first, second):
        if not _comparable(p, q) or p.value == q.value:
            continue
        about = _shared_aspect(s.text, p, t.text, q, language)
        if about is None or (not about and alike < _LOOSE[p.kind]):
            continue
        if _also(p, second, s.text, t.text, language) or _also(q, first, t.text, s.text, language):
            continue
        yield Contradiction("money" if p.kind == "money" else about or p.kind, p.unit, (_version(s, p), _version(t, q)))


def _version(said: Said, q: Quantity) -> Version:
    return Version(said, q.text, f"{q.kind}:{q.value}", q.start, q.end)


def _comparable(p: Quantity, q: Quantity) -> bool:
    if p.kind != q.kind:
        return False
    return (
        p.kind != "count"
        or p.unit == q.unit
        or (p.unit in _PEOPLE and not q.unit)
        or (q.unit in _PEOPLE and not p.unit)
        or (p.unit in _PEOPLE and q.unit in _PEOPLE)
    )


def _clause(text: str, q: Quantity) -> str:
    """The clause that a quantity stands in."""
    left = max(text.rfind(sign, 0, q.start) for sign in (", ", "; ", "，", "；", " and ", " while ", "、")) + 1
    ends = [i for sign in (", ", "; ", "，", "；", " and ", " while ") if (i := text.find(sign, q.end)) > 0]
    return text[left : min(ends, default=len(text))]


def _shared_aspect(s: str, p: Quantity, t: str, q: Quantity, language: str) -> str | None:
    """The aspect that both numbers are about; '' where neither shows one; None where they are about different things."""
    one, two = aspects(_clause(s, p), language), aspects(_clause(t, q), language)
    if p.kind in ("day", "date", "time"):
        one, two = one & {"open", "close", "happen"}, two & {"open", "close", "happen"}
    if not one and not two:
        return ""
    shared = sorted(one & two)
    if not shared and (one and two):
        return "" if p.unit == q.unit == "magnitude" else None
    return (shared or [""])[0] or ""


def _also(p: Quantity, others: list[Quantity], own: str, text: str, language: str) -> bool:
    """Whether the other sentence gives the same value about the same thing somewhere."""
    return any(_comparable(p, o) and o.value == p.value for o in others)


def _names(s: Said, t: Said, a: Report, b: Report, alike: float) -> Iterator[Contradiction]:
    """Different names in the same role, or at the same place of two sentences that are much alike."""
    if a.language == "zh":
        pairs = product(_ROLE_ZH.finditer(s.text), _ROLE_ZH.finditer(t.text))
        for m, n in pairs:
            if m[1] == n[1] and m[2] != n[2]:
                yield Contradiction("name", m[1], (_found(s, m, 2), _found(t, n, 2)))
        return
    yield from _roles(s, t)
    if alike < 0.5:
        return
    all_a, all_b = " ".join(x.text for x in a.said), " ".join(x.text for x in b.said)
    for x, y in product(names(s.text), names(t.text)):
        if (
            is_day_or_month(x)
            or is_day_or_month(y)
            or x in all_b
            or y in all_a
            or set(x.split()) & set(y.split()) - {x.split()[0]} == set(y.split())
        ):
            continue
        before = _word_before(s.text, x)
        if before and before == _word_before(t.text, y):
            yield Contradiction("name", before, (_named(s, x), _named(t, y)))


def _roles(s: Said, t: Said) -> Iterator[Contradiction]:
    """'head coach Peter Lund' against 'Elena Marsh as head coach'."""
    for m, n in product(_ROLE_EN.finditer(s.text), _ROLE_EN.finditer(t.text)):
        one, two = (x["role"] or x["role2"] for x in (m, n))
        groups = ["who" if x["who"] else "who2" for x in (m, n)]
        if (
            one.lower() == two.lower()
            and m[groups[0]] != n[groups[1]]
            and m[groups[0]].split()[-1] != n[groups[1]].split()[-1]
        ):
            first, second = (
                Version(said, x[g], x[g], x.start(g), x.end(g)) for said, x, g in ((s, m, groups[0]), (t, n, groups[1]))
            )
            yield Contradiction("name", one.lower(), (first, second))


def _word_before(text: str, name: str) -> str:
    words = re.findall(r"[A-Za-z]+", text[: text.find(name)])
    return words[-1].lower() if words and words[-1].lower() not in ("the", "a", "and", "said") else ""


def _found(said: Said, match: re.Match[str], group: int) -> Version:
    return Version(said, match[group], match[group], match.start(group), match.end(group))


def _named(said: Said, name: str) -> Version:
    start = said.text.find(name)
    return Version(said, name, name, start, start + len(name))


def _merged(found: list[Contradiction]) -> list[Contradiction]:
    """Pairs about the same point as one: each report once, its first version."""
    merged: list[Contradiction] = []
    for item in found:
        same = next(
            (m for m in merged if m.about == item.about and (m.unit == item.unit or m.about != "name") and _touch(m, item)),
            None,
        )
        if same is None:
            merged.append(item)
            continue
        told = {v.said.source for v in same.versions}
        more = tuple(v for v in item.versions if v.said.source not in told)
        merged[merged.index(same)] = Contradiction(same.about, same.unit, (*same.versions, *more))
    return [c for c in merged if c.about == "whether" or len({v.value for v in c.versions}) > 1]


def _touch(a: Contradiction, b: Contradiction) -> bool:
    """Whether two contradictions speak of one place in a report, or of the same unit."""
    places = {(v.said.id, v.start) for v in a.versions}
    return any((v.said.id, v.start) in places for v in b.versions) or (
        a.unit == b.unit != "" and a.about == b.about != "name"
    )
