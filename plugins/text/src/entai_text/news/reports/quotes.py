"""Direct speech in reports: the words, and who says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..language import pieces
from .source import Report, Said

_SPEECH = re.compile(r"[\"“]([^\"”]{6,400})[\"”]|「([^」]{4,200})」")
_NAME = r"[A-Z][\w'’-]+(?: (?:de |van |von )?[A-Z][\w'’-]+)+"
_SPEAKER_EN = (
    re.compile(rf"(?:said|added|told [^,.]{{1,30}}|says) ((?:[a-z]+ ){{0,3}}?{_NAME})"),
    re.compile(rf"({_NAME})(?:, [^,]{{1,50}},)? (?:said|says|told|added|explained|remarked)"),
    re.compile(r"\b([A-Z][\w'-]+) (?:said|says|added)\b"),
    re.compile(r"\bsaid ([A-Z][\w'-]+)\b"),
)
_SPEAKER_ZH = re.compile(r"([\u3400-\u9fff]{2,12}?)(?:说|表示|称|告诉|介绍|指出|坦言|强调)")
MAX_QUOTE = {"en": 22, "zh": 36}


@dataclass(frozen=True)
class Quote:
    """Spoken words in a source sentence, the speaker ('' where unclear), and the words' place in the sentence."""

    said: Said
    words: str
    speaker: str
    start: int
    end: int


def quotes(report: Report) -> Iterator[Quote]:
    """The quotations of a report that are short enough to be given whole."""
    for said in report.said:
        for match in _SPEECH.finditer(said.text):
            words = (match[1] or match[2]).strip().rstrip(",，.。")
            if 4 <= len(pieces(words)) <= MAX_QUOTE[report.language]:
                start = said.text.find(words)
                yield Quote(said, words, _speaker(said.text, match, report.language), start, start + len(words))


def _speaker(text: str, match: re.Match[str], language: str) -> str:
    outside = text[: match.start()] + " " + text[match.end() :]
    if language == "zh":
        found = _SPEAKER_ZH.search(outside.replace("，", " ").strip())
        return found[1] if found and found[1] in text else ""
    for pattern in _SPEAKER_EN:
        for found in pattern.findall(outside):
            if found.strip() not in ("He", "She", "They", "It", ""):
                return str(found).strip()
    return ""
