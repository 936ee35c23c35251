"""Quarters and halves: who outscored whom, who led after what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...number_words import like
from ..coded import Unit
from ..marks import Mark
from ..view import View

_PERIODS = (
    (r"(?:first|opening) (?:quarter|period|frame)", "q1"),
    (r"second (?:quarter|period|frame)", "q2"),
    (r"third (?:quarter|period|frame)", "q3"),
    (r"(?:fourth|final) (?:quarter|period|frame)", "q4"),
    (r"first half", "h1"),
    (r"second half", "h2"),
    (r"final <N\d+> minutes", "q4"),
    (r"opening <N\d+> minutes", "q1"),
)
_AFTER = (
    (r"(?:after|through|at the end of) the (?:first|opening) (?:quarter|period|frame)", "q1"),
    (r"(?:at|into|by) (?:the )?(?:half|halftime|break|intermission)", "h1"),
    (r"(?:after|through) the third quarter", "three"),
)
_THROUGH = {1: "q1", 2: "h1", 3: "three"}
_OUTSCORE = re.compile(r"\bout-?scor(?:ed|ing|e)\b")


def outscored(view: View) -> Iterator[Mark]:
    """'outscored the Hawks, 37 - 20, in the fourth quarter'."""
    matches = list(view.coded.find(_OUTSCORE.pattern))
    for index, match in enumerate(matches):
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(view.code)
        tail = view.code[match.end() : stop]
        side = view.subject(match.start())
        period = _period(tail) or _period(view.code[: match.start()], last=True)
        pair = re.search(r"(<N\d+>) - (<N\d+>)(?! \))", tail)
        if not side:
            continue
        itself = list(_itself(view, match, tail, side))
        yield from itself
        if period:
            if not itself:
                yield from _verb(view, match, side, period)
            if pair:
                units = tuple(_number(view, pair[g]) for g in (1, 2))
                yield from _points(view, units, side, period, "periods.outscored")


def _period(text: str, last: bool = False) -> str:
    found = [(m.start(), name) for pattern, name in _PERIODS for m in re.finditer(pattern, text)]
    return (max(found) if last else min(found))[1] if found else ""


def _number(view: View, code: str) -> Unit:
    return view.coded.units[int(re.sub(r"\D", "", code))]


def _itself(view: View, match: re.Match[str], tail: str, side: str) -> Iterator[Mark]:
    target = re.match(r" (?:the )?(<T\d+>)", tail)
    unit = _number(view, target[1]) if target else None
    if unit and unit.name == side:
        name = view.game.name(view.other(side))
        yield view.mark(unit, "NAME", name, "A team can't outscore itself.", "periods.itself")


def _verb(view: View, match: re.Match[str], side: str, period: str) -> Iterator[Mark]:
    mine, theirs = (view.game.team(s, f"pts.{period}") for s in (side, view.other(side)))
    if mine is not None and theirs is not None and mine <= theirs:
        yield view.word(
            match,
            "were outscored",
            f"The {view.game.name(side)} were not ahead there: {mine:g} to {theirs:g}.",
            "periods.verb",
            facts=(f"{side}.pts.{period}", f"{view.other(side)}.pts.{period}"),
        )


def _points(view: View, units: tuple[Unit, ...], side: str, period: str, rule: str) -> Iterator[Mark]:
    order = (side, view.other(side))
    wanted = [view.game.team(which, f"pts.{period}") for which in order]
    if sum(u.value == w for u, w in zip(units, reversed(wanted), strict=True)) > sum(
        u.value == w for u, w in zip(units, wanted, strict=True)
    ):  # the writer had the sides the wrong way round: the verb is marked, the numbers are right where they fit
        order = (order[1], order[0])
    for unit, which in zip(units, order, strict=True):
        points = view.game.team(which, f"pts.{period}")
        if points is not None and unit.value != points:
            yield view.mark(
                unit,
                "NUMBER",
                like(points, unit.text),
                f"The {view.game.name(which)} scored {points:g} there.",
                rule,
                (f"{which}.pts.{period}",),
            )


def leads(view: View) -> Iterator[Mark]:
    """'a 31 - 22 lead after one quarter', 'led 55 - 47 at halftime'."""
    for match in view.coded.find(r"(<N\d+>) - (<N\d+>) (?:lead|advantage|edge|deficit|hole)?"):
        tail = view.code[match.end() : match.end() + 60]
        period = next((name for pattern, name in _AFTER if re.match(r"\s*,?\s*" + pattern, tail)), "")
        if counted := re.match(r"\s*,?\s*(?:after|through) (<N\d+>) (?:quarter|period|frame)s?", tail):
            period = _THROUGH.get(int(_number(view, counted[1]).value), "")
        side = view.subject(match.start())
        if not period or not side:
            continue
        units = (view.coded.unit(match, 1), view.coded.unit(match, 2))
        behind = re.search(r"trail|deficit|hole|down", view.code[max(0, match.start() - 25) : match.end()])
        wanted = [view.game.team(s, f"pts.{period}") or 0 for s in (side, view.other(side))]
        if sorted(u.value for u in units) != sorted(wanted):
            order = view.other(side) if behind else side
            yield from _points(view, units, order, period, "periods.lead")


def big_quarters(view: View) -> Iterator[Mark]:
    """'a 33 - point first quarter'."""
    for match in view.coded.find(r"(<N\d+>) - point (first|second|third|fourth) (quarter|half|period)"):
        period = {"quarter": "q", "period": "q", "half": "h"}[match[3]] + str(
            ["first", "second", "third", "fourth"].index(match[2]) + 1
        )
        unit, side = view.coded.unit(match, 1), view.subject(match.start())
        points = view.game.team(side, f"pts.{period}")
        if points is not None and unit.value != points:
            yield view.mark(
                unit,
                "NUMBER",
                like(points, unit.text),
                f"The {view.game.name(side)} scored {points:g} there.",
                "periods.big",
                (f"{side}.pts.{period}",),
            )


def margins(view: View) -> Iterator[Mark]:
    """'a 30 - point win over the Lakers', 'won by 12 points'."""
    for match in view.coded.find(
        r"(<N\d+>) - point (?:win|victory|loss|defeat|triumph)|\b(?:won|lost|win|fell|victory|<T\d+>) by (<N\d+>)(?! -)"
    ):
        unit = view.coded.unit(match, 1 if match[1] else 2)
        margin = view.game.facts.number("game.margin")
        if margin is not None and unit.value != margin:
            yield view.mark(
                unit,
                "NUMBER",
                like(margin, unit.text),
                f"The margin was {margin:g}.",
                "periods.margin",
                ("game.margin",),
            )


def starts(view: View) -> Iterator[Mark]:
    """'got off to a hot start' by a team that lost the first quarter; 'pulled away in the second half' by one that "
    "lost it.
    """
    for match in view.coded.find(r"got off to an? (hot|quick|strong|fast|great) start"):
        side = view.subject(match.start())
        level = (view.game.team(side, "pts.q1") or 0) > (view.game.team(view.other(side), "pts.q1") or 0)
        yield from _lost_part(view, match, "h1" if level else "q1", "periods.start")
    for match in view.coded.find(r"pull(?:ed)? away|cruised?\b(?! past)|coast(?:ed)?"):
        period = _period(view.code[match.end() :]) or "h2"
        if view.subject(match.start()) == view.game.loser:
            yield view.word(match, "", "They lost this game.", "periods.pull_away_lost", facts=("game.winner",))
        else:
            yield from _lost_part(view, match, period, "periods.pull_away")
    for match in view.coded.find(r"battled back|rallied|came back|stormed back"):
        side = view.subject(match.start())
        mine, theirs = (view.game.team(s, "pts.h1") for s in (side, view.other(side)))
        if mine is not None and theirs is not None and mine > theirs:
            yield view.word(
                match,
                "",
                f"The {view.game.name(side)} were ahead at halftime.",
                "periods.back",
                facts=(f"{side}.pts.h1", f"{view.other(side)}.pts.h1"),
            )


def big_leads(view: View) -> Iterator[Mark]:
    """'neither team leading by more than 8 points' where the margin was larger; 'led for the majority' of a loser."""
    margin = view.game.facts.number("game.margin") or 0
    for match in view.coded.find(r"(neither|<T\d+>)[^<]*(?:led|leading) by more than (<N\d+>)"):
        side = view.coded.unit(match, 1).name
        unit = view.coded.unit(match, 2)
        if unit.value < margin and side in ("", view.game.winner):
            yield view.mark(
                unit,
                "NUMBER",
                f"{margin:g}",
                f"It ended with {margin:g} points between them.",
                "periods.biggest",
                ("game.margin",),
            )
    for match in view.coded.find(r"\bled (?=for (?:the|most))"):
        if view.subject(match.start()) == view.game.loser:
            yield view.word(match, "", "They lost this game.", "periods.led_for")


def _lost_part(view: View, match: re.Match[str], period: str, rule: str) -> Iterator[Mark]:
    side = view.subject(match.start())
    mine, theirs = (view.game.team(s, f"pts.{period}") for s in (side, view.other(side)))
    if mine is not None and theirs is not None and mine <= theirs:
        yield view.word(
            match,
            "",
            f"The {view.game.name(side)} did not win that part: {mine:g} to {theirs:g}.",
            rule,
            facts=(f"{side}.pts.{period}", f"{view.other(side)}.pts.{period}"),
        )
