"""Players' lines: '14 points on 5 - of - 9 shooting, six rebounds and a steal in 31 minutes'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...number_words import like
from ..coded import Unit
from ..marks import Mark
from ..view import View

_STATS = {
    "point": "pts",
    "pts": "pts",
    "rebound": "reb",
    "board": "reb",
    "assist": "ast",
    "dime": "ast",
    "steal": "stl",
    "swipe": "stl",
    "theft": "stl",
    "block": "blk",
    "blocked shot": "blk",
    "rejection": "blk",
    "minute": "min",
    "turnover": "tov",
    "three-pointer": "fg3m",
    "free throw": "ftm",
    "free-throw": "ftm",
    "foul": "pf",
}
_WORD = "|".join(sorted(_STATS, key=len, reverse=True))
_COUNT = re.compile(
    rf"(?P<n><N\d+>|\ban?\b|\bpair\b(?= of)) (?:- |of |more |total |just |team-high |game-high |personal "
    rf"|defensive )*(?P<stat>{_WORD})s?\b"
)
_SHOTS = re.compile(r"(?P<made><N\d+>) - (?:of -|for -|)? ?(?P<tried><N\d+>)(?P<tail>[^<]{0,40})(?P<three><N\d+> pt)?")
_SPANS = re.compile(
    r"(?:last|past|previous) (?:<N\d+> |couple |few )?(?:games|contests|outings)|over that span|that stretch|averag"
    r"|on the (?:season|year)"
    r"|this season|in a row|stretch where|combin(?:ed|ing) for|double - digit|point mark"
)


_MARGIN = re.compile(r"\b(?:win|won|victory|beat|defeated|edged|topped|downed|outlasted|held off|routed|past|separated)\b")


@dataclass(frozen=True)
class Claim:
    """A number that a text gives a player: the unit that says it, whose it is, and of what."""

    unit: Unit
    value: float
    player: str
    field: str


def claims(view: View) -> Iterator[Claim]:
    """What the sentence says of players' figures in this game."""
    span = _SPANS.search(view.code)
    for match in _COUNT.finditer(view.code):
        if span and _in_span(view.code, match.start(), span):
            continue
        player = _owner(view, match.start())
        if player and not _shot_context(view.code, match):
            unit = view.coded.unit(match, "n")
            value = {"a": 1.0, "an": 1.0, "pair": 2.0}.get(match["n"], unit.value)
            yield Claim(unit, value, player, _STATS[match["stat"]])
    for match in _SHOTS.finditer(view.code):
        player = _owner(view, match.start())
        kind = _shot_kind(view.code, match)
        if kind and player and not (span and _in_span(view.code, match.start(), span)):
            for group, field in (("made", f"{kind}m"), ("tried", f"{kind}a")):
                unit = view.coded.unit(match, group)
                yield Claim(unit, unit.value, player, field)


def _in_span(code: str, place: int, span: re.Match[str]) -> bool:
    """Whether a number belongs to several games rather than this one: same clause as the words that say so."""
    start = max(
        code.rfind(", as ", 0, place),
        code.rfind(", while", 0, place),
        code.rfind(", a stretch", 0, place),
        code.rfind(", combining", 0, place),
        0,
    )
    ends = [end for end in (code.find(", while", place), code.find(", as ", place)) if end > 0]
    stop = min(ends, default=len(code))
    return start <= span.start() < stop or start <= span.end() <= stop


def _shot_context(code: str, match: re.Match[str]) -> bool:
    if (
        re.search(r"\b(?:by|only|separated by) $", code[: match.start()])
        and match["stat"] == "point"
        and _MARGIN.search(code)
    ):
        return True
    return _not_a_line(code, match)


