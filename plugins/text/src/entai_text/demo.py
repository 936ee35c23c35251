"""The parts of the gallery that show the newsroom, on samples that travel inside the package."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from entai import Exhibit, Text

SAMPLES = Path(str(files("entai_text"))) / "samples"
GAME = Path(str(files("entai_text"))) / "news" / "data" / "samples" / "game.json"
VENUE = {"name": "The Mill", "eatType": "pub", "food": "French", "customer rating": "high", "area": "riverside",
         "near": "Café Brazil"}


def draft() -> Text:
    """A text about the sample game, with mistakes."""
    return Text.read(SAMPLES / "draft.txt")


def writing() -> Iterator[Exhibit]:
    """An article from a game, and one from reports that contradict each other."""
    from entai_text import NewsWriter

    write = NewsWriter.load()
    yield Exhibit("News from a box score", "Written by rules from one game's figures (record S001 of the accuracy shared "
                  "task, CC0); no language model. Click a sentence to see the facts that it rests on.", (write(GAME),))
    yield Exhibit("News from reports", "Three made-up reports of one fire, retold with their names. Where they contradict "
                  "each other, the article says so; what nobody confirms is worded so. A line in one of them that gives "
                  "orders to the writer is left out.", (write(None, reports=SAMPLES / "wires"),))
    yield Exhibit("Slots in a learned sentence", "A small network learnt from what people wrote for such slots; each of its "
                  "sentences is checked slot by slot.", (NewsWriter.load("venues")(VENUE),))


def checking() -> Iterator[Exhibit]:
    """A draft with mistakes, marked."""
    from entai_text import NewsChecker

    checked = NewsChecker.load()(draft(), facts=GAME)
    yield Exhibit("A draft, checked", "The same game, told with mistakes. Wavy: against the facts, with the correction; "
                  "dashed: in no fact.", (checked,))
