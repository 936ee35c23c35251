"""What players are called: leaders, starters, reserves, double-doubles, the only other one in double figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...number_words import ORDINALS
from ..marks import Mark
from ..view import View

_BENCH = r"second unit|bench|reserves"
_ORDER = ("zeroth", *ORDINALS)


def _near(view: View, place: int) -> str:
    """The player a word is about: named just before it, or spoken of."""
    unit = view.player_before(place)
    stranger = [u for u in view.coded.of_kind("X") if view.coded.place(u) < place]
    if stranger and (unit is None or stranger[-1].start > unit.start):
        return ""
    if unit:
        return view.choose(unit)
    after = view.coded.of_kind("P")
    if after and re.search(r"(?:^|, )(?:notching|posting|recording|with)\b[^<]*$", view.code[:place]):
        return view.choose(after[0])
    if re.search(r"\b(?:he|his)\b", view.code[:place]) or not view.coded.of_kind("P"):
        return view.story.player
    return ""


def bench_leaders(view: View) -> Iterator[Mark]:
    """'Olynyk led the second unit'."""
    for match in view.coded.find(rf"(<P\d+>) (?P<led>led|paced|topped) (?:the |their )(?P<bench>{_BENCH})"):
        player = view.choose(view.coded.unit(match, 1))
        name, side = view.game.label(player), view.game.side(player)
        if view.game.is_starter(player):
            yield view.word(match, "starters", f"{name} was a starter.", "role.bench", "bench", (f"{player}.starter",))
            if view.game.place(player, side, "starters") > 2:
                yield view.word(match, "", f"{name} did not lead the starters in scoring.", "role.led_starters", "led")
        elif view.game.stat(player, "pts") != view.game.leader("pts", side, "bench"):
            yield view.word(match, "", f"{name} was not the highest scorer off the bench.", "role.led_bench", "led")


def bench(view: View) -> Iterator[Mark]:
    """'off the bench', 'in a reserve role' of a starter; 'starter' of a reserve."""
    for match in view.coded.find(r"(?:came |coming )?off the bench|reserve role|as a reserve|bench-leading"):
        if re.match(r" the <T\d+>", view.code[match.end() :]):  # the whole bench, not one player
            continue
        after = re.match(r" ?, (<P\d+>)", view.code[match.end() :])
        player = _near(view, match.start())
        if after:
            player = view.choose(view.coded.units[int(re.sub(r"\D", "", after[1]))])
        if player and view.game.is_starter(player):
            yield view.word(
                match,
                "as a starter",
                f"{view.game.label(player)} was a starter.",
                "role.off_bench",
                facts=(f"{player}.starter",),
            )
    pattern = (
        r"(<P\d+>) was the only (?:other )?(starter|reserve)|only other (?P<w>starter|reserve) to [^<]* was (?P<p><P\d+>)"
    )
    for match in view.coded.find(pattern):
        player = view.choose(view.coded.unit(match, 1 if match[1] else "p"))
        if view.game.is_starter(player) is ((match[2] or match["w"]) == "reserve"):
            right = "starter" if view.game.is_starter(player) else "reserve"
            yield view.word(
                match,
                right,
                "It is the other way round.",
                "role.starter",
                2 if match[1] else "w",
                (f"{player}.starter",),
            )


def team_leaders(view: View) -> Iterator[Mark]:
    """'led the way for Orlando', 'the Raptors were led by Lowry', 'led the team in scoring'."""
    for match in view.coded.find(
        r"(?P<p><P\d+>)[^<]{0,40}?(?P<led>\bled|paced)(?: the way| the charge)?(?: for)?(?: the)? (?P<t><T\d+>|team"
        r"|way|offense)(?! \()"
    ):
        yield from _leader(view, match, match["t"].startswith("<T"))
    for match in view.coded.find(
        r"(?P<t><T\d+>)(?: \( <N\d+> - <N\d+> \))? (?:were|was) (?P<led>led)[^<]{0,60}? (?:by"
        r"|from) [^<]{0,40}?(?P<p><P\d+>)(?! and)"
    ):
        yield from _leader(view, match, True)
    for match in view.coded.find(r"\bhe (?P<led>led) the (?:team|way)"):
        if player := _near(view, match.start()):
            yield from _not_leading(view, match, player)


def _leader(view: View, match: re.Match[str], named: bool) -> Iterator[Mark]:
    player = view.choose(view.coded.unit(match, "p"))
    side, name = view.game.side(player), view.game.label(player)
    if named and (team := view.coded.unit(match, "t")).name != side:
        right = view.game.name(side)
        yield view.mark(team, "NAME", right, f"{name} played for the {right}.", "role.team", (f"{player}.side",))
    yield from _not_leading(view, match, player)


def _not_leading(view: View, match: re.Match[str], player: str) -> Iterator[Mark]:
    side, name = view.game.side(player), view.game.label(player)
    if view.game.stat(player, "pts") != view.game.leader("pts", side):
        rule = "role.led" if view.game.place(player, side) > 2 else "role.led_second"
        rule += "_in" if "in scoring" in view.code[match.end() : match.end() + 14] else ""
        yield view.word(match, "", f"{name} was not the leading scorer of his team.", rule, "led")


def for_team(view: View) -> Iterator[Mark]:
    """'led the way for Dallas', 'the high-point man for the Bucks', 'duo of A and B': the team must be the player's."""
    for match in view.coded.find(
        r"(?P<p><P\d+>) (?:was the (?:high-point man|player of the game)|finished"
        r"|added)[^<]{0,10} for (?:the )?(?P<t><T\d+>)"
    ):
        player, team = view.choose(view.coded.unit(match, "p")), view.coded.unit(match, "t")
        if team.name != view.game.side(player):
            right = view.game.name(view.game.side(player))
            yield view.mark(team, "NAME", right, f"He played for the {right}.", "role.team", (f"{player}.side",))


