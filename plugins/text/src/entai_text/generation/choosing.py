"""One of a list of texts, each weighed as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError
from entai_text.generation.model import LanguageModel
from entai_text.generation.plan import Plan

Floats = NDArray[np.floating]


def choose(model: LanguageModel, prompt: Sequence[int], plan: Plan) -> str:
    """Draw a choice with its probability behind the prompt; temperature 0 takes the likeliest.

    A choice that is drawn token by token would be led astray by beginnings that many choices share; a whole one is not, and
    no budget can cut it.

    Raises:
        EntaiError: A choice is longer than the budget, or than the context has room for.
    """
    weights = np.array(log_probabilities(model, prompt, plan))
    place = np.random.default_rng(plan.seed).random()
    if plan.sampler.temperature == 0:
        return plan.choices[int(np.argmax(weights))]
    shares = np.exp((weights - weights.max()) / plan.sampler.temperature)
    return plan.choices[min(int(np.searchsorted(np.cumsum(shares), place * shares.sum(), side="right")), len(shares) - 1)]


def log_probabilities(model: LanguageModel, prompt: Sequence[int], plan: Plan) -> list[float]:
    """Log of the probability of each choice behind the prompt."""
    choices = [model.vocabulary.encode(choice) for choice in plan.choices]
    for choice, tokens in zip(plan.choices, choices, strict=True):
        if len(tokens) > plan.max_tokens:
            raise EntaiError(f"the choice {choice[:40]!r} takes {len(tokens)} tokens, and max_tokens is {plan.max_tokens}")
        if len(prompt) + len(tokens) > model.context and not plan.slide:
            raise EntaiError(f"prompt and choice {choice[:40]!r} take {len(prompt) + len(tokens)} tokens, and the model "
                             f"looks back on {model.context}; shorten them, or set long_prompt to slide")
    return [_log_probability(model, prompt, tokens) for tokens in choices]


def _log_probability(model: LanguageModel, prompt: Sequence[int], tokens: Sequence[int]) -> float:
    row = [*prompt, *tokens][:-1][-model.context:]
    if not tokens:
        return 0.0
    logits = model.logits(np.array([row], np.int32))[0, -len(tokens):].astype(np.float64)
    return float(np.sum(log_softmax(logits)[np.arange(len(tokens)), tokens]))


def log_softmax(logits: Floats) -> Floats:
    """Log probabilities along the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)))
