"""What a rule sees: one coded sentence, the game, and the story so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .coded import Coded, Unit
from .game import OTHER, Game
from .marks import Mark

_DONE_TO = re.compile(
    r"(?:\bout-?scor\w+|defeat\w+|beat|over|against|past|edged|held|hold|holding|limit\w*|forc\w+|from) (?:the )?$"
)


@dataclass
class Story:
    """What the text has spoken of so far.

    `focus` is the team of whoever was named last, `topic` the team that the last sentence began with (whom 'they'
    means), `player` the last player, `told` the sentences in code, `lined` the players whose line was told.
    """

    focus: str = ""
    topic: str = ""
    player: str = ""
    told: list[str] = field(default_factory=list)
    lined: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class View:
    """One sentence for a rule to look at. `text` is the whole text, so that marks can quote it."""

    coded: Coded
    game: Game
    story: Story
    text: str

    @property
    def code(self) -> str:
        """The sentence in code."""
        return self.coded.code

    def team_before(self, place: int) -> Unit | None:
        """The last of the two teams named before a place in the code."""
        found = [u for u in self.coded.units if u.kind == "T" and self.coded.place(u) < place]
        return found[-1] if found else None

    def subject(self, place: int) -> str:
        """The side that a clause speaks of at a place: the last team named before, else the one in focus."""
        doers = [u for u in self.coded.units if u.kind == "T" and self.coded.place(u) < place and not self.is_object(u)]
        if doers:
            return doers[-1].name
        they = re.search(r"\b(?:they|them|their)\b", self.code[: place + 1])
        return (self.story.topic if they else "") or self.story.focus

    def is_object(self, unit: Unit) -> bool:
        """Whether something is done to a team ('outscored the Hawks') rather than by it."""
        return bool(_DONE_TO.search(self.code[: self.coded.place(unit)]))

    def player_before(self, place: int) -> Unit | None:
        """The last player named before a place in the code."""
        found = [u for u in self.coded.units if u.kind == "P" and self.coded.place(u) < place]
        return found[-1] if found else None

    def choose(self, unit: Unit) -> str:
        """The player a mention means; a last name that several bear means the one spoken of, else the best scorer."""
        several = unit.name.split("|")
        if len(several) == 1 or self.story.player in several:
            return several[0] if len(several) == 1 else self.story.player
        close = [p for p in several if self.game.side(p) == self.story.focus] or several
        return max(close, key=lambda p: self.game.stat(p, "pts") or -1)

    def mark(
        self,
        units: Unit | tuple[Unit, ...],
        category: str,
        correction: str,
        reason: str,
        rule: str,
        facts: tuple[str, ...] = (),
        contradicted: bool = True,
    ) -> Mark:
        """A mark over one unit or from the first to the last of several."""
        several = units if isinstance(units, tuple) else (units,)
        start, end = several[0].start, several[-1].end
        return Mark(start, end, self.text[start:end], category, correction, reason, rule, facts, contradicted)

    def word(
        self,
        match: re.Match[str],
        correction: str,
        reason: str,
        rule: str,
        group: int | str = 0,
        facts: tuple[str, ...] = (),
        contradicted: bool = True,
    ) -> Mark:
        """A WORD mark over a group of a match."""
        return self.mark(self.coded.span(match, group), "WORD", correction, reason, rule, facts, contradicted)

    def other(self, side: str) -> str:
        """The opponent's side."""
        return OTHER.get(side, "")


Rule = Callable[[View], Iterator[Mark]]
