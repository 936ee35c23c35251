"""The writer: facts in, an article out whose every sentence names the facts that it rests on."""

from .style import Style, load_style
from .writer import write_article

__all__ = ["Style", "load_style", "write_article"]
