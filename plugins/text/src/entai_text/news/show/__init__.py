"""Articles for people and programs: JSON, Markdown, and a page where a click on a sentence shows its sources."""

from .page import article_html
from .render import article_json, article_markdown

__all__ = ["article_html", "article_json", "article_markdown"]
