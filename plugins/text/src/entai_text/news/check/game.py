"""A box score as the checker looks at it: two sides, their players, and questions about both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..facts import Facts
from .league import Team, nba

OTHER = {"home": "away", "away": "home"}


@dataclass(frozen=True, eq=False)  # compared by identity, so that what is worked out once can be kept
class Game:
    """Facts of the domain box_score with the questions that rules ask."""

    facts: Facts

    def team(self, side: str, field: str) -> float | None:
        """A number of a team, e.g. `team("home", "pts.q1")`."""
        return self.facts.number(f"{side}.{field}")

    def name(self, side: str) -> str:
        """The team's name, e.g. Celtics."""
        return self.facts.text(f"{side}.name")

    def full(self, side: str) -> str:
        """City and name, e.g. Boston Celtics."""
        return f"{self.facts.text(f'{side}.city')} {self.name(side)}".strip()

    def stat(self, player: str, field: str) -> float | None:
        """A number of a player, e.g. `stat("player.Al_Horford", "pts")`."""
        return self.facts.number(f"{player}.{field}")

    def label(self, player: str) -> str:
        """The player's full name."""
        return self.facts.text(f"{player}.name")

    def side(self, player: str) -> str:
        """Home or away."""
        return self.facts.text(f"{player}.side")

    @cached_property
    def league(self) -> dict[str, Team]:
        """The two sides as teams of the league (with nicknames, arenas), or as the facts alone name them."""
        teams = nba().teams
        plain = {
            s: Team(self.name(s), self.facts.text(f"{s}.city"), (self.name(s),), (self.facts.text(f"{s}.city"),), ())
            for s in OTHER
        }
        return {side: teams.get(self.name(side), plain[side]) for side in OTHER}

    @cached_property
    def winner(self) -> str:
        """The winning side, or '' where the facts don't say."""
        return self.facts.text("game.winner")

    @property
    def loser(self) -> str:
        """The losing side."""
        return OTHER.get(self.winner, "")

    @cached_property
    def players(self) -> tuple[str, ...]:
        """Everyone in the box score, also those who did not play."""
        return self.facts.rows.get("player", ())

    def played(self, side: str = "", part: str = "") -> list[str]:
        """Those who played, of a side, and of the starters or the bench, the best scorers first."""
        chosen = [p for p in self.players if self.stat(p, "played") and (not side or self.side(p) == side)]
        if part:
            chosen = [p for p in chosen if self.is_starter(p) == (part == "starters")]
        return sorted(chosen, key=lambda p: -(self.stat(p, "pts") or 0))

    def is_starter(self, player: str) -> bool:
        """Whether the player was in the starting five."""
        return bool(self.stat(player, "starter"))

    def leader(self, field: str = "pts", side: str = "", part: str = "") -> float:
        """The highest number of a field among those who played."""
        return max((self.stat(p, field) or 0 for p in self.played(side, part)), default=0)

    def place(self, player: str, side: str = "", part: str = "") -> int:
        """1 for the best scorer, 2 for the next; players level on points share a place."""
        points = self.stat(player, "pts") or 0
        return 1 + sum((self.stat(p, "pts") or 0) > points for p in self.played(side, part))

    def record(self, side: str) -> tuple[float | None, float | None]:
        """Wins and losses after the game."""
        return self.team(side, "wins"), self.team(side, "losses")

    def win_share(self, side: str) -> float:
        """The part of games won, 0..1; a half where the facts don't say."""
        wins, losses = self.record(side)
        return 0.5 if wins is None or losses is None or wins + losses == 0 else wins / (wins + losses)
