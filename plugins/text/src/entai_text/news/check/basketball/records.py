"""Wins and losses in brackets behind a team's name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ..marks import Mark
from ..view import View
from .periods import outscored
from .result import result
from .team_stats import percentages

_RENAMES = ("result.same", "periods.itself", "team.swapped")


def records(view: View) -> Iterator[Mark]:
    """'The Celtics ( 32 - 18 )': wins and losses, each for itself; behind a wrong name, those of the right team."""
    renamed = {m.start for m in chain(result(view), outscored(view), percentages(view)) if m.rule in _RENAMES}
    for match in view.coded.find(r"(<T\d+>)(?: of \w+)? \( (<N\d+>) - (<N\d+>) \)"):
        team = view.coded.unit(match, 1)
        side = view.other(team.name) if team.start in renamed else team.name
        for group, field, wanted in zip((2, 3), ("wins", "losses"), view.game.record(side), strict=True):
            unit = view.coded.unit(match, group)
            if wanted is not None and unit.value != wanted:
                yield view.mark(
                    unit,
                    "NUMBER",
                    f"{wanted:g}",
                    f"The {view.game.name(side)} have {wanted:g} {field}.",
                    "result.record",
                    (f"{side}.{field}",),
                )
