"""Who beat whom, by what score, where, and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...number_words import like
from ..coded import Unit
from ..league import nba
from ..marks import Mark
from ..view import View
from .outlook import looks_ahead

_RECORD = r"(?: \( <N\d+> - <N\d+> \))?"
_BEAT = (
    r"(?P<verb>defeated|beat|topped|edged|downed|routed|crushed|toppled|blew out|outlasted|stunned|"
    r"knocked off|cruised past|held off|took down|got past|rolled past)"
)
_LOST = r"(?P<verb>lost to|fell to|were beaten by|were defeated by|succumbed to)"
_LED = r"to (?:an?|another|their) [\w<>\- ]{0,40}?(?P<verb>win|victory|triumph) over"
_RESULT = (
    r"(?P<a><T\d+>)"
    + _RECORD
    + r" (?:{verb})(?: at)?(?: the)?(?: host| visiting)?(?: the)? (?P<b><T\d+>)"
    + _RECORD
    + r"(?:(?: ,)?(?: by a (?:score of )?)? (?P<x><N\d+>) - (?P<y><N\d+>))?"
)


def result(view: View) -> Iterator[Mark]:
    """'The Celtics defeated the Lakers, 113 - 107': the winner, the loser and the score."""
    game = view.game
    if not game.winner:
        return
    for verb, won, opposite in ((_BEAT, True, "lost to"), (_LED, True, "loss"), (_LOST, False, "defeated")):
        for match in view.coded.find(_RESULT.replace("{verb}", verb)):
            first, second = view.coded.unit(match, "a"), view.coded.unit(match, "b")
            right = game.winner if won else game.loser
            if first.name == second.name:
                wrong = second if first.name == right else first
                name = game.full(view.other(wrong.name))
                yield view.mark(wrong, "NAME", name, f"A team can't play itself; this is the {name}.", "result.same")
            elif first.name != right:
                yield view.word(
                    match,
                    opposite,
                    f"The {game.name(game.winner)} won this game.",
                    "result.verb",
                    "verb",
                    ("game.winner",),
                )
            if match["x"]:
                yield from _score(view, view.coded.unit(match, "x"), view.coded.unit(match, "y"))


def _score(view: View, x: Unit, y: Unit) -> Iterator[Mark]:
    game = view.game
    units = (x, y)
    wanted = [game.team(game.winner, "pts"), game.team(game.loser, "pts")]
    if sorted(u.value for u in units) == sorted(w or 0 for w in wanted):
        return
    for unit, points, side in zip(units, wanted, (game.winner, game.loser), strict=True):
        if points is not None and unit.value != points:
            yield view.mark(
                unit,
                "NUMBER",
                like(points, unit.text),
                f"The {game.name(side)} scored {points:g}.",
                "result.score",
                (f"{side}.pts",),
            )


_ELSEWHERE = re.compile(r"<O\d+>|\b(?:last|previous|earlier|series|season|meeting|after|since|loss|losses)\b", re.IGNORECASE)
_MOST_GAMES = 82


def final_score(view: View) -> Iterator[Mark]:
    """A score in any other words ('took care of the Nuggets 148-133'): too high for a record of games or a half."""
    game = view.game
    final = [game.team(game.winner, "pts"), game.team(game.loser, "pts")] if game.winner else []
    if None in final or not final or looks_ahead(view.code) or _ELSEWHERE.search(view.code):
        return
    known = {frozenset(final), frozenset((game.team("home", "pts.three"), game.team("away", "pts.three")))}
    for match in view.coded.find(r"(?<!- )(<N\d+>) - (<N\d+>)(?! -)"):
        pair = (view.coded.unit(match, 1), view.coded.unit(match, 2))
        values = {unit.value for unit in pair}
        if min(values) > _MOST_GAMES and frozenset(values) not in known and final != [u.value for u in pair]:
            yield from _score(view, *sorted(pair, key=lambda unit: -unit.value))


def hosts(view: View) -> Iterator[Mark]:
    """'the host Mavericks', 'the visiting Magic', 'their home crowd'."""
    for match in view.coded.find(r"\b(host|hosting|visiting) (?:the )?(<T\d+>)"):
        side = view.coded.unit(match, 2).name
        word = match[1]
        if view.code[: match.start()].endswith(("will ", "to ", "they ", "'ll ")) or looks_ahead(view.code):
            continue
        if (side == "home") is (word == "visiting"):
            yield view.word(
                match,
                "visiting" if side == "away" else "host",
                "It is the other team that was at home.",
                "result.host",
                1,
                ("home.name",),
            )


def arena(view: View) -> Iterator[Mark]:
    """'at TD Garden', 'in Boston'."""
    home = view.game.league["home"]
    date = view.game.facts.text("game.date")
    for unit in view.coded.of_kind("A"):
        name = unit.name.split("|")[1]
        first, last = nba().arena_dates.get(name, ("", "9"))
        if home.arenas and (name not in home.arenas or (date and not first <= date <= last)):
            fits = [a for a in home.arenas if nba().arena_dates.get(a, ("", "9"))[0] <= date] or list(home.arenas)
            yield view.mark(
                unit, "NAME", fits[0], f"The game was at the {home.name}' arena.", "result.arena", ("home.name",)
            )
    for match in view.coded.find(r"<A\d+> in (<[TO]\d+>)"):
        unit = view.coded.unit(match, 1)
        if unit.name != "home" and unit.text not in home.cities:
            yield view.mark(unit, "NAME", home.city, f"The {home.name} played at home.", "result.city", ("home.city",))


def weekday(view: View) -> Iterator[Mark]:
    """'on Wednesday': the day of the game, unless the sentence looks ahead."""
    day = view.game.facts.text("game.weekday")
    if not day or looks_ahead(view.code):
        return
    for unit in view.coded.of_kind("D"):
        if unit.name != day:
            yield view.mark(unit, "NAME", day, f"The game was on a {day}.", "result.day", ("game.date",))
