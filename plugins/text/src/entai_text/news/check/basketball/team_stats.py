"""Team figures: shooting percentages, rebounds, turnovers, players in double figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...number_words import like
from ..coded import Unit
from ..marks import Mark
from ..view import View

_FROM = (
    (r"from (?:the )?(?:field|floor)", "fg_pct"),
    (
        r"(?:from|behind|beyond) (?:the )?(?:three-point|three|long|deep|downtown|arc|behind the arc|beyond the arc"
        r"|3-point)",
        "fg3_pct",
    ),
    (r"from (?:the )?(?:free-throw|foul|charity)", "ft_pct"),
)


def percentages(view: View) -> Iterator[Mark]:
    """'48 percent from the field and 29 percent from long range', clause by clause."""
    groups = _by_clause(view)
    for side, found in groups:
        wrong = [(unit, field) for unit, field in found if unit.value != view.game.team(side, field)]
        if not wrong or not side:
            continue
        swapped = len(found) > 1 and all(u.value == view.game.team(view.other(side), f) for u, f in found)
        told = any(s == view.other(side) for s, _ in groups)
        subject = view.team_before(view.coded.place(found[0][0]))
        again = [s for s, _ in groups].count(side) > 1
        if subject and (
            (swapped and not told and not _rightly_superior(view, side)) or (again and _fits_better(view, found, side))
        ):
            name = view.game.name(view.other(side))
            yield view.mark(subject, "NAME", name, f"These are the {name}' figures.", "team.swapped")
            wrong, side = [(u, f) for u, f in found if u.value != view.game.team(view.other(side), f)], view.other(side)
        for unit, field in wrong:
            yield from _percent(view, unit, side, field)


def _fits_better(view: View, found: list[tuple[Unit, str]], side: str) -> bool:
    """Whether a second set of figures under one name fits the other team at least as well."""
    mine = sum(u.value == view.game.team(side, f) for u, f in found)
    theirs = sum(u.value == view.game.team(view.other(side), f) for u, f in found)
    return theirs >= mine and found[0][0].start > (
        view.coded.of_kind("T")[1].start if len(view.coded.of_kind("T")) > 1 else 0
    )


def _rightly_superior(view: View, side: str) -> bool:
    """'the superior shooters' told of the team that was: then its figures are wrong, not its name."""
    mine, theirs = (view.game.team(s, "fg_pct") or 0 for s in (side, view.other(side)))
    return "superior" in view.code and mine > theirs


def _percent(view: View, unit: Unit, side: str, field: str) -> Iterator[Mark]:
    right = view.game.team(side, field)
    place = view.coded.place(unit)
    before = view.code[max(0, place - 16) : place]
    under = re.search(r"(?:under|below|sub -|less than) $", before)
    over = re.search(r"(?:over|above|more than|better than) $", before)
    if right is None or (under and right < unit.value) or (over and right > unit.value):
        return
    name = view.game.name(side)
    yield view.mark(
        unit,
        "NUMBER",
        like(right, unit.text),
        f"The {name} shot {right:g} percent.",
        "team.percent",
        (f"{side}.{field}",),
    )


def _by_clause(view: View) -> list[tuple[str, list[tuple[Unit, str]]]]:
    groups: list[tuple[str, list[tuple[Unit, str]]]] = []
    for match in view.coded.find(r"(<N\d+>) (?:percent|%)"):
        field = _field(view.code, match.end(), match.start())
        side = _owner(view, match.start())
        if re.search(r"percent to $", view.code[: match.start()]) and groups:  # 'favored the Hawks, 44 percent to 40'
            side = view.other(groups[-1][0])
        if field and (not groups or groups[-1][0] != side or _repeats(view, groups[-1][1][-1][0], match.start())):
            groups.append((side, []))
        if field:
            groups[-1][1].append((view.coded.unit(match, 1), field))
    return groups


def _repeats(view: View, previous: Unit, place: int) -> bool:
    """Whether a team is named again between two figures."""
    return bool(re.search(r"<T\d+>", view.code[view.coded.place(previous) : place]))


def _owner(view: View, place: int) -> str:
    """Whose figure it is: the last team named, or the other one after 'limiting them to'."""
    named = view.team_before(place)
    side = named.name if named else view.subject(place)
    window = view.code[max(0, place - 40) : place]
    theirs = re.search(r"(?:held|holding|hold|limited|limiting) (?:them|their opponents?)\b", window)
    return view.other(side) if theirs and "<T" not in window[theirs.end() :] else side


def _field(code: str, after: int, before: int) -> str:
    tail = re.split(r"<N\d+> percent|<T\d+>", code[after : after + 60])[0]
    if re.match(r" to <N\d+>", code[after:]):
        return "fg3_pct" if re.search(r"three-point|long range|beyond", code) else "fg_pct"
    for pattern, field in _FROM:
        if re.search(pattern, tail):
            return field
    if re.match(r" (?:shooting|\.|,|of their shots|on their end)", tail) and re.search(
        r"(?:to|shot|shooting|hit|just|only) (?:just |only |a )?$", code[:before]
    ):
        return "fg3_pct" if re.search(r"from (?:long|deep|three)[^<]*$", code[:before]) else "fg_pct"
    return ""


def shooters(view: View) -> Iterator[Mark]:
    """'the Spurs were the superior shooters'."""
    for match in view.coded.find(r"(superior|better) shooters"):
        side = view.subject(match.start())
        mine, theirs = (view.game.team(s, "fg_pct") for s in (side, view.other(side)))
        swapped = any(mark.rule == "team.swapped" for mark in percentages(view))
        if mine is not None and theirs is not None and mine < theirs and not swapped:
            yield view.word(
                match,
                "inferior",
                f"They shot {mine:g} percent, the others {theirs:g}.",
                "team.shooters",
                1,
                (f"{side}.fg_pct", f"{view.other(side)}.fg_pct"),
            )


def turnovers(view: View) -> Iterator[Mark]:
    """'force the Magic into 15 turnovers, while committing only 12 of their own', 'held the Magic to 40 percent'."""
    for match in view.coded.find(
        r"(?:forc|elicit|held|hold|limit)[^<]{0,12}(?:the )?(<T\d+>)|elicit\w* <N\d+> turnovers from the (<T\d+>)"
    ):
        target = view.coded.unit(match, 1 if match[1] else 2)
        if view.subject(match.start()) == target.name:
            name = view.game.name(view.other(target.name))
            yield view.mark(target, "NAME", name, "A team can't do that to itself.", "team.itself")
    for match in view.coded.find(r"(<N\d+>)(?: total)? turnovers|commit(?:ting|ted) (?:only |just )?(<N\d+>) of their own"):
        group = 1 if match[1] else 2
        if view.player_before(match.start()) and not view.team_before(match.start()):
            continue
        yield from _count(view, view.coded.unit(match, group), _turnover_side(view, match, group), "tov", "turnovers")


def _turnover_side(view: View, match: re.Match[str], group: int) -> str:
    """Whose turnovers: the forcing team's opponent's, or its own."""
    before = view.code[: match.start(group)]
    if against := re.match(r" , against (?:just )?<N\d+> (?:by|for) the (<T\d+>)", view.code[match.end() :]):
        return view.other(view.coded.units[int(against[1][2:-1])].name)
    force = re.search(r"(?:forc|elicit)\w*[^.]*$", before)
    if force is None:
        return view.subject(match.start(group))
    subject = view.subject(force.start())
    return subject if "committing" in force[0] or "their own" in match[0] else view.other(subject)


def _count(view: View, unit: Unit, side: str, field: str, what: str) -> Iterator[Mark]:
    right = view.game.team(side, field) if side else None
    if right is not None and unit.value != right:
        yield view.mark(
            unit,
            "NUMBER",
            like(right, unit.text),
            f"The {view.game.name(side)} had {right:g} {what}.",
            f"team.{field}",
            (f"{side}.{field}",),
        )


def counts(view: View) -> Iterator[Mark]:
    """'the Hawks recording 21 assists', where no player is the subject."""
    for match in view.coded.find(r"(<N\d+>) (?:total |team )?(assists|rebounds|boards)"):
        if view.player_before(match.start()) or re.search(r"\b(?:he|his)\b", view.code[: match.start()]):
            continue
        if not view.team_before(match.start()):
            continue
        field = "ast" if match[2] == "assists" else "reb"
        yield from _count(view, view.coded.unit(match, 1), view.subject(match.start()), field, match[2])


def battles(view: View) -> Iterator[Mark]:
    """'winning that battle, 46 - 34' about rebounds."""
    if not re.search(r"rebound|glass|boards", view.code):
        return
    pattern = (
        r"(?:won|winning|win|dominat\w+|lost|losing)[^<]{0,30}battle[^<]{0,20}(<N\d+>) - (<N\d+>)"
        r"|out-?rebound\w*[^<]*(?:<T\d+>)[^<]*(<N\d+>) - (<N\d+>)"
    )
    for match in view.coded.find(pattern):
        side = next((u.name for u in view.coded.of_kind("T")), view.story.focus)
        groups = (1, 2) if match[1] else (3, 4)
        for group, which in zip(groups, (side, view.other(side)), strict=True):
            yield from _count(view, view.coded.unit(match, group), which, "reb", "rebounds")


def double_figures(view: View) -> Iterator[Mark]:
    """'had six players reach double figures'."""
    for match in view.coded.find(
        r"(<N\d+>) (?:players|starters|others?)[^<]{0,25}double (?:figures|digits)"
        r"|(<N\d+>) [^<]{0,12}in double (?:figures|digits)"
    ):
        unit, side = view.coded.unit(match, 1 if match[1] else 2), view.subject(match.start())
        part = "starters" if "starters" in match[0] else ""
        right = sum((view.game.stat(p, "pts") or 0) >= 10 for p in view.game.played(side, part))
        if side and unit.value != right:
            yield view.mark(unit, "NUMBER", like(right, unit.text), f"{right} of them had ten points or more.", "team.tens")
