"""From a template to a sentence: slots filled, phrases chosen, names shortened after their first mention.

Templates hold `{expression|filter argument}` and `{#phrase}`. What an expression reads is remembered: those are the
facts that the sentence rests on.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from ..facts import FactsError
from ..facts.expression import MissingFactError, Scope, evaluate, holds
from .filters import FILTERS
from .grammar import Grammar, Phrase
from .style import Style

_REPEATABLE = frozenset({"pts", "reb", "ast", "stl", "blk", "fgm", "fga", "min", "gross", "rank", "moved"})
_SLOT = re.compile(r"\{([^{}]+)\}")


@dataclass
class Memory:
    """What the article has used so far: how often each phrase, who has been named, and which facts were told."""

    used: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)

    def copy(self) -> Memory:
        """The same memory, to try a phrase with."""
        return Memory(dict(self.used), set(self.named), set(self.told))


@dataclass(frozen=True)
class Voice:
    """Everything that decides the words: the grammar, the house style, chance, the memory of this article.

    Of `tries` ways to say something the one that repeats least is taken.
    """

    grammar: Grammar
    style: Style
    chance: random.Random
    memory: Memory = field(default_factory=Memory)
    tries: int = 3

    def freshest(self, phrases: tuple[Phrase, ...], scope: Scope, key: str) -> str:
        """Of a few ways to say something the one that repeats the fewest numbers of the article so far."""
        before = self.memory.copy()
        best: tuple[int, str, dict[str, None], Memory] | None = None
        for _ in range(self.tries):
            trial = Scope(scope.facts, scope.alias, scope.variables)
            self._restore(before.copy())
            text = self.say(phrases, trial, key)
            again = sum(i in before.told for i in trial.reads if i.rsplit(".", 1)[-1] in _REPEATABLE)
            if best is None or again < best[0]:
                best = (again, text, trial.reads, self.memory.copy())
        assert best is not None  # tries is at least one
        self._restore(best[3])
        self.memory.told.update(best[2])
        scope.reads.update(best[2])
        return best[1]

    def _restore(self, memory: Memory) -> None:
        self.memory.used, self.memory.named, self.memory.told = memory.used, memory.named, memory.told

    def say(self, phrases: tuple[Phrase, ...], scope: Scope, key: str) -> str:
        """One of the fitting phrases, filled in, the least used in this article first; MissingFactError if none fits."""
        for phrase in self._ordered(phrases, key):
            trial = Scope(scope.facts, scope.alias, scope.variables)
            try:
                if phrase.when and not holds(phrase.when, trial):
                    continue
                named = set(self.memory.named)
                text = self._fill(phrase.say, trial)
            except MissingFactError:
                self.memory.named = named
                continue
            self.memory.used[phrase.say] = self.memory.used.get(phrase.say, 0) + 1
            scope.reads.update(trial.reads)
            return text
        raise MissingFactError(key)

    def _ordered(self, phrases: tuple[Phrase, ...], key: str) -> list[Phrase]:
        shuffled = self.chance.sample(phrases, len(phrases))
        return sorted(shuffled, key=lambda phrase: self.memory.used.get(phrase.say, 0))

    def _fill(self, template: str, scope: Scope) -> str:
        return _SLOT.sub(lambda match: self._slot(match[1], scope), template)

    def _slot(self, slot: str, scope: Scope) -> str:
        if slot.startswith("#"):
            name, _, row = slot[1:].partition(" ")  # {#line w2} says the phrase 'line' of the row w2, which it calls p
            inner = Scope(
                scope.facts,
                {**scope.alias, "p": scope.alias[row]} if row else scope.alias,
                scope.variables,
                scope.reads,
            )
            return self.say(self.grammar.phrases[name], inner, slot)
        expression, _, rest = slot.partition("|")
        if expression.endswith(".who"):
            return self._who(expression.removesuffix(".who"), scope)
        value = evaluate(expression, scope)
        name, _, argument = rest.partition(" ")
        if name == "name":
            return self.grammar.names.get(str(value), str(value))
        if name:
            return _filtered(name, value, self.style, argument or self.grammar.language)
        return f"{value:g}" if isinstance(value, float) else str(value)

    def _who(self, alias: str, scope: Scope) -> str:
        """A person's full name at first, the last name later; a last name that two bear is never used alone."""
        row = scope.alias.get(alias, alias)
        full, last = scope.look_up(f"{alias}.name"), scope.facts.text(f"{row}.second")
        rows = scope.facts.rows.get(row.split(".")[0], ())
        shared = sum(scope.facts.text(f"{other}.second") == last for other in rows) > 1
        first = row not in self.memory.named
        self.memory.named.add(row)
        return str(full) if first or shared or not last else last


def sentence_case(text: str) -> str:
    """The text with a capital first letter, and no doubled stop."""
    text = re.sub(r"\.\.$", ".", text.strip())
    return text[:1].upper() + text[1:]


def _filtered(name: str, value: Any, style: Style, argument: str) -> str:
    """A value in the words of a filter; one that it can't take leaves the phrase unsaid."""
    if name not in FILTERS:
        raise FactsError(f"There is no filter {name!r}; there are {', '.join(FILTERS)}.")
    try:
        return FILTERS[name](value, style, argument)
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
        raise MissingFactError(f"{value!r} is nothing for the filter {name}") from error
