"""An article as one HTML page without network: a click on a sentence shows the facts or sentences it rests on."""

from __future__ import annotations

import json
import re
from html import escape

from ..article import Article, Sentence
from ..assets import asset

_WORDS = {
    "en": ("What this sentence rests on", "Choose a sentence to see its sources.", "Left out or doubtful"),
    "zh": ("这句话的依据", "点击任一句子，查看它的依据。", "未采用或存疑之处"),
}


def article_html(article: Article) -> str:
    """The page. Every sentence is a button to keyboards and screen readers.

    By its role only: a browser breaks the line around a real button.
    """
    heading, hint, remarks = _WORDS[article.language[:2]]
    numbers = {id(sentence): number for number, sentence in enumerate(article.sentences())}
    space = "" if article.language.startswith("zh") else " "

    def button(sentence: Sentence) -> str:
        return (
            f'<span class="s" role="button" tabindex="0" data-n="{numbers[id(sentence)]}" aria-expanded="false" '
            f'aria-controls="panel">{_unbroken(escape(sentence.text))}</span>'
        )

    paragraphs = "\n".join(
        f"<p{' class=lead' if number == 0 and article.lead else ''}>{space.join(map(button, paragraph))}</p>"
        for number, paragraph in enumerate(article.paragraphs())
    )
    notes = "".join(f"<br>{escape(note)}" for note in article.notes)
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return f"""<!doctype html>
<html lang="{escape(article.language)}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{escape(article.headline.text)}</title>
<style>
{asset("page.css")}</style>
</head>
<body>
<main class="sheet">
<header><h1>{button(article.headline)}</h1></header>
<article>
{paragraphs}
</article>
<aside aria-live="polite"><div id="panel" hidden><h2>{heading}</h2><ul id="sources"></ul></div></aside>
<footer>{hint}{f"<br><br>{remarks}:{notes}" if notes else ""}</footer>
</main>
<script type="application/json" id="data">{_data(article)}</script>
<script>
{asset("page.js")}</script>
</body>
</html>
"""


def _unbroken(text: str) -> str:
    """Text in which no score (`113-107`, `8-of-20`) is broken over two lines."""
    return re.sub(r"\b\d+(?:-of)?-\d+\b", r"<i>\g<0></i>", text)


def _data(article: Article) -> str:
    """What the page's script needs; `<` is escaped, so that no text can end the script element."""
    sentences = [_places(sentence) for sentence in article.sentences()]
    spoken = {i: len(text.split(": ", 1)[-1]) for i, text in article.sources.items() if "#" in i}
    value = {"sentences": sentences, "sources": dict(article.sources), "length": spoken}
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _places(sentence: Sentence) -> list[tuple[str, int, int]]:
    spans = {i: (start, end) for i, start, end in sentence.spans}
    return [(i, *spans.get(i, (0, 0))) for i in sentence.sources]
