"""Slots as an article: a headline by rules, the realiser's sentences, and for each the slots that it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from entai_text.news.article import Article, Sentence
from entai_text.news.tokens import sentences
from entai_text.realising.meaning import SLOTS, Meaning, ordered, parse
from entai_text.realising.realiser import Realised
from entai_text.realising.slot_check import says
from entai_text.realising.words import masked

FALLBACK = "No sentence of the model said these slots without a mistake; this one was made by rules."


def slots_of(record: Mapping[str, Any] | None) -> Meaning | None:
    """The slots of a record `{"name": "The Mill", "food": "French"}` or `{"mr": "name[The Mill], food[French]"}`.

    Returns:
        None where the record is of something else.
    """
    if record is None:
        return None
    if isinstance(written := record.get("mr"), str):
        return parse(written)
    given = {slot: _value(value) for slot, value in record.items() if slot in SLOTS}
    return ordered(given) if "name" in given and len(given) == len(record) else None


def _value(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else "" if value is None else str(value).strip()


def slot_article(meaning: Meaning, realised: Realised) -> Article:
    """The article of one venue."""
    lead = tuple(Sentence(text, _rests_on(text, meaning), "slots") for text in _cut(realised.text, meaning))
    sources = {f"venue.{slot}": f"venue.{slot} = {value}" for slot, value in meaning.items()}
    kind = meaning.get("eatType", "")
    named = f"{meaning['name']}{', a ' if kind else ''}{kind}"
    head = Sentence(named, _ids({"name", "eatType"} & meaning.keys()), "headline")
    return Article(head, lead, (), "en", sources, () if realised.learned else (FALLBACK,))


def _cut(text: str, meaning: Meaning) -> list[str]:
    """The sentences; a stop inside a name ends none."""
    hidden = {f"\ue000{number}": value for number, value in enumerate(meaning.values()) if "." in value}
    for sign, value in hidden.items():
        text = text.replace(value, sign)
    found = [text[s.tokens[0].start:s.tokens[-1].end] for s in sentences(text)]
    return [re.sub("\ue000\\d+", lambda match: hidden[match[0]], sentence) for sentence in found]


def _rests_on(text: str, meaning: Meaning) -> tuple[str, ...]:
    """The slots that a sentence says; one that says none speaks of the venue by name."""
    bare = masked(text, meaning).lower()
    return _ids({slot for slot in meaning if says(bare, slot, meaning[slot])} or {"name"})


def _ids(slots: set[str]) -> tuple[str, ...]:
    return tuple(f"venue.{slot}" for slot in SLOTS if slot in slots)
