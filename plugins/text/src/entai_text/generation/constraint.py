"""Output bound to a pattern or a JSON schema, by `llguidance`: no token may come from which no text that fits can follow."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from llguidance import LLMatcher, LLTokenizer, TokenizerWrapper
from numpy.typing import NDArray

from entai import EntaiError, Text
from entai_text.generation.vocabulary import Vocabulary

LIKED = b'"}],.!?;:)>\n 0ae'
"""What ends things soonest, in this order; tried first in the search for a short way to the end."""
BEAM, BRANCHES = 12, 6
"""How many beginnings the search goes on with, and how each is gone on with."""


class Grammar:
    """A pattern or schema, ready for texts in a vocabulary.

    Args:
        vocabulary: The tokens.
        regex, schema: One of them.

    Raises:
        EntaiError: It is no pattern or schema, or asks for what can't be honoured.
    """

    def __init__(self, vocabulary: Vocabulary, regex: str | None = None, schema: str | None = None) -> None:
        self.vocabulary = vocabulary
        self._kind = "regex" if regex is not None else "schema"
        source = LLMatcher.grammar_from_regex(regex) if regex is not None else _schema_grammar(schema or "")
        self._matcher = LLMatcher(_tokenizer(vocabulary), source, log_level=0)
        self._check(self._matcher.get_error())
        for warning in self._matcher.get_grammar_warnings():
            self._check(warning)

    def _check(self, complaint: str) -> None:
        if complaint:
            words = " ".join(complaint.split())
            raise EntaiError(f"the {self._kind} can't be honoured: {words[:300]}")

    def start(self, budget: int) -> Bound:
        """A text to be written under it.

        Args:
            budget: Tokens.

        Raises:
            EntaiError: No text that fits is so short.
        """
        bound = Bound(self._matcher.deep_copy(), self.vocabulary, budget)
        if bound.way is None:
            raise EntaiError(f"max_tokens={budget} is too few: no text that fits the {self._kind} was found so short; "
                             "raise it")
        return bound


class Bound:
    """One text on its way through a grammar. There is always a way to its end that the budget has room for: `way`.

    Args:
        matcher: Where in the grammar the text stands.
        vocabulary: The tokens.
        budget: Tokens that may still be written.
    """

    def __init__(self, matcher: LLMatcher, vocabulary: Vocabulary, budget: int) -> None:
        self._matcher, self._vocabulary, self._budget = matcher, vocabulary, budget
        self.way = _way_out(matcher, vocabulary, budget)

    @property
    def done(self) -> bool:
        """Whether nothing more can follow, or nothing more has room; the text fits then."""
        return bool(self._matcher.is_stopped()) or self._budget == 0

    def allowed(self) -> NDArray[np.bool_]:
        """Flags of the tokens that may come, `(vocabulary,)`."""
        return _flags(self._matcher, len(self._vocabulary))

    def push(self, token: int) -> int:
        """Write a token, or where it leads too far from any end, the first one of the way out.

        Returns:
            The token that was written.
        """
        assert self.way is not None
        onward = _after(self._matcher, token)
        way = self.way[1:] if self.way[:1] == [token] else _way_out(onward, self._vocabulary, self._budget - 1)
        if way is None:
            token, *way = self.way or [self._vocabulary.ends[0]]
            onward = _after(self._matcher, token)
        self._matcher, self._budget, self.way = onward, self._budget - 1, way
        return token


def _after(matcher: LLMatcher, token: int) -> LLMatcher:
    onward = matcher.deep_copy()
    onward.consume_token(token)
    return onward


def _way_out(matcher: LLMatcher, vocabulary: Vocabulary, budget: int) -> list[int] | None:
    """Tokens that end the text within the budget, by the first that may come, else by a wider search; None: none found."""
    if matcher.is_stopped() and not matcher.is_error():
        return []
    return _search(matcher, vocabulary, budget, 1, 1) or _search(matcher, vocabulary, budget, BEAM, BRANCHES)


def _search(matcher: LLMatcher, vocabulary: Vocabulary, budget: int, beam: int, branches: int) -> list[int] | None:
    """Go on with `beam` beginnings at a time, in `branches` ways each, to the first that is whole."""
    begun: list[tuple[list[int], LLMatcher]] = [([], matcher)]
    for _ in range(budget + 1):
        for way, reached in begun:
            if reached.is_accepting():
                return way
        onward: dict[bytes, tuple[list[int], LLMatcher]] = {}
        for way, reached in begun:
            for token in _branches(reached, vocabulary, branches):
                further = _after(reached, token)
                known_by = bytes(further.compute_bitmask()) + bytes([further.is_accepting()])
                onward.setdefault(known_by, ([*way, token], further))
        begun = list(onward.values())[:beam]
    return None


def _branches(matcher: LLMatcher, vocabulary: Vocabulary, count: int) -> list[int]:
    """The first few tokens that may come: those that end things, then any, spread over all that may."""
    if matcher.is_stopped():
        return []
    flags = _flags(matcher, len(vocabulary))
    liked = [token for token in _liked(vocabulary) if flags[token]][:count]
    others = np.flatnonzero(flags)
    spread = others[np.linspace(0, len(others) - 1, min(len(others), count)).astype(int)] if len(others) else others
    return liked if len(liked) == count else [*liked, *(int(token) for token in spread)]


@lru_cache(maxsize=8)
def _liked(vocabulary: Vocabulary) -> tuple[int, ...]:
    numbers = {piece: number for number, piece in enumerate(vocabulary.pieces) if len(piece) == 1}
    return tuple(numbers[bytes([value])] for value in LIKED if bytes([value]) in numbers)


def _flags(matcher: LLMatcher, size: int) -> NDArray[np.bool_]:
    bits = np.frombuffer(matcher.compute_bitmask(), np.uint8)
    return np.unpackbits(bits, bitorder="little")[:size].astype(bool)


@lru_cache(maxsize=8)
def _tokenizer(vocabulary: Vocabulary) -> LLTokenizer:
    return LLTokenizer(TokenizerWrapper(_Tokens(vocabulary)), slices=[])


class _Tokens:
    """A vocabulary as llguidance asks for it."""

    bos_token_id = None

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.eos_token_id = vocabulary.ends[0]
        # 0xff is in no text, so that no pattern can ask for a token which stands for none.
        self.tokens = [piece or b"\xff<%d>" % number for number, piece in enumerate(vocabulary.pieces)]
        self.special_token_ids = [number for number, piece in enumerate(vocabulary.pieces) if not piece]

    def __call__(self, content: bytes) -> list[int]:
        return self._vocabulary.encode(content.decode())


def _schema_grammar(schema: str) -> str:
    text = schema if schema.lstrip().startswith(("{", "true", "false")) else Text.read(Path(schema)).text
    try:
        parsed: Any = json.loads(text)
        return str(LLMatcher.grammar_from_json_schema(json.dumps(parsed), {"whitespace_flexible": False}))
    except ValueError as error:
        raise EntaiError(f"the schema is no JSON schema: {error}") from error
