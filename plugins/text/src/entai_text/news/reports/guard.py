"""What no article from reports may break: no long unquoted copy, few quoted words, every name and number in its source."""

from __future__ import annotations

import re

from ..article import Article, Sentence
from ..language import pieces
from ..quantities import names, quantities
from .source import Report, Said

MAX_RUN = {"en": 7, "zh": 11}
MAX_QUOTED = 1 / 3
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")


def unquoted(text: str) -> list[list[str]]:
    """The words outside quotation marks, one list for each stretch between them."""
    return [pieces(part) for part in _QUOTED.split(text) if part.strip()]


def longest_copy(text: str, source: str) -> int:
    """The longest run of unquoted words (characters in Chinese) that stands in the source too."""
    theirs = pieces(source)
    places: dict[str, list[int]] = {}
    for index, word in enumerate(theirs):
        places.setdefault(word, []).append(index)
    best = 0
    for words in unquoted(text):
        for start in range(len(words)):
            for place in places.get(words[start], ()):
                length = 0
                while (
                    start + length < len(words)
                    and place + length < len(theirs)
                    and words[start + length] == theirs[place + length]
                ):
                    length += 1
                best = max(best, length)
    return best


def copies_too_much(text: str, sources: list[Said], language: str) -> bool:
    """Whether a text repeats too long a stretch of one of the sentences."""
    return any(longest_copy(text, said.text) > MAX_RUN[language] for said in sources)


def quoted_part(text: str) -> float:
    """The part of the words that stand inside quotation marks."""
    inside = sum(len(pieces(match[0])) for match in _QUOTED.finditer(text))
    total = len(pieces(text))
    return inside / total if total else 0.0


def unsupported(sentence: Sentence, said: dict[str, Said], known: set[str], language: str) -> list[str]:
    """Names and numbers of a sentence that stand in none of the source sentences it cites."""
    cited = " ".join(said[i].text for i in sentence.sources if i in said)
    low = cited.lower()
    text = sentence.text
    for name in sorted(known, key=len, reverse=True):  # the reports' own names are no claims
        text = text.replace(name, " ")
    written = [q.text for q in quantities(text, language)] + re.findall(r"\d+(?:[.,:]\d+)*", text)
    wrong = [w for w in written if w.lower() not in low]
    return wrong + ([n for n in names(text) if n.lower() not in low] if language == "en" else [])


def faults(article: Article, reports: list[Report]) -> list[str]:
    """Everything in an article that breaks the rules; empty for an article as it should be."""
    said = {s.id: s for report in reports for s in all_said(report)}
    known = {report.name for report in reports}
    found = [
        f"unsupported {w!r} in: {s.text}" for s in article.sentences() for w in unsupported(s, said, known, article.language)
    ]
    for sentence in article.sentences():
        found += [
            f"copied from {i}: {sentence.text}"
            for i, one in said.items()
            if longest_copy(sentence.text, one.text) > MAX_RUN[article.language]
        ]
    if quoted_part(article.text) > MAX_QUOTED:
        found.append(f"{quoted_part(article.text):.0%} of the words are quoted")
    return found


def all_said(report: Report) -> list[Said]:
    """The sentences of a report with its headline as number 0."""
    title = [Said(f"{report.id}#0", report.title, report.id, 0)] if report.title else []
    return [*title, *report.said]