def duos(view: View) -> Iterator[Mark]:
    """'the duo of Lillard and McCollum': both of the team, and two people."""
    for match in view.coded.find(r"(?:duo|backcourt|frontcourt|pair|tandem)[^<]{0,20} (?:of|from) (<P\d+>) and (<P\d+>)"):
        first, second = view.coded.unit(match, 1), view.coded.unit(match, 2)
        side = view.subject(match.start())
        if first.name == second.name:
            yield view.mark(second, "NAME", "", "One player is no duo.", "role.duo_same")
        for unit in (first, second):
            if side and view.game.side(view.choose(unit)) not in (side, ""):
                yield view.mark(unit, "CONTEXT", "", f"He did not play for the {view.game.name(side)}.", "role.duo_team")


def doubles(view: View) -> Iterator[Mark]:
    """'double-double', 'triple-double'; 'his second double-double in a row' after a game without one."""
    for match in view.coded.find(r"(?P<which>double-double|triple-double)s?"):
        before = view.code[max(0, match.start() - 40) : match.start()]
        if re.search(r"nearly|almost|just (?:shy|short)|\bno\b|near", before):
            continue
        owner = re.match(r"s? (?:for|by|from) (<P\d+>)", view.code[match.end("which") :])
        near = view.choose(view.coded.units[int(owner[1][2:-1])]) if owner else _near(view, match.start())
        player = near or view.story.player
        tens = view.game.stat(player, "tens")
        if tens is None or ((match["which"] == "double-double") == (tens == 2) and tens in (2, 3)):
            continue
        nth = re.search(r"(second|third|fourth|fifth) (?:straight )?$", before)
        if nth and "in a row" in view.code[match.end() : match.end() + 20]:
            unit = view.coded.unit(match, "which")
            place = view.coded.units.index(unit) - 1
            yield view.mark(
                view.coded.units[place], "NUMBER", "zeroth", "He had no double-double in this game.", "role.nth_double"
            )
        else:
            right = {2: "double-double", 3: "triple-double"}.get(int(tens), "")
            yield view.word(
                match,
                right,
                f"{view.game.label(player)} had {tens:g} figures of ten or more.",
                "role.double",
                facts=(f"{player}.tens",),
            )


