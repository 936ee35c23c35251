"""Of several sentences the one that the others agree with most: minimum Bayes risk.

Kumar & Byrne, "Minimum Bayes-risk decoding for statistical machine translation" (NAACL 2004), with sentence-wise BLEU as
the gain: what most people would have said shares most of its n-grams with what the others say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ORDERS = (1, 2, 3, 4)
Words = Sequence[str]
Doubles = NDArray[np.float64]


def agreement(candidates: Sequence[Words], others: Sequence[Words]) -> Doubles:
    """How well each candidate agrees with the other sentences: the mean of its BLEU against each of them.

    Args:
        candidates: Sentences to choose from.
        others: Sentences to agree with.

    Returns:
        Between 0 and 1, `(candidates,)`.
    """
    lengths = np.array([len(words) for words in candidates], float)
    wanted = np.array([len(words) for words in others], float)
    gain = np.minimum(0.0, 1 - wanted[None, :] / np.maximum(1.0, lengths)[:, None])
    for order in ORDERS:
        ours, theirs = counted(candidates, others, order)
        shared = np.stack([np.minimum(row, theirs).sum(axis=1) for row in ours])
        smooth = float(order > 1)
        total = np.maximum(1.0, lengths - order + 1)
        gain += np.log(np.maximum(1e-9, (shared + smooth) / (total[:, None] + smooth))) / len(ORDERS)
    mean: Doubles = np.exp(gain).mean(axis=1)
    return mean


def counted(candidates: Sequence[Words], others: Sequence[Words], order: int) -> tuple[Doubles, Doubles]:
    """How often each n-gram stands in each sentence, `(sentences, n-grams)` for both."""
    counts = [Counter(zip(*(words[start:] for start in range(order)), strict=False)) for words in (*candidates, *others)]
    places = {gram: place for place, gram in enumerate({gram for count in counts for gram in count})}
    table = np.zeros((len(counts), max(1, len(places))))
    for row, count in zip(table, counts, strict=True):
        for gram, number in count.items():
            row[places[gram]] = number
    return table[:len(candidates)], table[len(candidates):]
