"""Why a text is what it is: what was likely at every token, and how likely the whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from entai import Attribution, Explanation, Part, Table
from entai_text.generation.choosing import Floats, log_probabilities, log_softmax
from entai_text.generation.drawing import draw, pens_for
from entai_text.generation.model import LanguageModel
from entai_text.generation.plan import Plan
from entai_text.generation.vocabulary import Vocabulary

SHOWN = 60
"""Tokens at most that are explained."""
ALTERNATIVES = 5


def explain(model: LanguageModel, prompt: Sequence[int], plan: Plan) -> Explanation:
    """Of a choice, all choices with their probabilities; of a text, its tokens with what else was likely."""
    return _of_choices(model, prompt, plan) if plan.choices else _of_text(model, prompt, plan)


def _of_choices(model: LanguageModel, prompt: Sequence[int], plan: Plan) -> Explanation:
    logs = np.array(log_probabilities(model, prompt, plan))
    shares = np.exp(logs - logs.max())
    frame = pd.DataFrame({"choice": plan.choices, "probability among them": shares / shares.sum(), "log probability": logs})
    return Explanation("How likely each choice is", "Each choice is weighed as a whole behind the prompt.",
                       values=(Table(frame.sort_values("log probability", ascending=False)),))


def _of_text(model: LanguageModel, prompt: Sequence[int], plan: Plan) -> Explanation:
    pens = pens_for(model, [prompt], plan)
    list(draw(model, pens))
    said = pens[0].tokens[len(prompt):][:SHOWN]
    row = [*prompt, *said][:-1][-model.context:]
    logs = log_softmax(model.logits(np.array([row], np.int32))[0, -len(said):].astype(np.float64))
    rows = [_token(model.vocabulary, token, log) for token, log in zip(said, logs, strict=True)]
    total = float(sum(log[token] for token, log in zip(said, logs, strict=True)))
    parts = tuple(Part(_shown(model.vocabulary, token), float(log[token])) for token, log in zip(said, logs, strict=True))
    return Explanation(
        "What was likely at every token",
        "The model's own probabilities, before temperature and what the output was bound to. A token costs minus the log of "
        f"its probability; the first {len(said)} tokens together {-total:.2f} nats.",
        (Attribution("log probability of the text", total, parts),), (Table(pd.DataFrame(rows)),))


def _token(vocabulary: Vocabulary, token: int, log: Floats) -> dict[str, object]:
    best = np.argsort(-log, kind="stable")[:ALTERNATIVES]
    others = ", ".join(f"{_shown(vocabulary, int(other))} {np.exp(log[other]):.3f}" for other in best)
    return {"token": _shown(vocabulary, token), "probability": float(np.exp(log[token])), "likeliest": others}


def _shown(vocabulary: Vocabulary, token: int) -> str:
    """A token to be looked at: what can't be seen is written as Python writes it."""
    return _quoted(vocabulary.pieces[token]) if vocabulary.pieces[token] else "(end)"


def _quoted(piece: bytes) -> str:
    """Bytes as text in quotes, where they are text; else as numbers."""
    try:
        return repr(piece.decode())
    except UnicodeDecodeError:
        return piece.hex(" ")
