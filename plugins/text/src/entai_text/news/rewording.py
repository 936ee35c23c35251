"""A language model may say our sentences in its words; what it says is taken only where the sources carry it.

Nothing a model writes is trusted. A rewording must have the same names and numbers in their order, no word of its own
that says something, as many negations and bounds as the sentence had; and the checker must find nothing against the facts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .article import Article, Sentence
from .assets import toml_asset
from .check import check
from .facts import Facts
from .language import hedged, is_instruction, negated, pieces, stem
from .number_words import number_of
from .reports import Report, faults
from .write.grammar import Grammar

Rewrite = Callable[[str], str]
_MARK = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’\-][^\W\d_]+)*")


@dataclass(frozen=True)
class Ground:
    """What a rewording is held against.

    Args:
        facts, reports: What the article was written from.
        house: Stems of the words in which the domain's own phrases speak.
    """

    facts: Facts | None
    reports: tuple[Report, ...]
    house: frozenset[str] = frozenset()


def house_words(grammar: Grammar) -> frozenset[str]:
    """Stems of the words that a domain's phrases use: the checker understands them."""
    phrases = [phrase for message in grammar.messages for phrase in message.say]
    phrases += [phrase for several in grammar.phrases.values() for phrase in several]
    said = re.sub(r"\{[^{}]*\}", " ", " ".join(phrase.say for phrase in phrases))
    return frozenset(map(stem, pieces(said)))


def reworded(article: Article, rewrite: Rewrite, facts: Facts | None = None, reports: list[Report] | None = None,
             grammar: Grammar | None = None) -> Article:
    """The article in a language model's words where the sources carry them, in ours elsewhere.

    Args:
        article: As the rules wrote it.
        rewrite: Turns one sentence into another; whatever it returns is checked.
        facts, reports: What the article was written from.
        grammar: The domain's phrases, whose words a rewording may use.
    """
    ground = Ground(facts, tuple(reports or ()), house_words(grammar) if grammar else frozenset())
    taken = total = 0
    for place, old in list(_places(article)):
        total += 1
        draft = replace(old, text=" ".join(rewrite(old.text).split()))
        if carried(draft, old, article, ground):
            changed = _with(article, place, draft)
            if _true(changed, facts):
                article, taken = changed, taken + (draft.text != old.text)
    note = f"{taken} of {total} sentences are in the language model's words; of the others it found no true ones."
    return replace(article, notes=(*article.notes, note))


def carried(draft: Sentence, old: Sentence, article: Article, ground: Ground) -> bool:
    """Whether a rewording says what the sentence says, and no more."""
    if old.about == "quote" or len(draft.text) > 2 * len(old.text) + 40 or draft.text[-1:] not in (*".!?。！？",):
        return False
    if _marks(draft.text) != _marks(old.text) or _says_more(draft, article, ground, old.text):
        return False
    turned = negated(draft.text, article.language) != negated(old.text, article.language) \
        or hedged(draft.text, article.language) != hedged(old.text, article.language)
    if turned or _fixed(draft.text) != _fixed(old.text) or is_instruction(draft.text, article.language):
        return False
    return not ground.reports or not faults(Article(old, (draft,), (), article.language), list(ground.reports))


def _marks(text: str) -> list[str]:
    """Numbers and names; a rewording keeps their order, too, as it may tell who did what."""
    found = []
    for place, word in enumerate(_MARK.findall(text)):
        if (value := number_of(word)) is not None:
            found.append(f"{value:g}")
        elif word[:1].isupper() and (place or word.lower() not in _free()):
            found.append(word.removesuffix("'s").removesuffix("’s"))
    return found


def _says_more(draft: Sentence, article: Article, ground: Ground, old: str) -> bool:
    """Whether a word is new that says something: not in the sentence, nor in its sources, nor in our phrases."""
    cited = " ".join(article.sources.get(source, "") for source in draft.sources) if ground.reports else ""
    known = set(map(stem, pieces(f"{old} {cited}"))) | ground.house
    return any(stem(word) not in known and word not in _free() and number_of(word) is None for word in pieces(draft.text))


def _fixed(text: str) -> Counter[str]:
    fixed = toml_asset("rewording.toml")["fixed"]
    return Counter(word for word in re.findall(r"n['’]t\b|[^\W\d_]+", text.lower().replace("’", "'")) if word in fixed)


def _free() -> frozenset[str]:
    return frozenset(toml_asset("rewording.toml")["free"])


def _true(article: Article, facts: Facts | None) -> bool:
    """Whether the checker finds nothing in the whole text: a sentence may mislead only beside its neighbours."""
    return facts is None or not check(article.text, facts, min_trust=0)


def _places(article: Article) -> Iterator[tuple[tuple[int, int], Sentence]]:
    """Every sentence of lead and body with its paragraph (the lead is -1) and its place in it."""
    for number, paragraph in enumerate((article.lead, *article.body), -1):
        yield from (((number, place), sentence) for place, sentence in enumerate(paragraph))


def _with(article: Article, place: tuple[int, int], sentence: Sentence) -> Article:
    """The article with one sentence in place of another."""
    number, index = place
    paragraph = article.lead if number < 0 else article.body[number]
    changed = (*paragraph[:index], sentence, *paragraph[index + 1:])
    if number < 0:
        return replace(article, lead=changed)
    return replace(article, body=(*article.body[:number], changed, *article.body[number + 1:]))
