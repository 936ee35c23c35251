"""How well a realiser says slots: BLEU against all sentences that people wrote for them, and slots said wrongly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai import Evaluation, Measured
from entai_text.realising.bleu import bleu, statistics
from entai_text.realising.meaning import parse
from entai_text.realising.pairs import Pairs
from entai_text.realising.realiser import Realiser
from entai_text.realising.slot_check import mistakes
from entai_text.realising.words import masked

SEED = 0


def measure(realiser: Realiser, pairs: Pairs) -> Evaluation:
    """Say every meaning once."""
    references = pairs.references()
    meanings = [parse(text) for text in references]
    said = list(realiser.say(meanings, SEED))
    rows = np.array([statistics(one.text, texts) for one, texts in zip(said, references.values(), strict=True)])
    wrong = [len(mistakes(masked(one.text, meaning).lower(), meaning)) for one, meaning in zip(said, meanings, strict=True)]
    return Evaluation({
        "BLEU": Measured(len(rows), statistic=lambda weights: _bleus(weights @ rows), higher_is_better=True),
        "slots said wrongly": Measured.mean(wrong, higher_is_better=False),
        "learned sentences": Measured.mean([one.learned for one in said])})


def _bleus(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([bleu(row) for row in sums])
