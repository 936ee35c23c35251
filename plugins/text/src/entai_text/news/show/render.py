"""An article as JSON and Markdown."""

from __future__ import annotations

import json

from ..article import Article, Sentence


def _plain(sentence: Sentence) -> dict[str, object]:
    return {
        "text": sentence.text,
        "sources": list(sentence.sources),
        "about": sentence.about,
        "spans": [{"source": i, "start": start, "end": end} for i, start, end in sentence.spans],
    }


def article_json(article: Article) -> str:
    """The article as JSON: headline, lead, body, each sentence with its sources, and what the sources say."""
    value = {
        "language": article.language,
        "headline": _plain(article.headline),
        "lead": [_plain(s) for s in article.lead],
        "body": [[_plain(s) for s in paragraph] for paragraph in article.body],
        "sources": dict(article.sources),
        "notes": list(article.notes),
        "words": article.words,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def article_markdown(article: Article) -> str:
    """The article as Markdown; each sentence carries the numbers of its sources, which are listed as footnotes."""
    order = {i: n for n, i in enumerate(dict.fromkeys(i for s in article.sentences() for i in s.sources), start=1)}
    space = "" if article.language.startswith("zh") else " "

    def told(sentence: Sentence) -> str:
        return _escape(sentence.text) + "".join(f"[^{order[i]}]" for i in sentence.sources)

    parts = [f"# {told(article.headline)}", *(space.join(map(told, p)) for p in article.paragraphs())]
    notes = [f"[^{n}]: `{i}` {_escape(article.sources.get(i, ''))}" for i, n in order.items()]
    remarks = [f"> {_escape(note)}" for note in article.notes]
    return "\n\n".join([*parts, *remarks, "\n".join(notes)]) + "\n"


def _escape(text: str) -> str:
    """Signs that Markdown would read as its own, and HTML, made harmless."""
    for sign in "\\`*_[]<>":
        text = text.replace(sign, f"\\{sign}")
    return text
