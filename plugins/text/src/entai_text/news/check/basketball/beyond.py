"""Statements that reach beyond this game: streaks, averages, sums over games, standings; and moods that the record "
"belies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..marks import Mark
from ..view import View


def _unsupported(view: View, pattern: str, rule: str, category: str, group: int = 1) -> Iterator[Mark]:
    for match in view.coded.find(pattern):
        yield view.mark(
            view.coded.span(match, group), category, "", "The facts hold this game only.", rule, contradicted=False
        )


def streaks(view: View) -> Iterator[Mark]:
    """'have now won four of their last five games', 'lost three in a row'."""
    yield from _unsupported(
        view,
        r"\b(?:won|lost|winners of|losers of|dropped|wins in) (<N\d+>) (?:of|out of) (?:their|its|the) (?:last|past"
        r"|previous)",
        "beyond.of_last",
        "NUMBER",
    )
    yield from _unsupported(
        view, r"\b(?:won|lost|dropped) (<N\d+>) (?:straight|consecutive|in a row)", "beyond.in_row", "NUMBER"
    )
    yield from _unsupported(
        view,
        r"(<N\d+>) (?:- game |straight |consecutive )(?:home |road )?(?:losing|winning|win|loss|losses|wins|streak)",
        "beyond.streak",
        "NUMBER",
    )
    yield from _unsupported(view, r"(<N\d+>) (?:road|home) wins in", "beyond.road_wins", "NUMBER")
    yield from _unsupported(view, r"<N\d+> (?:road|home) wins in (<N\d+>)", "beyond.tries", "NUMBER")


def sums(view: View) -> Iterator[Mark]:
    """'combined for 37 points over his last two games', 'averaging 29 points'."""
    code = view.code
    if "last" in code or "two-game" in code or "span" in code or "row" in code or "stretch" in code:
        yield from _unsupported(view, r"combin(?:ed|ing) for (?:just )?(<N\d+>) points", "beyond.sum_points", "NUMBER")
        yield from _unsupported(
            view,
            r"combin(?:ed|ing) for [^.]*?points(?: ,| and) (<N\d+>) (?:rebounds|assists|blocks|steals)",
            "beyond.sum_more",
            "NUMBER",
        )
        yield from _unsupported(
            view, r"combin(?:ed|ing) for [^.]*? and (<N\d+>) (?:steals|blocks)", "beyond.sum_more", "NUMBER"
        )
    if "stretch" in code or "span" in code or "row" in code:
        yield from _unsupported(view, r"averaging (<N\d+>) points", "beyond.average_row", "NUMBER")
        yield from _unsupported(view, r"averaging <N\d+> points(?: ,| and) (<N\d+>)", "beyond.average_row", "NUMBER")
    if "season" in code or "year" in code:
        yield from _unsupported(view, r"averaging (<N\d+>) points", "beyond.average_season", "NOT_CHECKABLE")
        yield from _unsupported(
            view,
            r"averaging <N\d+> points(?: per game)?(?: ,| and) (<N\d+>)",
            "beyond.average_season_more",
            "NOT_CHECKABLE",
        )


def records_set(view: View) -> Iterator[Mark]:
    """'a new season-high', 'the first time this season', 'career-high'."""
    yield from _unsupported(view, r"((?:new )?season-high|career-high|season-best|career-best)", "beyond.high", "WORD")
    yield from _unsupported(view, r"\b(first time he 's [^,.]*)", "beyond.first_time", "WORD")
    yield from _unsupported(view, r"marks (?:their|his) (\w+) (?:win|loss|victory)", "beyond.nth_win", "NUMBER")
    yield from _unsupported(
        view,
        r"(second|third|fourth|fifth) (?:double-double|triple-double)[^,.]*? in a row",
        "beyond.nth_double",
        "NUMBER",
    )
    yield from _unsupported(view, r"(far-and-away) his best game", "beyond.best_game", "WORD")


def standings(view: View) -> Iterator[Mark]:
    """'remain in second place', 'the top seed', 'the defending champion'."""
    yield from _unsupported(view, r"\b(last|first|second|third|fourth|fifth) place", "beyond.place", "NOT_CHECKABLE")
    yield from _unsupported(
        view, r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth) seed", "beyond.seed", "NOT_CHECKABLE"
    )
    yield from _unsupported(view, r"(battle for the top seed|climb up|fall down)", "beyond.climb", "NOT_CHECKABLE")
    yield from _unsupported(view, r"(defending champions?|best offenses|trust the process)", "beyond.fame", "NOT_CHECKABLE")
    yield from _unsupported(view, r"\b(best|worst) (?:teams?|records?) in the", "beyond.best_team", "WORD")
    yield from _unsupported(view, r"(back-to-back)", "beyond.back_to_back", "WORD")
    yield from _unsupported(view, r"(playoffs?)", "beyond.playoffs", "WORD")
    yield from _unsupported(view, r"(<N\d+>) ties", "beyond.ties", "NUMBER")
    yield from _unsupported(view, r"(<N\d+>) lead changes", "beyond.lead_changes", "NUMBER")
    yield from _unsupported(view, r"(<N\d+>) - point game", "beyond.point_game", "NUMBER")


def moods(view: View) -> Iterator[Mark]:
    """'struggling' of a team that wins; 'a hot start to the season' of one that loses; 'road win' at home."""
    for match in view.coded.find(
        r"struggling(?= teams)|struggle\b|one of the (?:worst|best|hottest) teams|red-hot|hot start to the season"
    ):
        side = view.subject(match.start())
        if named := re.match(r" (<T\d+>)", view.code[match.end() :]):
            side = view.coded.units[int(named[1][2:-1])].name
        bad = match[0].startswith(("strugg", "one of the worst"))
        share = view.game.win_share(side) if side else 0.5
        if (bad and share >= 0.5) or (not bad and share < 0.5):
            yield view.word(
                match,
                "",
                f"The {view.game.name(side)} have won {share:.0%} of their games.",
                "mood.record",
                facts=(f"{side}.wins", f"{side}.losses"),
            )
    for match in view.coded.find(r"\b(?P<where>road|home) (?:win|victory|crowd)\b(?! over)"):
        side = view.subject(match.start() - 6 if match["where"] == "home" else match.start())
        place = "home" if match["where"] == "home" else "away"
        if side and side != place and "next" not in view.code:
            yield view.word(
                match,
                "road" if place == "home" else "home",
                f"The {view.game.name(side)} were not.",
                "mood.home_road",
                "where",
                ("home.name",),
            )
    for match in view.coded.find(r"was n't enough|came up short|to no avail"):
        side = view.subject(match.start())
        if side and side == view.game.winner:
            yield view.word(match, "was enough", "They won.", "mood.enough", facts=("game.winner",))
