"""The headline of an article from reports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..article import Sentence
from ..language import hedged, pieces
from ..quantities import is_day_or_month, names
from .contradictions import Contradiction
from .desk import Desk
from .source import Said
from .tell import topic_of


def headline(desk: Desk, points: list[Contradiction]) -> Sentence:
    """A report's own headline where it is short and carries nothing disputed; else what the reports are about."""
    disputed = {v.words for point in points for v in point.versions}
    limit = 7 if desk.language == "en" else 11
    for report in desk.reports:
        short = 2 <= len(pieces(report.title)) <= limit and not hedged(report.title, desk.language)
        if short and not any(word in report.title for word in disputed):
            return Sentence(report.title, (f"{report.id}#0",), "headline")
    return _own_headline(desk, points)


def _own_headline(desk: Desk, points: list[Contradiction]) -> Sentence:
    """What most reports speak of, and the first point on which they differ."""
    texts = {report.id: " ".join(s.text for s in report.said) for report in desk.reports}
    own = {report.name for report in desk.reports}
    topics = {name: said for said in desk.said.values() for name in _topics(said, desk.language) if name not in own}

    def spread(name: str) -> tuple[int, int, int]:
        often = sum(text.count(name) for text in texts.values())
        return sum(name in text for text in texts.values()), len(name) if desk.language == "zh" else often, len(name)

    best = max(sorted(topics), key=spread, default="")
    if not best or (spread(best)[0] < 2 <= len(desk.reports)):
        return Sentence(desk.frames("headline_plain")[0], (desk.reports[0].said[0].id,), "headline")
    differ = next((p for p in points if p.about != "whether"), None)
    cited = tuple(s.id for s in desk.said.values() if best in s.text)[:3]
    if differ:
        text = desk.frames("headline_dispute")[0].format(topic=best, point=topic_of(desk, differ))
        return Sentence(text, tuple(dict.fromkeys((*cited, *(v.said.id for v in differ.versions)))), "headline")
    return Sentence(desk.frames("headline")[0].format(topic=best), cited, "headline")


def _topics(said: Said, language: str) -> Iterator[str]:
    if language == "en":
        yield from (name for name in names(said.text) if len(name.split()) < 6 and not is_day_or_month(name))
        return
    stretch = re.findall(r"[\u3400-\u9fff]+", said.text)
    yield from {
        run[i : i + size]
        for run in stretch
        for size in (3, 4, 5, 6, 7, 8)
        for i in range(len(run) - size + 1)
        if run[i] not in "的了在是于将和与等被" and run[i + size - 1] not in "的了在是于将和与被发"
    }
