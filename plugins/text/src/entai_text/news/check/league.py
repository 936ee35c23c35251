"""What a reader knows without the box score: the league's teams, cities, nicknames and arenas (TOML data)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ..assets import toml_asset


@dataclass(frozen=True)
class Team:
    """A team of the league and everything it is called."""

    name: str
    city: str
    names: tuple[str, ...]
    cities: tuple[str, ...]
    arenas: tuple[str, ...]
    zh: str = ""


@dataclass(frozen=True)
class League:
    """All teams, and the dates between which an arena bore its name."""

    teams: dict[str, Team]
    arena_dates: dict[str, tuple[str, str]]


def _team(name: str, raw: dict[str, Any]) -> Team:
    cities = (raw["city"], *raw.get("cities", ()), *raw.get("towns", ()))
    return Team(name, raw["city"], (name, *raw.get("also", ())), cities, tuple(raw["arenas"]), raw.get("zh", ""))


@cache
def nba() -> League:
    """The NBA as of the seasons 2014 to 2017."""
    raw = toml_asset("nba.toml")
    teams = {name: _team(name, team) for name, team in raw["teams"].items()}
    return League(teams, {arena: (first, last) for arena, (first, last) in raw["arena_dates"].items()})
