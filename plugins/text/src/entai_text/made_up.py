"""Made-up games, and texts about them with mistakes that are known; no file and no network."""

from __future__ import annotations

import random
import re
from typing import Any

from entai_text.games import Game, Games
from entai_text.news.check import Mark, gsml_rows
from entai_text.news.facts import gather
from entai_text.news.newsroom import write_news

GAMES = 6
TEAMS = (("Boston", "Celtics"), ("Los Angeles", "Lakers"), ("Chicago", "Bulls"), ("Miami", "Heat"), ("Denver", "Nuggets"),
         ("Utah", "Jazz"), ("Phoenix", "Suns"), ("Dallas", "Mavericks"))
FIRST = ("Abel", "Boris", "Cyrus", "Dario", "Emil", "Fabian", "Goran", "Hugo", "Ivo", "Jonah", "Kilian", "Luca", "Milo")
LAST = ("Ashby", "Brandt", "Corvin", "Dorsey", "Ekholm", "Farrow", "Gale", "Hollis", "Ingram", "Jansen", "Keller", "Lindt",
        "Marsh", "Novak", "Orme", "Pryor", "Quill", "Rusk", "Sorel", "Thorne", "Ulmer", "Vance", "Winter", "Yarrow")
PLAYERS = 9


def games(seed: int) -> Games:
    """Made-up box scores, each with an article in which some points are wrong; what is wrong is marked."""
    chance = random.Random(seed)  # noqa: S311  made-up data, no secret
    return Games(tuple(_game(chance, f"M{number:03d}") for number in range(1, GAMES + 1)), "made-up games", marked=True)


def _game(chance: random.Random, name: str) -> Game:
    record = box_score(chance)
    facts = gather(record)
    text = write_news(facts, seed=chance.randrange(1_000)).text
    wrong, mark = _spoilt(text, str(record["home_line"]["TEAM-PTS"]))
    rows = gsml_rows(wrong, [mark], name) if mark else []
    return Game(name, record, wrong, tuple((int(row["DOC_TOKEN_START"]), int(row["DOC_TOKEN_END"])) for row in rows))


def _spoilt(text: str, points: str) -> tuple[str, Mark | None]:
    """The text with the home team's points made eleven more, where they stand first."""
    found = re.search(rf"\b{points}\b", text)
    if found is None:
        return text, None
    wrong = str(int(points) + 11)
    spoilt = text[:found.start()] + wrong + text[found.end():]
    return spoilt, Mark(found.start(), found.start() + len(wrong), wrong, "NUMBER", points, "made up", "made up")


def box_score(chance: random.Random) -> dict[str, Any]:
    """One game in the layout of the accuracy shared task; everything in it adds up."""
    (home_city, home), (away_city, away) = chance.sample(TEAMS, 2)
    names = chance.sample([f"{first} {last}" for first in FIRST for last in LAST], 2 * PLAYERS)
    sides = [[_player(chance, name, city, place) for place, name in enumerate(names[first:first + PLAYERS])]
             for first, city in ((0, home_city), (PLAYERS, away_city))]
    if sum(row["PTS"] for row in sides[0]) == sum(row["PTS"] for row in sides[1]):
        _one_more(sides[0][0])
    rows = [row for side in sides for row in side]
    columns = {column: {str(number): str(row[column]) for number, row in enumerate(rows)} for column in rows[0]}
    return {"home_name": home, "home_city": home_city, "vis_name": away, "vis_city": away_city,
            "day": f"{chance.randint(1, 3):02d}_{chance.randint(1, 28):02d}_17", "box_score": columns,
            "home_line": _line(chance, sides[0], home_city, home), "vis_line": _line(chance, sides[1], away_city, away)}


def _one_more(row: dict[str, Any]) -> None:
    for column in ("PTS", "FTM", "FTA"):
        row[column] += 1


def _player(chance: random.Random, name: str, city: str, place: int) -> dict[str, Any]:
    made, threes, free = chance.randint(1, 11 if place < 5 else 5), chance.randint(0, 3), chance.randint(0, 6)
    made = max(made, threes)
    tried, threes_tried, free_tried = made + chance.randint(2, 8), threes + chance.randint(0, 2), free + chance.randint(0, 2)
    own, other = chance.randint(0, 3), chance.randint(0, 7)
    first, last = name.split()
    return {"PLAYER_NAME": name, "FIRST_NAME": first, "SECOND_NAME": last, "TEAM_CITY": city,
            "START_POSITION": ("F", "F", "C", "G", "G")[place] if place < 5 else "N/A", "MIN": 36 - 3 * place,
            "PTS": 2 * made + threes + free, "FGM": made, "FGA": tried, "FG_PCT": round(100 * made / tried),
            "FG3M": threes, "FG3A": threes_tried, "FG3_PCT": round(100 * threes / max(1, threes_tried)),
            "FTM": free, "FTA": free_tried, "FT_PCT": round(100 * free / max(1, free_tried)),
            "OREB": own, "DREB": other, "REB": own + other, "AST": chance.randint(0, 9), "STL": chance.randint(0, 3),
            "BLK": chance.randint(0, 2), "TO": chance.randint(0, 4), "PF": chance.randint(0, 5)}


def _line(chance: random.Random, rows: list[dict[str, Any]], city: str, name: str) -> dict[str, str]:
    """A team's line: totals of its players, and quarters that add up to the points."""
    total = {column: sum(row[column] for row in rows)
             for column in ("PTS", "AST", "REB", "TO", "FGM", "FGA", "FG3M", "FG3A", "FTM", "FTA")}
    cuts = [total["PTS"] * quarter // 4 + chance.randint(-4, 4) for quarter in (1, 2, 3)]
    quarters = [end - start for start, end in zip([0, *cuts], [*cuts, total["PTS"]], strict=True)]
    wins = chance.randint(15, 40)
    line = {"PTS": total["PTS"], "AST": total["AST"], "REB": total["REB"], "TOV": total["TO"], "WINS": wins,
            "LOSSES": 60 - wins, "NAME": name, "CITY": city,
            **{f"{shot}_PCT": round(100 * total[f"{shot}M"] / max(1, total[f"{shot}A"])) for shot in ("FG", "FG3", "FT")},
            **{f"PTS_QTR{number}": points for number, points in enumerate(quarters, 1)}}
    return {f"TEAM-{key}": str(value) for key, value in line.items()}
