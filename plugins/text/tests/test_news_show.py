"""Articles as JSON, Markdown and a page; the newsroom in one call."""

import json
import re

import pytest

from entai_text.news.assets import asset
from entai_text.news.facts import FactsError, gather
from entai_text.news.newsroom import write_news
from entai_text.news.reports import parse_report
from entai_text.news.show import article_html, article_json, article_markdown

FACTS = gather(json.loads(asset("samples/game.json")))
WIRE = parse_report(
    "Source: Post\n\nThe Celtics will wear green <script>alert(1)</script> shirts on Sunday in Boston.", "wire.md"
)


def test_json_holds_every_sentence_with_its_sources():
    article = write_news(FACTS)
    value = json.loads(article_json(article))
    assert value["headline"]["text"] == article.headline.text
    assert all(s["sources"] for p in value["body"] for s in p)
    assert set(value["sources"]) == {i for s in article.sentences() for i in s.sources}


def test_markdown_has_a_footnote_for_every_source():
    text = article_markdown(write_news(FACTS, [WIRE]))
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert "<script" not in text


def test_the_page_needs_no_network_and_every_sentence_is_a_button():
    article = write_news(FACTS, [WIRE])
    page = article_html(article)
    assert "http:" not in page and "https:" not in page and "src=" not in page and "@import" not in page
    assert page.count('<span class="s" role="button" tabindex="0"') == len(list(article.sentences()))
    assert "<script>alert" not in page and 'lang="en"' in page
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert len(data["sentences"]) == len(list(article.sentences()))


def test_facts_and_reports_become_one_article():
    article = write_news(FACTS, [WIRE])
    assert any(i.startswith("wire.md#") for s in article.sentences() for i in s.sources)
    assert any(i.startswith("home.") for s in article.sentences() for i in s.sources)
    with pytest.raises(FactsError, match="nothing to write about"):
        write_news()

