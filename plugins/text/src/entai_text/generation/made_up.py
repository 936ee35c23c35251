"""Made-up text with something in it to learn."""

from __future__ import annotations

import numpy as np

from entai_text.generation.corpus import Corpus

WHO = ("the king", "a ghost", "the queen", "my friend", "a sailor")
DOES = ("sees", "fears", "greets", "follows")
HOW = ("at dawn", "in the rain", "without a word")


def corpus(seed: int, sentences: int = 300) -> Corpus:
    """Sentences from a small grammar, a line each."""
    rng = np.random.default_rng(seed)
    lines = (f"{rng.choice(WHO)} {rng.choice(DOES)} {rng.choice(WHO)} {rng.choice(HOW)}." for _ in range(sentences))
    return Corpus(("\n".join(lines) + "\n",), "synthetic")