def _not_a_line(code: str, match: re.Match[str]) -> bool:
    """'three-point land', 'the 20-point mark', 'a one-point game', 'a pair of 16 - point efforts', a team's quarter."""
    return bool(
        re.match(
            r" (?:in the paint|off (?:of )?turnovers|off the bench from|on the fast|mark|game|win|loss|lead|first"
            r"|second|third|fourth|deficit|advantage|line|range|quarter|half|victory|efforts?\b from)",
            code[match.end() :],
        )
    )


def _shot_kind(code: str, match: re.Match[str]) -> str:
    between = code[match.end("made") : match.start("tried")]
    tail = code[match.end("tried") : match.end("tried") + 45]
    if re.match(r" fg\b", tail):
        return "fg"
    if re.match(r" (?:<N\d+> (?:pt|point)|3pt)", tail):
        return "fg3"
    if re.match(r" ft\b", tail):
        return "ft"
    if "of" not in between and "for" not in between:
        return ""
    tail = re.split(r"<[A-Z]\d+>", tail)[0]
    if re.match(r"[^,.]{0,18}(?:long|deep|three|beyond|behind|downtown|3)", tail):
        return "fg3"
    return "ft" if re.match(r"[^,.]{0,18}(?:free-throw|foul|charity|stripe)", tail) else "fg"


def _owner(view: View, place: int) -> str:
    """Whose number it is: the last player named before it, a pronoun's, or nobody's where a team took over."""
    if giver := _giver(view, place):
        return giver
    player, team = _subject_before(view, place), view.team_before(place)
    stranger = [u for u in view.coded.of_kind("X") if view.coded.place(u) < place]
    if player is None:
        pronoun = re.search(r"\b(?:he|his|him)\b", view.code[:place])
        return view.story.player if pronoun and not stranger else ""
    at = view.coded.place(player)
    if stranger and view.coded.place(stranger[-1]) > at:
        return ""
    if team and view.coded.place(team) > at and _takes_over(view.code, view.coded.place(team)):
        return ""
    return _former_or_latter(view, place) or view.choose(player)


def _giver(view: View, place: int) -> str:
    """The player in 'got 23 points and three steals from James': named after the numbers, by nothing but them divided."""
    stat = rf"(?:<N\d+>|an?|and|,|-|of|on|shooting|to|go|with|along|besides|in|(?:{_WORD})s?)"
    found = re.match(rf"(?:{stat} )+(?<!and )(?<!, )(?:from|by) (<P\d+>)", view.code[place:])
    return view.choose(view.coded.units[int(found[1][2:-1])]) if found else ""


def _takes_over(code: str, place: int) -> bool:
    """Whether a team named after a player becomes the subject ('while the Lakers ...')."""
    return bool(re.search(r"(?:while|but|and|as|with) (?:the )?$", code[:place])) and not re.search(r"to go$", code[:place])


def _subject_before(view: View, place: int) -> Unit | None:
    """The last player named before a place, passing over asides such as 'matched the point total of Morris'."""
    found = [u for u in view.coded.of_kind("P") if view.coded.place(u) < place]
    told = [u for u in found if not re.match(r"<P\d+> 's point total", view.code[view.coded.place(u) :])]
    return told[-1] if told else None


def _former_or_latter(view: View, place: int) -> str:
    words = list(re.finditer(r"\b(former|latter)\b", view.code[:place]))
    players = [u for u in view.coded.of_kind("P") if view.coded.place(u) < place]
    if not words or len(players) < 2:
        return ""
    first, second = players[-2:]
    return view.choose(first if words[-1][1] == "former" else second)


def player_lines(view: View) -> Iterator[Mark]:
    """Every number of a player's line against the box score; a line that is another player's marks the name."""
    told = list(claims(view))
    for player in dict.fromkeys(claim.player for claim in told):
        mine = [claim for claim in told if claim.player == player]
        owner, name = _true_owner(view, mine), _subject_before(view, view.coded.place(mine[0].unit))
        if owner and name:
            yield view.mark(
                name,
                "NAME",
                view.game.label(owner),
                f"This is the line of {view.game.label(owner)}.",
                "line.swapped",
                (f"{owner}.pts",),
            )
            mine = [Claim(c.unit, c.value, owner, c.field) for c in mine]
        yield from _wrong(view, mine)


