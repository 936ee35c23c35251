"""BLEU over a corpus with several references a sentence (Papineni et al. 2002), as mteval-v13a counts it, lower-cased."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ORDERS = 4


def words(text: str) -> list[str]:
    """Lower-cased words and signs, cut as mteval-v13a cuts them."""
    text = f" {text.lower()} "
    text = re.sub(r"([{-~\[-` -&(-+:-@/])", r" \1 ", text)
    text = re.sub(r"([^0-9])([.,])", r"\1 \2 ", text)
    text = re.sub(r"([.,])([^0-9])", r" \1 \2", text)
    return re.sub(r"([0-9])(-)", r"\1 \2 ", text).split()


def statistics(text: str, references: Sequence[str]) -> NDArray[np.float64]:
    """What one sentence adds: shared n-grams and all n-grams of the orders 1 to 4, its length and the closest reference's.

    Returns:
        `(10,)`; sums over sentences give the corpus' figure by `bleu`.
    """
    said, wanted = words(text), [words(reference) for reference in references]
    row: list[float] = []
    for order in range(1, ORDERS + 1):
        ours = _grams(said, order)
        most: Counter[tuple[str, ...]] = Counter()
        for reference in wanted:
            most |= _grams(reference, order)
        row += [sum((ours & most).values()), ours.total()]
    closest = min((abs(len(reference) - len(said)), len(reference)) for reference in wanted)[1]
    return np.array([*row, len(said), closest], float)


def _grams(said: Sequence[str], order: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(said[start:] for start in range(order)), strict=False))


def bleu(sums: NDArray[np.float64]) -> float:
    """BLEU of summed statistics, 0 to 1."""
    shared, total = sums[0:2 * ORDERS:2], sums[1:2 * ORDERS:2]
    if not (shared > 0).all():
        return 0.0
    brevity = min(0.0, 1 - sums[-1] / sums[-2])
    return math.exp(brevity + float(np.log(shared / total).mean()))
