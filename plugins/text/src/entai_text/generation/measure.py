"""How good a language model is: what held-out text costs it, and what its own text is worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from entai import Evaluation, Measured
from entai_text.generation.choosing import log_softmax
from entai_text.generation.copying import Copied
from entai_text.generation.corpus import Corpus
from entai_text.generation.drawing import draw, pens_for
from entai_text.generation.encoded import Encoded
from entai_text.generation.model import LanguageModel
from entai_text.generation.plan import Plan
from entai_text.generation.sampling import Sampler
from entai_text.generation.words import distinct, words

Floats = NDArray[np.float64]

TOGETHER, LOGITS = 1 << 12, 1 << 25
"""Tokens whose logits are held in memory at a time, and so many logits at most; at least one row."""
LONGEST_ROW = 1024
"""Tokens: the logits of a preset's whole context would fill the memory."""
SAMPLES, SAMPLE_TOKENS, SAMPLE_PROMPT = 16, 256, 16
"""Texts drawn to judge, the tokens of each, and those of the held-out text that it goes on from."""


def measure(model: LanguageModel, held: Corpus, learnt: Corpus) -> Evaluation:
    """One pass over all held-out text, in rows of the model's context (1,024 tokens at most), each read from its start;
    then texts drawn from it.

    Args:
        model: What is measured.
        held: What it has not seen.
        learnt: What it has, to tell what it copies.
    """
    nats, characters, size = costs(model, held)
    written = samples(model, held)
    copied = Copied.of(learnt.documents)
    return Evaluation({
        "loss": _per(nats, characters, "nats/character"),
        "bits a byte": _per(nats / np.log(2), size, "bits"),
        "perplexity": _perplexity(nats, held, model),
        "distinct-1": Measured.mean([distinct(words(text), 1) for text in written]),
        "distinct-2": Measured.mean([distinct(words(text), 2) for text in written]),
        "copied": Measured.mean([copied.share(words(text)) for text in written], higher_is_better=False),
        "longest copy": Measured.mean([copied.longest(words(text)) for text in written], "words", higher_is_better=False)})


def costs(model: LanguageModel, held: Corpus) -> tuple[Floats, Floats, Floats]:
    """What every row costs in nats, and how many characters and bytes it holds, `(rows,)` each.

    Every token is counted once, the first one too: it stands behind the token that begins a text.
    """
    tokens = np.array([*model.opening("", chat=False)[-1:], *Encoded.of(held, model.vocabulary).tokens], np.int32)
    row = _row(model)
    whole = (len(tokens) - 1) // row * row
    rows = [tokens[:whole + 1]] if whole else []
    blocks = [(part[:-1].reshape(-1, row), part[1:].reshape(-1, row)) for part in rows]
    if whole < len(tokens) - 1:
        blocks.append((tokens[None, whole:-1], tokens[None, whole + 1:]))
    starts = np.array([sum(byte & 0xC0 != 0x80 for byte in piece) for piece in model.vocabulary.pieces])
    sizes = np.array([len(piece) for piece in model.vocabulary.pieces])
    nats = np.concatenate([_nats(model, given, said) for given, said in blocks])
    characters, size = (np.concatenate([counted[said].sum(1) for _, said in blocks]).astype(float)
                        for counted in (starts, sizes))
    return nats, characters, size


def _row(model: LanguageModel) -> int:
    return min(model.context, LONGEST_ROW)


def _nats(model: LanguageModel, given: NDArray[np.int32], said: NDArray[np.int32]) -> Floats:
    """Minus the log probability of `said`, summed over each row, `(rows,)`."""
    step = max(1, min(TOGETHER, LOGITS // len(model.vocabulary)) // given.shape[1])
    found = []
    for first in range(0, len(given), step):
        log = log_softmax(model.logits(given[first:first + step]).astype(np.float64))
        found.append(-np.take_along_axis(log, said[first:first + step, :, None], -1)[..., 0].sum(1))
    return np.concatenate(found)


def _per(amount: Floats, of: Floats, unit: str) -> Measured:
    """A ratio of sums over rows."""
    return Measured(len(of), statistic=lambda weights: (weights @ amount) / (weights @ of), unit=unit,
                    higher_is_better=False)


def _perplexity(nats: Floats, held: Corpus, model: LanguageModel) -> Measured:
    """Exponential of the mean cost of a token: among how many it is as if the model chose blindly."""
    total = len(Encoded.of(held, model.vocabulary).tokens)
    tokens = np.full(len(nats), float(_row(model)))
    tokens[-1] = total - _row(model) * (len(nats) - 1)
    return Measured(len(nats), statistic=lambda weights: np.exp((weights @ nats) / (weights @ tokens)),
                    unit="a token", higher_is_better=False)


def samples(model: LanguageModel, held: Corpus) -> list[str]:
    """Texts that go on from places in the held-out text, as the task's defaults draw them."""
    tokens = Encoded.of(held, model.vocabulary).tokens
    places = np.linspace(0, max(0, len(tokens) - SAMPLE_PROMPT), SAMPLES).astype(int)
    prompts: list[Sequence[int]] = [[int(token) for token in tokens[place:place + SAMPLE_PROMPT][:model.context]]
                                    for place in places]
    texts: list[list[str]] = [[] for _ in prompts]
    plan = Plan(SAMPLE_TOKENS, (), Sampler(temperature=0.8), (), None, None, 0, True, False)
    for number, piece in draw(model, pens_for(model, prompts, plan)):
        texts[number].append(piece)
    return ["".join(pieces) for pieces in texts]
