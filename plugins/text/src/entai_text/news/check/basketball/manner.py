"""How the game is said to have gone: close or one-sided, who all scored, what two players had together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...number_words import like
from ..marks import Mark
from ..view import View

# A blowout is won by twelve or more, a thriller by eight or fewer; between them tastes differ.
_ONE_SIDED = r"\b(blowout|rout|routed|demolished|crushed|blew out|easily|dominating|dominated|lopsided|comfortabl[ey])\b"
_CLOSE = (
    r"\b(nail-biter|thriller|narrowly|barely|edged|squeaked|hard-fought|back-and-forth|down to the wire"
    r"|close game|close one)\b"
)


def margins(view: View) -> Iterator[Mark]:
    """'a blowout' won by four, 'a thriller' won by twenty."""
    margin = view.game.facts.number("game.margin")
    if margin is None or view.coded.of_kind("P"):  # 'dominated the boards' of a player is no matter of the margin
        return
    for pattern, wrong in ((_ONE_SIDED, margin < 8), (_CLOSE, margin > 15)):
        for match in view.coded.find(pattern) if wrong else ():
            yield view.word(match, "", f"The margin was {margin:g}.", "manner.margin", facts=("game.margin",))


def starters(view: View) -> Iterator[Mark]:
    """'all five starters scored in double figures'."""
    for match in view.coded.find(
        r"\b(all (?:five |of (?:their |the )?)?(?:<N\d+> )?(?:of (?:their"
        r"|the) )?starters)[^.]{0,30}double (?:figures|digits)"
    ):
        side = view.subject(match.start())
        number = sum((view.game.stat(p, "pts") or 0) >= 10 for p in view.game.played(side, "starters")) if side else 5
        if number < 5:
            yield view.word(match, like(number, ""), f"{number} of them had ten points or more.", "manner.starters", 1)


def together(view: View) -> Iterator[Mark]:
    """'Wall and Beal combined for 54 points'."""
    if re.search(r"last|past|previous|span|stretch", view.code):
        return
    for match in view.coded.find(
        r"(<P\d+>) and (<P\d+>) (?:both |each )?(?:combined|teamed up) (?:for"
        r"|to score) (<N\d+>) (points|rebounds|assists)"
    ):
        field = {"points": "pts", "rebounds": "reb", "assists": "ast"}[match[4]]
        players = [view.choose(view.coded.unit(match, group)) for group in (1, 2)]
        right = sum(view.game.stat(player, field) or 0 for player in players)
        unit = view.coded.unit(match, 3)
        if unit.value != right:
            yield view.mark(unit, "NUMBER", like(right, unit.text), f"Together they had {right:g}.", "manner.together")


def largest_leads(view: View) -> Iterator[Mark]:
    """'led by as many as 20': the facts hold no largest lead, but the winner's was no smaller than the margin."""
    for match in view.coded.find(r"(?:by as many as|by as much as|lead of as many as|as large as) (<N\d+>)"):
        unit = view.coded.unit(match, 1)
        yield view.mark(unit, "NUMBER", "", "The facts hold no largest lead.", "manner.largest_lead", contradicted=False)


def runs(view: View) -> Iterator[Mark]:
    """'their third straight win', 'a 12 - 2 run': more than one game's box score tells."""
    for match in view.coded.find(
        r"\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+th) (?:straight"
        r"|consecutive) (?:win|loss|victory|defeat|game)"
    ):
        units, reason = view.coded.span(match, 1), "The facts hold this game only."
        yield view.mark(units, "NUMBER", "", reason, "manner.straight", contradicted=False)
    for match in view.coded.find(r"(<N\d+>) - (<N\d+>) run\b"):
        yield view.mark(view.coded.unit(match, 1), "NUMBER", "", "The facts hold no runs.", "manner.run", contradicted=False)


def halftime(view: View) -> Iterator[Mark]:
    """'a double-digit lead at halftime', 'trailed at the half'."""
    for match in view.coded.find(
        r"(double-digit)(?: halftime)? (?:lead|advantage)(?= at (?:the )?(?:half|halftime"
        r"|break|intermission)|(?<=halftime lead))"
    ):
        side = view.subject(match.start())
        gap = (view.game.team(side, "pts.h1") or 0) - (view.game.team(view.other(side), "pts.h1") or 0)
        if side and gap < 10:
            yield view.word(match, "", f"It was {gap:g} points.", "manner.halftime", 1)
    for match in view.coded.find(
        r"\b(trail(?:ed|ing)|led|leading)(?= (?:by <N\d+> )?(?:at (?:the )?(?:half|halftime"
        r"|break|intermission)))"
    ):
        side = view.subject(match.start())
        gap = (view.game.team(side, "pts.h1") or 0) - (view.game.team(view.other(side), "pts.h1") or 0)
        if side and (gap <= 0 if match[1].startswith("l") else gap >= 0):
            yield view.word(match, "", f"At halftime they were {gap:+g}.", "manner.halftime", 1)