def highs(view: View) -> Iterator[Mark]:
    """'a game-high 21 points', 'a team-high 10 rebounds', 'the high-point man'."""
    for match in view.coded.find(r"(?P<high>game-high|team-high)(?: of)?(?: (?P<n><N\d+>)(?: - |\s)(?P<stat>\w+))?"):
        player = _near(view, match.start())
        field = {"reb": "reb", "boa": "reb", "ass": "ast", "ste": "stl", "blo": "blk"}.get((match["stat"] or "")[:3], "pts")
        mine = view.game.stat(player, field)
        side = view.game.side(player) if match["high"] == "team-high" else ""
        if mine is not None and mine < view.game.leader(field, side):
            right = "team-high" if not side and mine == view.game.leader(field, view.game.side(player)) else ""
            yield view.word(match, right, f"Someone had more than {mine:g}.", f"role.{match['high']}", "high")
    for match in view.coded.find(r"high-point man"):
        player = _near(view, match.start())
        if player and view.game.place(player, view.game.side(player)) > 1:
            yield view.word(match, "", f"{view.game.label(player)} was not the leading scorer.", "role.high_point")


def places(view: View) -> Iterator[Mark]:
    """'was second on the team': the place among the team's scorers."""
    for match in view.coded.find(r"(<P\d+>) (?:was|finished|ranked) (?P<nth>first|second|third|fourth) on the team"):
        player = view.choose(view.coded.unit(match, 1))
        place = view.game.place(player, view.game.side(player))
        if place != ORDINALS[match["nth"]]:
            yield view.mark(
                view.coded.span(match, "nth"),
                "NUMBER",
                _ORDER[place] if place < 11 else f"{place}th",
                f"{view.game.label(player)} was number {place} in scoring.",
                "role.place",
            )


def best_of_game(view: View) -> Iterator[Mark]:
    """'the player of the game' from the losing team, when someone scored more."""
    for match in view.coded.find(r"player of the game"):
        player = _near(view, match.start())
        if (
            player
            and view.game.side(player) == view.game.loser
            and (view.game.stat(player, "pts") or 0) < view.game.leader()
        ):
            yield view.word(match, "", f"{view.game.label(player)} lost, and others scored more.", "role.best_of_game")


def next_ones(view: View) -> Iterator[Mark]:
    """'was next', 'followed', 'right behind him': the second scorer of his team."""
    for match in view.coded.find(
        r"(<P\d+>) (?:was |(?=followed))(?P<w>next|right behind(?: him)?|followed(?! up)(?= with))"
    ):
        player = view.choose(view.coded.unit(match, 1))
        place = view.game.place(player, view.game.side(player))
        word = match["w"].split()[0]
        if place > 2:
            yield view.word(
                match,
                "",
                f"{view.game.label(player)} was number {place} of his team in scoring.",
                f"role.{word}.{'far' if place > 3 else 'near'}",
                "w",
            )


def only_others(view: View) -> Iterator[Mark]:
    """'the only other starter in double figures'."""
    for match in view.coded.find(
        r"(?P<w>only(?: other)?) (?P<who>player|starter|reserve|[^.,]{0,25}?player|<T\d+>"
        r"|[a-z]+)[^.]{0,30}double (?:figures|digits)"
    ):
        unit = next((u for u in view.coded.of_kind("P")), None)
        player = view.choose(unit) if unit else view.story.player
        if not player:
            continue
        side = view.game.side(player)
        part = "starters" if match["who"] == "starter" else ""
        if part and not view.game.is_starter(player):
            continue
        number = sum((view.game.stat(p, "pts") or 0) >= 10 for p in view.game.played(side, part))
        if number != 2:
            yield view.word(match, "", f"{number} of them had ten points or more.", "role.only_other", "w")


def solid(view: View) -> Iterator[Mark]:
    """'a solid showing' by someone with few points."""
    for match in view.coded.find(r"(solid showing|strong showing|productive|strong performance|turned around)"):
        player = _near(view, match.start())
        points = view.game.stat(player, "pts") if player else None
        if points is not None and points < 5 and (view.game.stat(player, "reb") or 0) < 8:
            yield view.word(match, "", f"{view.game.label(player)} had {points:g} points.", "role.solid")
