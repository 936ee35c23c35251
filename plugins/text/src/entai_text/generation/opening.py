"""From a prompt to the tokens that a model goes on from."""

from __future__ import annotations

from entai import EntaiError
from entai_text.generation.model import LanguageModel
from entai_text.generation.plan import LONGEST_PROMPT, Plan


def opening(model: LanguageModel, prompt: str, plan: Plan) -> list[int]:
    """The tokens of a prompt, at least one.

    Raises:
        EntaiError: The prompt is longer than the model looks back on, and `long_prompt` does not say `slide`; or it holds
            what is no character.
    """
    size = len(prompt)
    if size > LONGEST_PROMPT:
        raise EntaiError(f"the prompt holds {size:,} characters; the limit is {LONGEST_PROMPT:,}")
    try:
        prompt.encode()
    except UnicodeEncodeError as error:
        raise EntaiError(f"the prompt holds half a character at place {error.start}") from error
    tokens = model.opening(prompt, plan.chat)
    if len(tokens) > model.context and not plan.slide:
        raise EntaiError(f"the prompt takes {len(tokens):,} tokens, and the model looks back on {model.context:,}; shorten "
                         "it, or set long_prompt to slide, to go on from its end alone")
    return tokens[-model.context:]
