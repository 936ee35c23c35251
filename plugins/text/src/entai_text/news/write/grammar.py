"""A grammar of news as data: messages (what can be said, when, how much it matters) and phrases (how it is said)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..assets import asset
from ..facts import FactsError
from ..facts.domain import SHIPPED


@dataclass(frozen=True)
class Phrase:
    """One way to say something: a template, and the condition under which it is true or fitting."""

    say: str
    when: str = ""


@dataclass(frozen=True)
class Message:
    """Something to tell: `part` is headline, lead or body; `paragraph` and `order` place it; `must` keeps it in any budget.

    `let` names values and rows for the templates; `each` repeats the message for every row of an expression;
    `fresh` names a fact (`p.ast`) without which, once told, the message says nothing new;
    of the messages of one `group` only the weightiest `take` are told.
    """

    id: str
    part: str
    say: tuple[Phrase, ...]
    when: str = ""
    weight: str = "1"
    paragraph: int = 1
    order: float = 1
    must: bool = False
    each: str = ""
    group: str = ""
    take: int = 1
    let: Mapping[str, str] | None = None
    fresh: str = ""


@dataclass(frozen=True)
class Grammar:
    """All messages of a domain in one language, its phrases by name, and names in that language."""

    messages: tuple[Message, ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    names: Mapping[str, str]
    language: str


def _phrases(raw: Any) -> tuple[Phrase, ...]:
    return tuple(Phrase(p) if isinstance(p, str) else Phrase(p["say"], p.get("when", "")) for p in raw)


def _message(raw: Mapping[str, Any]) -> Message:
    message = Message(**{**raw, "say": _phrases(raw["say"])})
    if message.part not in ("headline", "lead", "body"):
        raise TypeError(f"part = {message.part!r} in the message {message.id!r}; it is headline, lead or body")
    return message


def parse_grammar(raw: Mapping[str, Any], language: str) -> Grammar:
    """A grammar from its TOML data."""
    try:
        messages = tuple(map(_message, raw["message"]))
        phrases = {name: _phrases(options) for name, options in raw.get("phrases", {}).items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise FactsError(f"The grammar lacks or misuses {error}.") from error
    return Grammar(messages, phrases, raw.get("names", {}), language)


@cache
def load_grammar(domain: str, language: str) -> Grammar:
    """The shipped grammar of a domain, or the one in a user's folder: `my.toml` has its phrases in `my.en.toml`."""
    short = language[:2]
    if domain in SHIPPED:
        return parse_grammar(tomllib.loads(asset(f"writing/{domain}.{short}.toml")), short)
    path = Path(domain).with_suffix(f".{short}.toml")
    if not path.is_file():
        raise FactsError(f"{path}: the domain has no phrases in the language {short!r}; this file should hold them.")
    try:
        return parse_grammar(tomllib.loads(path.read_text("utf-8")), short)
    except ValueError as error:
        raise FactsError(f"{path}: the phrases can't be read: {error}") from error
