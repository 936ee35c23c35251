"""Chat templates: how a model was taught to be asked (Jinja, as Hugging Face keeps them)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from entai import EntaiError
from entai_text.generation.hub.folder import document

MARK = "\ue000the prompt\ue001"
"""Stands for the prompt while the template is filled in, so that nothing in a prompt can act as part of the template."""


def template(folder: Path) -> str | None:
    """The folder's template, or None where the model was not taught to answer."""
    if (folder / "chat_template.jinja").is_file():
        return (folder / "chat_template.jinja").read_text(encoding="utf-8")
    if (folder / "tokenizer_config.json").is_file():
        found = document(folder, "tokenizer_config.json").get("chat_template")
        return found if isinstance(found, str) else None
    return None


def around(source: str, tokens: dict[str, Any]) -> tuple[str, str]:
    """What stands before and behind the prompt.

    Args:
        source: The template.
        tokens: `bos_token` and `eos_token`, which templates name.
    """
    from jinja2 import TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def refuse(reason: str) -> None:
        raise EntaiError(f"the chat template refuses: {reason}")

    try:
        made = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True).from_string(source).render(
            messages=[{"role": "user", "content": MARK}], add_generation_prompt=True, raise_exception=refuse, **tokens)
    except TemplateError as error:
        raise EntaiError(f"the model's chat template can't be used: {error}") from error
    before, found, behind = made.partition(MARK)
    if not found:
        raise EntaiError("the model's chat template has no place for a prompt")
    return before, behind
