"""Finding who and what a sentence names: players, teams, arenas, weekdays, and people nobody knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ..tokens import Token, tokenise
from .game import Game
from .league import nba

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NOT_NAMES = frozenset(
    [
        "The",
        "In",
        "However",
        "Meanwhile",
        "Despite",
        "After",
        "Before",
        "While",
        "Defense",
        "Rebounding",
        "On",
        "Up",
        "Coming",
        "Notching",
        "He",
        "It",
        "They",
        "This",
        "These",
        "In",
        "Both",
        "West",
        "East",
        "Western",
        "Eastern",
        "Conference",
        "Division",
        "NBA",
        "Atlantic",
        "Central",
        "Pacific",
        "Northwest",
        "Southeast",
        "Southwest",
        "FG",
        "FT",
        "Pt",
        "PT",
        "Trust",
        "Process",
        "Saturday",
        "Sunday",
        "A",
        "An",
        "As",
        "At",
        "But",
        "For",
        "From",
        "His",
        "Their",
        "With",
        "Next",
        "Also",
        "Not",
        "And",
        "Or",
        "If",
        "Yet",
        "Down",
        "Turnovers",
        "Points",
        "Rebounds",
        "Overall",
        "Additionally",
        "Unfortunately",
        "Fortunately",
        "Still",
        "Just",
        "Although",
        "Though",
        "Now",
    ]
)


@dataclass(frozen=True)
class Mention:
    """Tokens `first..last` name something: `kind` is P(layer), T(eam), O(ther team), A(rena), D(ay) or X (unknown).

    `value` is the player's id, the side, the other team's name, the arena or the day; `form` tells how a team is
    called (full, name, city).
    """

    kind: str
    value: str
    first: int
    last: int
    form: str = ""


@dataclass(frozen=True)
class Names:
    """All names of one game as token sequences, the longest first."""

    by_first: dict[str, list[tuple[tuple[str, ...], Mention]]] = field(default_factory=dict)

    def add(self, name: str, mention: Mention) -> None:
        """Learn a name."""
        words = tuple(token.low for token in tokenise(name) if token.text != ".")
        if words:
            entries = self.by_first.setdefault(words[0], [])
            entries.append((words, mention))
            entries.sort(key=lambda entry: -len(entry[0]))


def _nowhere(kind: str, value: str, form: str = "") -> Mention:
    return Mention(kind, value, 0, 0, form)


def _surname(full: str) -> str:
    words = [word for word in re.split(r"[\s,]+", full) if word.lower().strip(".") not in SUFFIXES]
    return " ".join(words[1:]) if len(words) > 1 else ""


@lru_cache(maxsize=8)
def names_of(game: Game) -> Names:
    """The names of a game: players by full and last name, both teams and all others, arenas, weekdays."""
    names = Names()
    _add_players(names, game)
    _add_teams(names, game)
    for day in DAYS:
        names.add(day, _nowhere("D", day))
    return names


def _add_players(names: Names, game: Game) -> None:
    owners: dict[str, list[str]] = {}
    for player in game.players:
        full = game.label(player).replace(".", "")
        names.add(full, _nowhere("P", player, "full"))
        names.add(re.sub(r",?\s+(Jr|Sr|II|III|IV)$", "", full), _nowhere("P", player, "full"))
        owners.setdefault(_surname(full), []).append(player)
    for surname, players in owners.items():
        if surname:
            names.add(surname, _nowhere("P", "|".join(players), "last"))


def _add_teams(names: Names, game: Game) -> None:
    mine = {team.name: side for side, team in game.league.items()}
    teams = {**nba().teams, **{team.name: team for team in game.league.values()}}
    for team in sorted(teams.values(), key=lambda t: t.name in mine):  # the game's own teams win a shared city
        kind, value = ("T", mine[team.name]) if team.name in mine else ("O", team.name)
        for city in team.cities:
            names.add(city, _nowhere(kind, value, "city"))
            for name in team.names:
                names.add(f"{city} {name}", _nowhere(kind, value, "full"))
        for name in team.names:
            names.add(name, _nowhere(kind, value, "name"))
        for arena in team.arenas:
            names.add(arena, _nowhere("A", f"{team.name}|{arena}"))


def mentions(tokens: tuple[Token, ...], game: Game) -> list[Mention]:
    """The names in a sentence, left to right, the longest first."""
    names = names_of(game)
    found: list[Mention] = []
    index = 0
    while index < len(tokens):
        mention = _at(tokens, index, names) or _stranger(tokens, index)
        if mention:
            found.append(mention)
            index = mention.last
        index += 1
    return found


def _at(tokens: tuple[Token, ...], index: int, names: Names) -> Mention | None:
    if not (tokens[index].text[:1].isupper() or tokens[index].text[:1].isdigit()):
        return None
    fitting: Mention | None = None
    for words, entry in names.by_first.get(tokens[index].low, []):
        last = _match(tokens, index, words)
        if last is None or (fitting and last < fitting.last):
            continue
        if fitting is None or entry.kind in "TP":
            fitting = Mention(entry.kind, entry.value, index, last, entry.form)
    return _with_suffix(tokens, fitting, names) if fitting else None


def _match(tokens: tuple[Token, ...], index: int, words: tuple[str, ...]) -> int | None:
    """The last token of a match; full stops inside initials (C.J.) are passed over."""
    position = index - 1
    for word in words:
        position += 1
        rest = word
        while position < len(tokens) and rest:
            low = tokens[position].low
            if not rest.startswith(low):
                return None
            rest = rest[len(low) :]
            if rest or (position + 1 < len(tokens) and tokens[position + 1].text == "." and len(low) == 1):
                position += 1
        if rest:
            return None
    return position


def _with_suffix(tokens: tuple[Token, ...], mention: Mention, names: Names) -> Mention:
    """A player's `Jr.`, and the surname that reports add for those who go by one name (Nene Hilario), belong to the name."""
    if mention.kind != "P":
        return mention
    last = mention.last
    if mention.value.count("_") == 0 and last + 1 < len(tokens) and re.fullmatch(r"[A-Z][a-z]+", tokens[last + 1].text):
        return Mention("P", mention.value, mention.first, last + 1, mention.form)
    after = last + 1 + (last + 1 < len(tokens) and tokens[last + 1].text == ",")
    if after < len(tokens) and tokens[after].low in SUFFIXES:
        last = after
        if last + 1 < len(tokens) and tokens[last + 1].text == "." and last + 2 < len(tokens):
            last += 1
    return Mention("P", mention.value, mention.first, last, mention.form)


def _stranger(tokens: tuple[Token, ...], index: int) -> Mention | None:
    """Two or more capitalised words in a row that nobody in this game bears."""
    last = index
    while last < len(tokens) and _looks_like_name(tokens[last]):
        last += 1
    if last - index < 2 or tokens[index].text in _NOT_NAMES:
        return None
    return Mention("X", " ".join(t.text for t in tokens[index:last]), index, last - 1)


def _looks_like_name(token: Token) -> bool:
    return bool(re.fullmatch(r"[A-Z][^\W\d_]+(?:'[A-Z]\w+)?|[A-Z]{1,2}", token.text)) and token.text not in _NOT_NAMES
