"""A trained realiser: tries many sentences, drops those that say a slot wrongly, takes the one most others agree with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from entai import EntaiError, State
from entai_text.realising.consensus import agreement
from entai_text.realising.decoder import Decoder
from entai_text.realising.lexicon import Lexicon
from entai_text.realising.meaning import Meaning, first, unparse
from entai_text.realising.plain import further, plain
from entai_text.realising.search import Sentence, beams, draws
from entai_text.realising.slot_check import mistakes
from entai_text.realising.words import PLACEHOLDERS, tokens

BEAM, DRAWS, LONGEST, AT_ONCE = 12, 48, 60, 24
"""Sentences followed by the beam, and drawn where none of those will do; words of one at most; meanings in one batch."""

LIKELY = 0.1
"""What a unit of log-probability counts beside the agreement with other sentences; chosen on the validation part."""


@dataclass(frozen=True)
class Realised:
    """A sentence for some slots.

    Args:
        text: The sentence.
        learned: Whether it is the network's; else none of its sentences passed the check, and a plain one stands here.
    """

    text: str
    learned: bool


class Realiser:
    """Says slots in a sentence or two; NumPy alone serves it.

    Args:
        state: What the recipe's `fit` returned, or a bundle kept.
    """

    def __init__(self, state: State) -> None:
        self.lexicon = Lexicon.of(state.assets["lexicon"])  # type: ignore[arg-type]
        self._decoder = Decoder(state.arrays)

    def say(self, meanings: Sequence[Meaning], seed: int = 0) -> Iterator[Realised]:
        """A sentence for each meaning; the same seed gives the same sentences.

        Raises:
            EntaiError: A meaning has a value that the network has not learnt.
        """
        for start in range(0, len(meanings), AT_ONCE):
            some = meanings[start:start + AT_ONCE]
            followed = beams(self._decoder, np.array([self._numbers(meaning) for meaning in some]), BEAM, LONGEST)
            for number, (meaning, best) in enumerate(zip(some, followed, strict=True), start):
                found = self._agreed(meaning, best)
                yield found or self._agreed(meaning, self._drawn(meaning, (seed, number))) or Realised(plain(meaning), False)

    def _numbers(self, meaning: Meaning) -> list[int]:
        numbers = self.lexicon.meaning(meaning)
        if numbers is None:
            raise EntaiError(f"{unparse(meaning)} has a value that this model has not learnt")
        return numbers

    def _drawn(self, meaning: Meaning, seed: tuple[int, int]) -> list[tuple[Sentence, float]]:
        """Other sentences, each as likely as any."""
        drawn, = draws(self._decoder, np.array([self._numbers(meaning)]), DRAWS, LONGEST, np.random.default_rng(seed))
        return [(sentence, 0.0) for sentence in drawn]

    def _agreed(self, meaning: Meaning, said: list[tuple[Sentence, float]]) -> Realised | None:
        """Of the sentences without a mistake the one that all agree with most; None where each has one.

        The network says the first value of each slot; sentences by rules add others.
        """
        told = first(meaning)
        sentences = {tuple(self.lexicon.spell(sentence)): likely for sentence, likely in said}
        candidates = [words for words in sentences if not mistakes(" ".join(words), told)]
        if not candidates:
            return None
        named = {placeholder: tokens(told[slot]) for slot, placeholder in PLACEHOLDERS.items() if slot in told}
        agreed = agreement([_spelt(words, named) for words in candidates], [_spelt(words, named) for words in sentences])
        best = int((agreed + LIKELY * np.array([sentences[words] for words in candidates])).argmax())
        text = self.lexicon.casing.sentence(candidates[best], told)
        return Realised(" ".join([text, *further(meaning)]), True)


def _spelt(words: Sequence[str], named: dict[str, list[str]]) -> list[str]:
    """The words with names in the places of their placeholders."""
    return [part for word in words for part in named.get(word, (word,))]
