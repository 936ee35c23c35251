"""Why an article says what it says, and why a mark stands where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from entai import Explanation
from entai_text.checked import Checked
from entai_text.news.article import Article
from entai_text.news.check import Mark
from entai_text.news.check.checker import trust
from entai_text.news.facts import Facts


@dataclass(frozen=True)
class Listing:
    """Statements, each with the lines that speak for it.

    Args:
        rows: Pairs of a statement and its lines.
    """

    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        return "\n".join(line for said, lines in self.rows for line in (said, *(f"  {line}" for line in lines)))

    def _repr_html_(self) -> str:
        return "".join(f"<div class='attribution'><h3><span>{escape(said)}</span></h3><ul>"
                       f"{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul></div>" for said, lines in self.rows)


def of_story(article: Article) -> Explanation:
    """What every sentence of an article rests on, and what was left out."""
    rows = tuple((sentence.text, tuple(_lines(article, sentence.sources))) for sentence in article.sentences())
    notes = (Listing((("Left out or in doubt", article.notes),)),) if article.notes else ()
    text = ("Below each sentence stand the facts that it rests on, with their place in the input, or the sentences of "
            "reports that it retells or quotes. A fact that was worked out is followed by its formula.")
    return Explanation(article.headline.text, text, values=(Listing(rows), *notes))


def _lines(article: Article, sources: tuple[str, ...]) -> Iterator[str]:
    for source in sources:
        says = article.sources.get(source, "")
        yield f"{source}: {says}" if "#" in source else says


def of_marks(checked: Checked, facts: Facts) -> Explanation:
    """Why each place of a text is marked."""
    rows = tuple((_headed(mark), tuple(_grounds(mark, facts))) for mark in checked.marks)
    marks = f"{len(rows)} mark{'s' * (len(rows) != 1)}"
    text = ("Below each marked place stand the reason, the facts that it rests on, and how often the rule that found it was "
            "right on marked reports. A place with a question mark is in no fact; it may be true.")
    doubts = (Listing((("Doubtful in the facts themselves", tuple(p.message for p in facts.problems)),),),) \
        if facts.problems else ()
    return Explanation(f"{checked.name}: {marks}", text if rows else "Nothing in the text speaks against the facts.",
                       values=(checked, Listing(rows), *doubts))


def _headed(mark: Mark) -> str:
    return f"{mark.text} → {mark.correction}" if mark.correction else f"{mark.text} {'!' if mark.contradicted else '?'}"


def _grounds(mark: Mark, facts: Facts) -> Iterator[str]:
    yield f"{mark.category}: {mark.reason}"
    for name in mark.facts:
        if (fact := facts.facts.get(name)) is not None:
            yield f"{name} = {fact.value} ({'worked out: ' if fact.rests_on else ''}{fact.where})"
    yield f"rule {mark.rule}, right in {trust(mark.rule):.0%} of its marks"
