"""Players told as if they were on the team that the passage is about, and names nobody in this game bears."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..marks import Mark
from ..view import View
from .outlook import looks_ahead

_JOINS = re.compile(
    r"^ (?:led the (?:second unit|bench|way)|was next|followed|chipped in|added|was second|was right behind"
    r"|finished second|was the only"
    r"|posted|also had|contributed|supplied|recorded a double-double|came off the bench|went|was a nice|was n't far"
    r"|pitched in|\(|was productive)"
)


def wrong_side(view: View) -> Iterator[Mark]:
    """'Zach Randolph followed up with 18 points' in a passage about the other team."""
    focus = view.story.focus
    for unit in view.coded.units:
        if unit.kind == "T" and not re.search(
            r"(?:against|over|to|beat|past|for|led|paced) (?:the )?$", view.code[: view.coded.place(unit)]
        ):
            focus = unit.name
        if unit.kind != "P" or not view.story.player:
            continue
        player = view.choose(unit)
        tail = view.code[view.coded.place(unit) :].split(" ", 1)[-1]
        side = view.game.side(player)
        if focus and side and side != focus and (verb := _JOINS.match(" " + tail)) and not _explicit(view, tail):
            yield view.mark(
                unit,
                "CONTEXT",
                "",
                f"{view.game.label(player)} played for the {view.game.name(side)}.",
                f"context.{verb[0].split()[0]}",
                (f"{player}.side",),
            )
        focus = side or focus


def _explicit(view: View, tail: str) -> bool:
    """Whether the clause names the player's team itself ('led the Hornets')."""
    return bool(re.match(r"[^,]{0,60}(?:for|led|paced) (?:the )?<T\d+>", tail))


def strangers(view: View) -> Iterator[Mark]:
    """Names of people who are in neither team's list."""
    for unit in view.coded.of_kind("X"):
        near = _namesake(view, unit.text.split()[-1])
        yield view.mark(
            unit,
            "NAME",
            near,
            f"{unit.text} is in neither team's list.",
            "context.namesake" if near else "context.stranger",
            contradicted=False,
        )


def _namesake(view: View, surname: str) -> str:
    found = [p for p in view.game.players if view.game.label(p).split()[-1] == surname]
    return view.game.label(found[0]) if len(found) == 1 else ""


def other_teams(view: View) -> Iterator[Mark]:
    """A team of the league that did not play, in a sentence about this game."""
    if looks_ahead(view.code):
        return
    for unit in view.coded.of_kind("O"):
        yield view.mark(
            unit, "NAME", "", f"The {unit.name} did not play in this game.", "context.other_team", contradicted=False
        )
