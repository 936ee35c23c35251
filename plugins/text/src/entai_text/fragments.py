"""Pieces of HTML for notebooks and galleries: no script, no network, several on one page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from entai_text.news.article import Article, Sentence

if TYPE_CHECKING:  # the checker's rules are no part of writing
    from entai_text.news.check import Mark

_STORY = """<style>
.entai-story{max-width:42rem;font:1.06rem/1.65 Georgia,"Songti SC","Noto Serif SC",serif;overflow-wrap:anywhere}
.entai-story>h3{display:block;font-size:1.5rem;line-height:1.2;margin:.4rem 0 .8rem}
.entai-story>div{margin:0 0 .9rem}
.entai-story label{cursor:pointer}
.entai-story input{position:absolute;opacity:0;width:1px;height:1px;margin:0}
.entai-story label:hover>.said{text-decoration:underline dotted;text-underline-offset:4px}
.entai-story input:focus-visible+.said{outline:2px solid #b8912c}
.entai-story input:checked+.said{background:rgba(240,190,60,.32)}
.entai-story .rests{display:none}
.entai-story input:checked~.rests{display:block;margin:.4rem 0 .6rem;padding:.5rem .9rem;border-left:2px solid #b8912c;
 background:rgba(128,128,128,.1);font:.86rem/1.5 system-ui,"PingFang SC",sans-serif;letter-spacing:0}
.entai-story .rests>span{display:block;margin:.15rem 0}
.entai-story .rests b{background:rgba(240,190,60,.32);font-weight:600}
.entai-story small{opacity:.75;font-family:system-ui,sans-serif}
</style>"""
_CHECKED = """<style>
.entai-checked{max-width:44rem;font:1.04rem/1.7 Georgia,"Songti SC","Noto Serif SC",serif;overflow-wrap:anywhere}
.entai-checked>div{white-space:pre-wrap}
.entai-checked mark{background:none;color:inherit;text-decoration:underline wavy #c8372d 1.5px;text-underline-offset:4px}
.entai-checked mark.open{text-decoration:underline dashed #b07a10 1.5px}
.entai-checked ins{text-decoration:none;color:#c8372d;font-size:.86em;margin-left:.25em}
.entai-checked ol{font:.88rem/1.5 system-ui,sans-serif}
</style>"""


def story_html(article: Article) -> str:
    """An article; every sentence opens to what it rests on."""
    space = "" if article.language.startswith("zh") else " "
    paragraphs = "".join(f"<div>{space.join(_sentence(sentence, article) for sentence in paragraph)}</div>"
                         for paragraph in article.paragraphs())
    notes = "".join(f"<br>{escape(note)}" for note in article.notes)
    hint = "点击任一句子，查看它的依据。" if space == "" else "Click a sentence to see what it rests on."
    return (f"{_STORY}<div class='entai-story' lang='{escape(article.language, quote=True)}'>"
            f"<h3>{_sentence(article.headline, article)}</h3>{paragraphs}<small>{hint}{notes}</small></div>")


def _sentence(sentence: Sentence, article: Article) -> str:
    spans = {source: (start, end) for source, start, end in sentence.spans}
    rows = "".join(f"<span>{_source(source, article.sources.get(source, ''), spans.get(source, (0, 0)))}</span>"
                   for source in sentence.sources)
    return (f"<label><input type='checkbox'><span class='said'>{escape(sentence.text)}</span>"
            f"<span class='rests'>{rows}</span></label>")


def _source(source: str, says: str, span: tuple[int, int]) -> str:
    """What a source says; of a report's sentence (`NAME: sentence`) the words that were used stand out."""
    name, colon, said = says.partition(": ") if "#" in source else ("", "", says)
    start, end = span
    words = escape(said) if end <= start else \
        f"{escape(said[:start])}<b>{escape(said[start:end])}</b>{escape(said[end:])}"
    return f"{escape(source)}<br>{escape(name + colon)}{words}" if "#" in source else words


def checked_html(text: str, marks: list[Mark]) -> str:
    """A text with its marks, and the reasons below."""
    body = "".join(_pieces(text, marks))
    reasons = "".join(f"<li>{escape(mark.text)}: {escape(mark.reason)} <small>{escape(mark.category)}</small></li>"
                      for mark in marks)
    count = "nothing to mark" if not marks else f"{len(marks)} mark{'s' * (len(marks) > 1)}"
    return f"{_CHECKED}<div class='entai-checked'><div>{body}</div><p>{count}</p><ol>{reasons}</ol></div>"


def _pieces(text: str, marks: list[Mark]) -> Iterator[str]:
    place = 0
    for mark in marks:
        yield escape(text[place:mark.start])
        kind = "" if mark.contradicted else " class='open'"
        yield f"<mark{kind} title='{escape(mark.reason, quote=True)}'>{escape(mark.text)}</mark>"
        yield f"<ins>{escape(mark.correction)}</ins>" if mark.correction else ""
        place = mark.end
    yield escape(text[place:])
