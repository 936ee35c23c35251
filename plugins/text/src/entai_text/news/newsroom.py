"""The whole newsroom in one call: facts, reports or both become one article."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .article import Article, Sentence
from .facts import Facts, FactsError
from .reports import Report, write_from_reports
from .write import write_article
from .write.style import load_style


def write_news(
    facts: Facts | None = None,
    reports: list[Report] | None = None,
    language: str | None = None,
    words: int = 260,
    seed: int = 0,
    style: str | Path | Mapping[str, Any] | None = None,
    domain: str | None = None,
) -> Article:
    """One article from everything given. With facts and reports, the facts lead and the reports follow."""
    if facts is None and not reports:
        raise FactsError("There is nothing to write about: give facts, reports, or both.")
    if facts is None:
        return _styled(write_from_reports(reports or [], language, words, seed), style)
    share = words * 3 // 5 if reports else words
    article = write_article(facts, language or "en", share, seed, style, domain)
    if not reports:
        return article
    told = _styled(write_from_reports(reports, language or "en", words - share, seed), style)
    return Article(
        article.headline,
        article.lead,
        (*article.body, *told.paragraphs()),
        article.language,
        {**article.sources, **told.sources},
        (*article.notes, *told.notes),
    )


def _styled(article: Article, style: str | Path | Mapping[str, Any] | None) -> Article:
    """Only the words that the house avoids are replaced: everything else stands as the sources have it."""
    house = load_style(style, article.language)
    if not house.replace:
        return article

    def finish(s: Sentence) -> Sentence:
        return s if s.about == "quote" else Sentence(house.finish(s.text), s.sources, s.about, s.spans)

    body = tuple(tuple(map(finish, p)) for p in article.body)
    return Article(
        finish(article.headline),
        tuple(map(finish, article.lead)),
        body,
        article.language,
        article.sources,
        article.notes,
    )
