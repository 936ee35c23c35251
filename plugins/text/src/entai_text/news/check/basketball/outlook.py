"""What comes next: opponents, days, home or away. The box score carries none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..coded import Unit
from ..marks import Mark
from ..mentions import DAYS
from ..view import View

_AHEAD = re.compile(
    r"next (?:game|contest|matchup|outing)|will (?:look|host|play|be|travel|try|head|return|stay|remain|face|take on"
    r"|visit|open|continue)|"
    r"\bheads? (?:back )?(?:home|to|out|on)|on deck|up next|remain (?:at )?home|await|look(?:s|ing)? to (?:bounce"
    r"|get back|build|turn|continue)|"
    r"'re home again|play host|return home|return to action|hit the road|they visit|they travel|stay (?:at )?home"
)


def looks_ahead(code: str) -> bool:
    """Whether a sentence speaks of the next game."""
    return bool(_AHEAD.search(code))


def _tail(view: View) -> int:
    """Where the looking ahead begins in the code."""
    found = _AHEAD.search(view.code)
    return found.start() if found else len(view.code)


def opponents(view: View) -> Iterator[Mark]:
    """The next opponent, or the city the next game is in."""
    if not looks_ahead(view.code):
        return
    for unit in view.coded.units:
        if unit.kind in "TO" and (unit.kind == "O" or not _is_subject(view, unit)):
            yield view.mark(
                unit,
                "NAME",
                "",
                "The facts say nothing about the next opponent.",
                "outlook.opponent",
                contradicted=False,
            )


def _is_subject(view: View, unit: Unit) -> bool:
    place = view.coded.place(unit)
    before, after = view.code[:place], view.code[place + len(f"<T{view.coded.units.index(unit)}>") :]
    if place < _tail(view) or re.match(
        r" (?:\( <N\d+> - <N\d+> \) )?(?:will|are|is|head|remain|look|play|have|'|travel|return|stay)\b|^ '", after
    ):
        return True
    if re.search(r"(?:while|meanwhile ,?|and) (?:the )?$", before):
        return not re.search(r"against (?:the )?$", before)
    return bool(re.search(r"(?:on deck|up next|next) for (?:the )?$", before))


def days(view: View) -> Iterator[Mark]:
    """The day of the next game; how likely a guess is right hangs on how many days on it is (teams mostly rest one day)."""
    if looks_ahead(view.code):
        today = view.game.facts.text("game.weekday")
        for unit in view.coded.of_kind("D"):
            gap = (DAYS.index(unit.name) - DAYS.index(today)) % 7 if today else 0
            yield view.mark(
                unit,
                "NAME",
                "",
                "The facts say nothing about the next game's day.",
                f"outlook.day_{gap}",
                contradicted=False,
            )


def home_or_away(view: View) -> Iterator[Mark]:
    """Whether the next game is at home: unknown; each wording is a rule of its own, trusted as far as measured."""
    if not looks_ahead(view.code):
        return
    for match in view.coded.find(
        r"\b(back home|at home|on the road|remain home|travels?|play host|will host|head home|home (?=matchup)"
        r"|road (?=matchup)|host (?=to))"
    ):
        words = match[1].strip()
        yield view.word(
            match,
            "",
            "The facts don't say where the next game is.",
            f"outlook.{words.replace(' ', '_')}",
            1,
            contradicted=False,
        )
    for match in view.coded.find(r"back-to-back"):
        yield view.word(match, "", "The facts don't say when the next game is.", "outlook.back_to_back", contradicted=False)


def mood(view: View) -> Iterator[Mark]:
    """'look to bounce back' after a win, 'build off this win' after a loss."""
    game = view.game
    for match in view.coded.find(r"bounce back|get back on track|turn things around|right the ship"):
        side = view.subject(match.start())
        if side and side == game.winner:
            yield view.word(match, "", f"The {game.name(side)} won this game.", "outlook.bounce", facts=("game.winner",))
    for match in view.coded.find(r"(?:build (?:off|on) (?:of )?this |continue their )(win|winning|victory)"):
        side = view.subject(match.start())
        if side and side == game.loser:
            yield view.word(match, "loss", f"The {game.name(side)} lost this game.", "outlook.build", 1, ("game.winner",))
