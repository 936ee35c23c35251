"""What was wished for, checked before a token is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from entai import EntaiError
from entai_text.generation.sampling import Sampler

BOUNDS = ("choices", "regex", "schema")
LONGEST_PROMPT = 4 << 20
"""Characters; more is refused before it is turned into tokens."""


@dataclass(frozen=True)
class Plan:
    """The options of a run.

    Args:
        max_tokens: Tokens to write at most.
        stop: Texts that end the output and are not in it.
        sampler: How a token is drawn.
        choices, regex, schema: What the output is bound to; one of them at most.
        seed: Of the draws.
        slide: Whether a prompt that is too long may lose its beginning.
        chat: Whether a model that was taught to answer is asked in its own form.
    """

    max_tokens: int
    stop: tuple[str, ...]
    sampler: Sampler
    choices: tuple[str, ...]
    regex: str | None
    schema: str | None
    seed: int
    slide: bool
    chat: bool

    @staticmethod
    def of(options: Mapping[str, Any]) -> Plan:
        """From the options of the task.

        Raises:
            EntaiError: Two of them can't be honoured together.
        """
        given = [name for name in BOUNDS if options[name] not in (None, [])]
        if options["choices"] == []:
            raise EntaiError("choices is an empty list: there is nothing to choose from")
        if len(given) > 1:
            raise EntaiError(f"{' and '.join(given)} can't be honoured together; give one of them")
        stop = tuple(text for text in options["stop"] or () if text)
        if stop and given:
            raise EntaiError(f"stop would cut what {given[0]} asks for; give one of them")
        sampler = Sampler(**{name: options[name] for name in Sampler.__dataclass_fields__})
        return Plan(options["max_tokens"], stop, sampler, tuple(options["choices"] or ()), options["regex"],
                    options["schema"], options["seed"], options["long_prompt"] == "slide", options["chat"])