def _wrong(view: View, told: list[Claim]) -> Iterator[Mark]:
    for claim in told:
        right = _right(view, claim)
        if right is None or right == claim.value or _wrong_line(view, claim, told):
            continue
        name = view.game.label(claim.player)
        yield view.mark(
            claim.unit,
            "NUMBER",
            like(right, claim.unit.text),
            f"{name}: {right:g}, not {claim.value:g}.",
            f"line.{claim.field}",
            (f"{claim.player}.{claim.field}",),
        )


def _right(view: View, claim: Claim) -> float | None:
    """What the facts say; those who did not play have nought."""
    right = view.game.stat(claim.player, claim.field)
    return 0 if right is None and view.game.stat(claim.player, "min") is None else right


def _true_owner(view: View, told: list[Claim]) -> str:
    """The player whose line it is, where three numbers or more fit one teammate and not the one who was named."""

    def fits(player: str) -> int:
        return sum(view.game.stat(player, c.field) == c.value for c in told)

    fields = {c.field for c in told}
    if len(told) < 3 or "pts" not in fields:
        return ""
    own = fits(told[0].player)
    best = max((p for p in view.game.played() if p not in view.story.lined), key=fits, default="")
    return best if best and fits(best) >= len(told) - (len(told) > 4) and own <= len(told) - 3 + (own == 0) else ""


def _wrong_line(view: View, claim: Claim, told: list[Claim]) -> bool:
    """Whether made and tried shots fit another distance: then the word for the distance is wrong, see `distances`."""
    return claim.field[:3] in ("fg3", "ftm", "fta") and any(True for _ in _misplaced(view, told, claim.player))


def _misplaced(view: View, told: list[Claim], player: str) -> Iterator[tuple[Claim, str]]:
    by_field = {c.field: c for c in told if c.player == player}
    for field, other in (("fg3", "ft"), ("ft", "fg3")):
        if " line" not in view.code:  # 'line' is what both shots share, so the slip is in the word before it
            return
        made, tried = by_field.get(f"{field}m"), by_field.get(f"{field}a")
        if (
            made
            and tried
            and tried.value > 1
            and f"{other}m" not in by_field
            and made.value != _right(view, made)
            and tried.value != _right(view, tried)
            and made.value == view.game.stat(player, f"{other}m")
            and tried.value == view.game.stat(player, f"{other}a")
        ):
            yield tried, other


def distances(view: View) -> Iterator[Mark]:
    """'6 - for - 6 from the three-point line' where these were free throws."""
    told = list(claims(view))
    for player in dict.fromkeys(claim.player for claim in told):
        for claim, other in _misplaced(view, told, player):
            place = view.coded.place(claim.unit)
            if match := re.search(r"three-point|free-throw|long range", view.code[place : place + 50]):
                unit = view.coded.units[max(i for i, at in enumerate(view.coded.at) if at <= place + match.start())]
                right = {"ft": "free-throw", "fg3": "three-point"}[other]
                yield view.mark(unit, "WORD", right, f"These were {right} shots.", "line.distance")


def pairs(view: View) -> Iterator[Mark]:
    """'a pair of 23 - point efforts from Wall and Beal'."""
    for match in view.coded.find(r"(<N\d+>) - point efforts? from (<P\d+>) and (<P\d+>)"):
        unit = view.coded.unit(match, 1)
        points = [view.game.stat(view.choose(view.coded.unit(match, g)), "pts") for g in (2, 3)]
        if any(p is not None and p != unit.value for p in points):
            yield view.mark(
                unit,
                "NUMBER",
                " and ".join(f"{p:g}" for p in points if p is not None),
                "Their points differ.",
                "line.pair",
            )
