"""An article from reports: retold with attribution, quotations marked, contradictions and doubts told as such."""

from __future__ import annotations

import random
from collections.abc import Iterable

from ..article import Article, Sentence
from ..facts import FactsError
from ..language import hedged, is_instruction, language_of
from .contradictions import contradictions
from .desk import Desk
from .guard import MAX_QUOTED, faults, quoted_part
from .headline import headline
from .source import Report
from .tell import best_quotes, dispute, quotation, ranked, retold, size


def write_from_reports(reports: list[Report], language: str | None = None, words: int = 220, seed: int = 0) -> Article:
    """An article from one to five or more reports in one language; every sentence cites source sentences.

    Nothing that a report tells the writer to do is done: such sentences are left out, and a note says so.
    """
    usable, notes = _without_instructions(reports)
    spoken = language[:2] if language else max(("en", "zh"), key=lambda code: sum(r.language == code for r in usable))
    chosen = [report for report in usable if report.language == spoken and report.said]
    notes += [f"{r.id}: left out, it is not in the article's language." for r in usable if r.said and r.language != spoken]
    if not chosen:
        raise FactsError("There is nothing to report: the reports hold no sentence in the article's language.")
    desk = Desk(chosen, spoken, random.Random(seed), notes=[n for r in chosen for n in r.notes] + notes)  # noqa: S311 - it chooses words
    article = _within_rules(_draft(desk, words), desk)
    if not article.paragraphs():
        raise FactsError("There is nothing to report: no sentence of the reports can be retold without copying it.")
    return (
        article
        if article.lead
        else Article(article.headline, article.body[0], article.body[1:], spoken, article.sources, article.notes)
    )


def _without_instructions(reports: Iterable[Report]) -> tuple[list[Report], list[str]]:
    kept: list[Report] = []
    notes: list[str] = []
    for report in reports:
        bad = [s for s in report.said if is_instruction(s.text, report.language)]
        notes += [f"{s.id}: left out, it reads as an instruction to the writer." for s in bad]
        title = "" if is_instruction(report.title, report.language) else report.title
        said = tuple(s for s in report.said if s not in bad)
        language = language_of(title + "".join(s.text for s in said))
        kept.append(Report(report.id, report.name, title, said, language, report.notes))
    return kept, notes


def _draft(desk: Desk, budget: int) -> Article:
    points = contradictions(desk.reports)
    title = headline(desk, points)
    order = ranked(desk)
    plain = [s for s in order if not hedged(s.text, desk.language)]
    doubtful = [s for s in order if hedged(s.text, desk.language)]
    lead = retold(desk, plain, "report", 2, budget // 3)
    lead += [s for point in points[:6] if point.about == "whether" and (s := dispute(desk, point))]
    disputed = [s for point in points[:8] if point.about != "whether" and (s := dispute(desk, point))]
    room = max(20, (budget - size(lead, desk) - size(disputed, desk)) * 2 // 3)
    settled = {i for s in disputed for i in s.sources}  # what was set side by side is not told once more
    details = retold(desk, [s for s in plain if s.id not in settled], "report", 6, room)
    doubts = retold(desk, doubtful, "doubt", 3, budget)
    spoken = [quotation(desk, quote) for quote in best_quotes(desk)]
    body = (tuple(disputed), tuple(details), tuple(spoken), tuple(doubts))
    return Article(title, tuple(lead), tuple(p for p in body if p), desk.language, {}, tuple(desk.notes))


def _within_rules(article: Article, desk: Desk) -> Article:
    """The article without sentences that break a rule, with quotations dropped until few enough words are quoted."""
    body = [[s for s in p if not _breaks(s, article, desk)] for p in article.body]
    quotations = [s for p in body for s in p if "“" in s.text and s.about != "contradiction"]
    quotations.sort(key=lambda s: s.about == "quote")  # what only quotes goes before what tells something
    while quotations and quoted_part(_joined(article, body).text) > MAX_QUOTED:
        last = quotations.pop()
        body = [[s for s in p if s is not last] for p in body]
    done = _joined(article, body)
    used = dict.fromkeys(i for s in done.sentences() for i in s.sources)
    sources = {i: f"{desk.name(desk.said[i])}: {desk.said[i].text}" for i in used}
    return Article(done.headline, done.lead, done.body, done.language, sources, done.notes)


def _joined(article: Article, body: list[list[Sentence]]) -> Article:
    paragraphs = tuple(tuple(p) for p in body if p)
    return Article(article.headline, article.lead, paragraphs, article.language, {}, article.notes)


def _breaks(sentence: Sentence, article: Article, desk: Desk) -> bool:
    """Whether a sentence copies or claims what its sources don't carry; how much is quoted is weighed for the whole."""
    alone = Article(sentence, (), (), article.language)
    return any("quoted" not in fault for fault in faults(alone, desk.reports))
