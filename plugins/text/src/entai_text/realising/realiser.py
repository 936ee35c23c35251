"""A trained realiser: tries many sentences, drops those that say a slot wrongly, takes the one most others agree with.

The sentences are the network's, or those that people wrote for the same slots.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from entai import EntaiError, State
from entai_text.realising.consensus import agreement
from entai_text.realising.decoder import Decoder
from entai_text.realising.lexicon import Lexicon
from entai_text.realising.meaning import Meaning, first, unparse
from entai_text.realising.people import People, Said
from entai_text.realising.plain import further, plain
from entai_text.realising.search import Sentence, beams, draws
from entai_text.realising.slot_check import mistakes
from entai_text.realising.words import PLACEHOLDERS, tokens

BEAM, DRAWS, LONGEST, AT_ONCE = 12, 48, 60, 24
"""Sentences followed by the beam, and drawn where none of those will do; words of one at most; meanings in one batch."""

LIKELY = 0.1
"""What a unit of log-probability counts beside the agreement with other sentences; chosen on the validation part."""


Phrasing = Literal["model", "people"]
"""Who words the slots."""

@dataclass(frozen=True)
class Realised:
    """A sentence for some slots.

    Args:
        text: The sentence.
        learned: Whether it was learnt; else no sentence passed the check, and one by rules stands here.
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
        self._kept: Any = state.assets.get("people")

    def say(self, meanings: Sequence[Meaning], seed: int = 0, phrasing: Phrasing = "model") -> Iterator[Realised]:
        """A sentence for each meaning; the same seed gives the same sentences.

        Args:
            meanings: Slots with values.
            seed: Where chance comes from.
            phrasing: `people` says again what somebody wrote for the same slots; where nobody did, the network speaks.

        Raises:
            EntaiError: A meaning has a value that the network has not learnt, or the model keeps nobody's sentences.
        """
        quoted = {number: said for number, meaning in enumerate(meanings)
                  if phrasing == "people" and (said := self._quoted(meaning))}
        worded = self._worded([(number, meaning) for number, meaning in enumerate(meanings) if number not in quoted], seed)
        for number in range(len(meanings)):
            yield quoted.get(number) or next(worded)

    def _quoted(self, meaning: Meaning) -> Realised | None:
        """What somebody said for these slots, if anybody did."""
        said = self._people.for_slots(meaning)
        return self._most_agreed(meaning, said, dict.fromkeys(said, 0.0)) if said else None

    @cached_property
    def _people(self) -> People:
        if self._kept is None:
            raise EntaiError("this model keeps no sentences of people: train it anew, or leave phrasing out")
        return People.of(self._kept)

    def _worded(self, meanings: Sequence[tuple[int, Meaning]], seed: int) -> Iterator[Realised]:
        """In the network's words; chance follows from the number that stands before each meaning."""
        for start in range(0, len(meanings), AT_ONCE):
            some = meanings[start:start + AT_ONCE]
            followed = beams(self._decoder, np.array([self._numbers(meaning) for _, meaning in some]), BEAM, LONGEST)
            for (number, meaning), best in zip(some, followed, strict=True):
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
        """Of the sentences without a mistake the one that all agree with most; None where each has one."""
        sentences = {tuple(self.lexicon.spell(sentence)): likely for sentence, likely in said}
        candidates = [words for words in sentences if not mistakes(" ".join(words), first(meaning))]
        return self._most_agreed(meaning, candidates, sentences) if candidates else None

    def _most_agreed(self, meaning: Meaning, candidates: Sequence[Said], sentences: Mapping[Said, float]) -> Realised:
        """Of the candidates the one that all sentences (with their log-probabilities) agree with most.

        It says the first value of each slot; sentences by rules add others.
        """
        told = first(meaning)
        named = {placeholder: tokens(told[slot]) for slot, placeholder in PLACEHOLDERS.items() if slot in told}
        agreed = agreement([_spelt(words, named) for words in candidates], [_spelt(words, named) for words in sentences])
        best = int((agreed + LIKELY * np.array([sentences[words] for words in candidates])).argmax())
        text = self.lexicon.casing.sentence(candidates[best], told)
        return Realised(" ".join([text, *further(meaning)]), True)


def _spelt(words: Sequence[str], named: dict[str, list[str]]) -> list[str]:
    """The words with names in the places of their placeholders."""
    return [part for word in words for part in named.get(word, (word,))]
