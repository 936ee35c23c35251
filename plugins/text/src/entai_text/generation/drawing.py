"""Drawing texts from a model, a token at a time, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from entai_text.generation.model import LanguageModel, Row
from entai_text.generation.plan import Plan
from entai_text.generation.utf8 import Stops, WholeCharacters, writable
from entai_text.generation.vocabulary import Vocabulary

if TYPE_CHECKING:
    from entai_text.generation.constraint import Grammar


def pens_for(model: LanguageModel, prompts: Sequence[Sequence[int]], plan: Plan) -> list[Pen]:
    """A pen for each prompt; each has a random generator of its own, so that company changes nothing."""
    grammar = _grammar(model, plan)
    return [Pen(prompt, plan, model.vocabulary, grammar) for prompt in prompts]


def draw(model: LanguageModel, pens: Sequence[Pen]) -> Iterator[tuple[int, str]]:
    """Go on with texts of different lengths, all at once, until each is done.

    Yields:
        The number of a pen, and whole characters that its text goes on with.
    """
    reading, logits = model.start([pen.tokens for pen in pens])
    busy = list(range(len(pens)))
    while busy:
        for place, number in enumerate(busy):
            given = pens[number].write(logits[place])
            if given:
                yield number, given
        going = [place for place, number in enumerate(busy) if not pens[number].done]
        if len(going) < len(busy):
            reading.keep(going)
            busy = [busy[place] for place in going]
        if busy:
            logits = reading.read([pens[number].tokens[-1] for number in busy])


def _grammar(model: LanguageModel, plan: Plan) -> Grammar | None:
    if plan.regex is None and plan.schema is None:
        return None
    from entai_text.generation.constraint import Grammar  # late: few runs need its library

    return Grammar(model.vocabulary, plan.regex, plan.schema)


class Pen:
    """One text being written.

    Args:
        prompt: Tokens before it.
        plan: What was wished for.
        vocabulary: The tokens.
        grammar: What it is bound to, or None.
    """

    def __init__(self, prompt: Sequence[int], plan: Plan, vocabulary: Vocabulary, grammar: Grammar | None) -> None:
        self.tokens = list(prompt)
        self.done = False
        self._sampler, self._left = plan.sampler, plan.max_tokens
        self._rng = np.random.default_rng(plan.seed)
        self._vocabulary, self._characters, self._stops = vocabulary, WholeCharacters(), Stops(plan.stop)
        self._bound = grammar.start(plan.max_tokens) if grammar else None

    def write(self, logits: Row) -> str:
        """Draw a token, and give out the characters that are certain by it."""
        allowed = writable(self._vocabulary, self._characters.pending)
        if self._bound:
            allowed = allowed & self._bound.allowed()
        token = self._sampler.draw(logits, self.tokens, allowed, self._rng)
        if self._bound:
            token = self._bound.push(token)
        self.tokens.append(token)
        self._left -= 1
        given = self._stops.push(self._characters.push(self._vocabulary.pieces[token]))
        self.done = (self._left == 0 or self._stops.found or token in self._vocabulary.ends
                     or (self._bound is not None and self._bound.done))
        return given + (self._stops.flush() if self.done else "")
