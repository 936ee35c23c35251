"""The article as a value that can be written and looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from entai import EntaiError, Media
from entai.media.media import Source
from entai_text.fragments import story_html
from entai_text.news.article import Article
from entai_text.news.show import article_html, article_json, article_markdown


def _plain(article: Article) -> str:
    return f"{article.headline.text}\n\n{article.text}\n"


_FORMS: dict[str, Callable[[Article], str]] = {
    ".md": article_markdown, ".html": article_html, ".json": article_json, ".txt": _plain}


@dataclass(frozen=True)
class Story(Media):
    """A written article: headline, lead and body; every sentence carries the ids of what it rests on.

    Args:
        article: Its sentences, and what their sources say.
    """

    article: Article
    suffixes: ClassVar[tuple[str, ...]] = tuple(_FORMS)
    textual: ClassVar[bool] = True

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """An article is made by `news-writing`, and not read back."""
        raise EntaiError("an article is not read back; news-checking checks any text against facts")

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write Markdown with footnotes, a page on which a click shows sources, JSON, or the bare text."""
        content = _FORMS[suffix](self.article).encode("utf-8", "replace")
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    @property
    def headline(self) -> str:
        """The headline."""
        return self.article.headline.text

    @property
    def text(self) -> str:
        """Lead and body, a blank line between paragraphs."""
        return self.article.text

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out or is in doubt, and why."""
        return self.article.notes

    def __str__(self) -> str:
        return _plain(self.article)

    def to_html(self) -> str:
        """The article; a click on a sentence shows what it rests on. It needs no script."""
        return story_html(self.article)
