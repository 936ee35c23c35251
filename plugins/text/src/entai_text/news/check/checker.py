"""Checking a text against facts: sentence by sentence, rule by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..assets import toml_asset
from ..facts import Facts
from ..language import is_chinese
from ..tokens import sentences
from .basketball import RULES
from .basketball.lines import claims
from .coded import Coded, encode
from .game import Game
from .generic import plain_marks
from .marks import Mark, without_overlaps
from .view import Story, View

# A rule whose marks were right less often than this on the 40 development reports stays silent.
MIN_TRUST = 0.5

# A team after these words is not whom the passage is about ('beat the Hawks', 'led the way for Orlando').
_OBJECT = re.compile(r"(?:against|over|to|past|beat|defeated|for|led|paced|outscoring|held) (?:the )?$")


def check(text: str, facts: Facts, min_trust: float = MIN_TRUST, unsupported: bool = True) -> list[Mark]:
    """Every wrong name, number, date, word and comparison of a text, in text order, with the correction.

    `unsupported` also marks what the facts don't carry at all (next opponents, streaks); `min_trust` (0..1) silences
    rules that were right less often on marked reports.
    """
    marks = [m for m in all_marks(text, facts) if trust(m.rule) >= min_trust and (unsupported or m.contradicted)]
    return without_overlaps(marks)


def all_marks(text: str, facts: Facts) -> Iterator[Mark]:
    """What every rule finds, trusted or not."""
    if facts.domain != "box_score" or is_chinese(text):
        yield from plain_marks(text, facts)
        return
    game, story = Game(facts), Story()
    end = 0
    for sentence in sentences(text):
        if "\n\n" in text[end : sentence.tokens[0].start]:  # a new paragraph may turn to the other team without a word
            story.focus = ""
        end = sentence.tokens[-1].end
        coded = encode(sentence, text, game)
        view = View(coded, game, story, text)
        for rule in RULES:
            yield from rule(view)
        _remember(view, coded)


def trust(rule: str) -> float:
    """The part of a rule's marks that were right on the development reports; 1 for a rule that was never seen there."""
    return float(toml_asset("trust.toml")["trust"].get(rule, 1.0))


def _remember(view: View, coded: Coded) -> None:
    """Keep whom the text speaks of: the last player, and the team of the last player or subject."""
    story = view.story
    story.told.append(coded.code)
    for unit in coded.units:
        if unit.kind == "P":
            player = view.choose(unit)
            story.player, story.focus = player, view.game.side(player)
        elif unit.kind == "T" and not _OBJECT.search(coded.code[: coded.place(unit)]):
            story.focus = unit.name
    story.lined.update(claim.player for claim in claims(view))
    story.topic = next((unit.name for unit in coded.units if unit.kind == "T"), story.topic)
