"""News that is true, with a checker of texts; and language models that go on with a text.

from entai_text import NewsChecker, NewsWriter, TextGenerator

article = NewsWriter.load()("game.json", reports="wires/")
checked = NewsChecker.load()("draft.txt", facts="game.json")
verse = TextGenerator.load().generate("To be, or not", max_tokens=100)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entai_text.checking import NewsChecker
    from entai_text.generating import TextGenerator
    from entai_text.writing import NewsWriter

__all__ = ["NewsChecker", "NewsWriter", "TextGenerator"]
_HOMES = {"NewsChecker": "checking", "NewsWriter": "writing", "TextGenerator": "generating"}


def __getattr__(name: str) -> Any:
    """Import a task when it is first named."""
    if name not in _HOMES:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(f"entai_text.{_HOMES[name]}"), name)
