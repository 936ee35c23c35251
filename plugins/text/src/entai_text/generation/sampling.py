"""From logits to a token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.floating]


@dataclass(frozen=True)
class Sampler:
    """How a token is drawn. The steps follow each other in this order.

    Args:
        repetition_penalty: Logits of tokens that were there are divided by it where positive, else multiplied
            (Keskar et al., "CTRL", 2019).
        temperature: Divides the logits; at 0 the likeliest token is taken.
        top_k: So many of the likeliest are left; 0: all.
        top_p: The fewest of the likeliest are left that reach this probability (Holtzman et al., "nucleus sampling", 2020).
        min_p: Those are left that are at least this share as likely as the likeliest (Nguyen et al. 2024).
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    repetition_penalty: float = 1.0

    def draw(self, logits: Row, before: Sequence[int], allowed: NDArray[np.bool_], rng: np.random.Generator) -> int:
        """A token.

        Args:
            logits: `(vocabulary,)`.
            before: Tokens that were read and written.
            allowed: Flags of the tokens that may come, at least one.
            rng: One number is drawn from it, whatever the settings are.
        """
        place = rng.random()
        shares = self.shares(logits, before, allowed)
        return int(min(np.searchsorted(np.cumsum(shares), place * shares.sum(), side="right"), np.flatnonzero(shares)[-1]))

    def shares(self, logits: Row, before: Sequence[int], allowed: NDArray[np.bool_]) -> Row:
        """With which probability each token is drawn, `(vocabulary,)`, up to a common factor."""
        logits = np.where(allowed, self._penalised(logits.astype(np.float64), before), -np.inf)
        if self.temperature == 0:
            best = np.zeros(len(logits))
            best[int(np.argmax(logits))] = 1.0
            return best
        logits = (logits - logits.max()) / self.temperature
        return self._cut(np.exp(logits))

    def _penalised(self, logits: Row, before: Sequence[int]) -> Row:
        if self.repetition_penalty != 1 and before:
            seen = np.unique(np.asarray(before))
            said = logits[seen]
            logits[seen] = np.where(said > 0, said / self.repetition_penalty, said * self.repetition_penalty)
        return logits

    def _cut(self, shares: Row) -> Row:
        """Leave the likeliest; ties are settled by the tokens' numbers."""
        if self.min_p:
            shares = np.where(shares >= self.min_p * shares.max(), shares, 0.0)
        if self.top_k and self.top_k < np.count_nonzero(shares):
            shares = _left(shares, np.argsort(-shares, kind="stable")[:self.top_k])
        if self.top_p < 1:
            order = np.argsort(-shares, kind="stable")
            reached = np.cumsum(shares[order]) / shares.sum()
            shares = _left(shares, order[:int(np.searchsorted(reached, self.top_p)) + 1])
        return shares


def _left(shares: Row, kept: NDArray[np.intp]) -> Row:
    left = np.zeros_like(shares)
    left[kept] = shares[kept]
    return left
