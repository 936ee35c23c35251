"""Writing an article from facts: plan, realise, and keep the ids of what every sentence rests on."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..article import Article, Sentence
from ..facts import Facts, FactsError
from ..facts.derive import aliases
from ..facts.domain import Domain, load_domain
from ..facts.expression import MissingFactError, Scope
from ..tokens import sentences as cut
from .grammar import load_grammar
from .plan import Item, tellable
from .realise import Voice, sentence_case
from .style import load_style

MIN_WORDS = 20


def write_article(
    facts: Facts,
    language: str = "en",
    words: int = 260,
    seed: int = 0,
    style: str | Path | Mapping[str, Any] | None = None,
    domain: str | None = None,
) -> Article:
    """An article on some facts. The same facts, seed and style give the same words.

    `words` is the budget (characters in Chinese); what matters least goes first, what must be told stays.
    `domain` is the name or path that the facts were gathered with, where it isn't a shipped one.
    """
    if words < MIN_WORDS:
        raise FactsError(f"A budget of {words} words is too small: an article needs at least {MIN_WORDS}.")
    if language[:2] not in ("en", "zh"):
        raise FactsError(f"The writer knows the languages en and zh, not {language!r}.")
    plan: Domain = load_domain(domain or facts.domain)
    grammar = load_grammar(domain or facts.domain, language)
    house = load_style(style, language)
    facts = facts.without_doubtful()
    items = tellable(grammar, facts, aliases(facts, plan))
    drafted = _tell_all(items, Voice(grammar, house, _chance(facts, seed), tries=1), facts)
    fitting = list({id(item): item for item, _ in _within(drafted, words, language)}.values())
    # Told anew without what was cut, so that nobody appears by last name whose first mention went.
    kept = _tell_all(fitting, Voice(grammar, house, _chance(facts, seed)), facts)
    headline = next((s for i, s in kept if i.message.part == "headline"), None)
    if headline is None or not any(i.message.part == "lead" for i, _ in kept):
        raise FactsError("These facts are too few or too contradictory for an article: " + _why(facts))
    return _article(headline, kept, facts, language)


def _chance(facts: Facts, seed: int) -> random.Random:
    """A source of chance that differs from game to game, so that two articles of one seed don't choose the same words."""
    data = ";".join(f"{fact.id}={fact.value}" for fact in facts) + f";{seed}"
    return random.Random(hashlib.sha256(data.encode()).digest())  # noqa: S311 - it chooses words


def _tell_all(items: list[Item], voice: Voice, facts: Facts) -> list[tuple[Item, Sentence]]:
    return [(item, sentence) for item in items for sentence in _tell(voice, item, facts)]


def _tell(voice: Voice, item: Item, facts: Facts) -> list[Sentence]:
    """A message in words: mostly one sentence; none where its facts are missing or doubtful."""
    scope = Scope(facts, item.scope.alias, item.scope.variables, dict(item.scope.reads))
    try:
        if item.message.fresh and scope.fact_id(item.message.fresh) in voice.memory.told:
            return []
        text = voice.freshest(item.message.say, scope, item.message.id)
    except MissingFactError:
        return []
    text = voice.style.finish(sentence_case(text))
    if item.message.part == "headline":
        text = voice.style.title(text)
        return [Sentence(text, tuple(scope.reads), item.message.id)]
    return [Sentence(part, tuple(scope.reads), item.message.id) for part in _split(text)]


def _split(text: str) -> list[str]:
    """The sentences of a phrase that holds more than one."""
    return [text[s.tokens[0].start : s.tokens[-1].end] for s in cut(text)]


def _within(told: list[tuple[Item, Sentence]], budget: int, language: str) -> list[tuple[Item, Sentence]]:
    """What fits the budget: what must be told, then the weightiest; order stays."""
    chosen: set[int] = set()
    length = 0
    ranked = sorted(range(len(told)), key=lambda i: (not told[i][0].message.must, -told[i][0].weight))
    for index in ranked:
        item, sentence = told[index]
        size = len(sentence.text) if language.startswith("zh") else len(sentence.text.split())
        size = 0 if item.message.part == "headline" else size
        if item.message.part in ("headline", "lead") or item.message.must or length + size <= budget:
            chosen.add(index)
            length += size
    return [pair for index, pair in enumerate(told) if index in chosen]


def _article(headline: Sentence, kept: Iterable[tuple[Item, Sentence]], facts: Facts, language: str) -> Article:
    lead = tuple(s for i, s in kept if i.message.part == "lead")
    paragraphs: dict[int, list[Sentence]] = {}
    for item, sentence in kept:
        if item.message.part == "body":
            paragraphs.setdefault(item.message.paragraph, []).append(sentence)
    body = tuple(tuple(paragraphs[number]) for number in sorted(paragraphs))
    used = dict.fromkeys(fact_id for s in (headline, *lead, *sum(body, ())) for fact_id in s.sources)
    sources = {fact_id: _say_fact(facts, fact_id) for fact_id in used}
    return Article(headline, lead, body, language, sources, tuple(p.message for p in facts.problems))


def _say_fact(facts: Facts, fact_id: str) -> str:
    """A fact as a reader sees it: its value, and where it comes from."""
    fact = facts.facts[fact_id]
    return f"{fact_id} = {fact.value} ({'worked out: ' if fact.rests_on else ''}{fact.where})"


def _why(facts: Facts) -> str:
    return "; ".join(problem.message for problem in facts.problems) or "the fields for a headline and a lead are missing."
