"""What is measured of articles on games: wrong statements, sentences without a source, length, and how alike two are."""

from __future__ import annotations

import numpy as np

from entai import Evaluation, Measured
from entai_text.games import Games
from entai_text.news.article import Article
from entai_text.news.check import check
from entai_text.news.check.variety import masked, shared_part
from entai_text.news.facts import Facts, gather
from entai_text.news.newsroom import write_news
from entai_text.refusals import plainly


def of_games(games: Games) -> Evaluation:
    """Write every game; count what the checker calls wrong, words, citations, and how much two articles share."""
    with plainly():
        facts = [gather(game.record, name=game.id) for game in games.games]
        articles = [write_news(known, seed=0) for known in facts]
    wrong = [len(check(article.text, known, min_trust=0)) for article, known in zip(articles, facts, strict=True)]
    bare = [sum(not sentence.sources for sentence in article.sentences()) for article in articles]
    return Evaluation({
        "wrong statements": Measured.mean(wrong, higher_is_better=False),
        "uncited sentences": Measured.mean(bare, higher_is_better=False),
        "words": Measured.mean([article.words for article in articles]),
        "shared 4-grams": Measured.mean(_alike(articles, facts), higher_is_better=False)})


def _alike(articles: list[Article], facts: list[Facts]) -> list[float]:
    """For each article, the mean part of 4-grams that it shares with the others, names and numbers masked."""
    texts = [masked(article.text, known) for article, known in zip(articles, facts, strict=True)]
    if len(texts) < 2:
        return [0.0] * len(texts)
    return [float(np.mean([shared_part(text, other) for other in texts if other is not text])) for text in texts]
