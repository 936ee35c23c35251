"""The sentences of an article from reports: retold, set against each other, or quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..article import Sentence
from ..assets import toml_asset
from ..language import content, hedged, pieces, similarity
from ..quantities import names, quantities
from .contradictions import Contradiction
from .desk import Desk
from .guard import copies_too_much, unsupported
from .quotes import Quote, quotes
from .retell import retellings
from .source import Said

_LOOSE_STARTS = (
    "He ",
    "She ",
    "It ",
    "They ",
    "This ",
    "That ",
    "These ",
    "Those ",
    "His ",
    "Her ",
    "Their ",
    "But ",
    "他",
    "她",
    "它",
    "这",
    "该",
    "其",
)


def size(sentences: Iterable[Sentence], desk: Desk) -> int:
    """How long some sentences are, in words or Chinese characters."""
    return sum(len(pieces(s.text)) for s in sentences)


def ranked(desk: Desk) -> list[Said]:
    """Sentences by weight: what other reports tell too, what stands early, what holds numbers; no quotations."""
    about = {s.id: content(s.text, desk.language) for s in desk.said.values()}

    def weight(said: Said) -> float:
        others = [
            max((similarity(about[said.id], about[t.id]) for t in r.said), default=0.0)
            for r in desk.reports
            if r.id != said.source
        ]
        return sum(others) + 2.5 / (1 + said.number) + 0.1 * min(3, len(list(quantities(said.text, desk.language))))

    plain = [
        s
        for report in desk.reports
        for s in report.said
        if not any(q in s.text for q in '"“「') and not s.text.startswith(_LOOSE_STARTS)
    ]
    return sorted(plain, key=weight, reverse=True)


def retold(desk: Desk, ranked: list[Said], kind: str, most: int, budget: int) -> list[Sentence]:
    """The first sentences of an order that can be retold and say something new, within a budget."""
    found: list[Sentence] = []
    for said in ranked:
        if len(found) >= most or size(found, desk) >= budget:
            break
        about = content(said.text, desk.language)
        if len(about) < 2 or any(similarity(about, content(t.text, desk.language)) > 0.55 for t in desk.told):
            continue
        real = "doubt" if hedged(said.text, desk.language) else kind
        if sentence := _retell(desk, said, real):
            desk.told.append(said)
            found.append(sentence)
    return found


def _retell(desk: Desk, said: Said, kind: str) -> Sentence | None:
    """The fullest retelling that copies no source and whose names and numbers its sources carry."""
    backing = _backing(desk, said) if kind == "report" else []
    attribution = _joined([desk.name(s) for s in (said, *backing)], desk.language)
    frames = desk.frames(kind)
    if backing:  # several names need words that fit several
        frames = [f for f in frames if re.search("ccording to {name}|From {name}|据{name}", f)]
    for text in retellings(said, attribution, desk.language, frames, desk.proper):
        sentence = Sentence(_capital(text), (said.id, *(s.id for s in backing)), kind, ((said.id, 0, len(said.text)),))
        if not copies_too_much(text, list(desk.said.values()), desk.language) and not _loose(desk, sentence):
            return sentence
    return None


def _loose(desk: Desk, sentence: Sentence) -> list[str]:
    return unsupported(sentence, desk.said, {report.name for report in desk.reports}, desk.language)


def _backing(desk: Desk, said: Said) -> list[Said]:
    """Sentences of other reports that say the same: alike, with all the numbers and names."""
    wanted = {q.value for q in quantities(said.text, desk.language)}
    called = set(names(said.text)) if desk.language == "en" else set()
    about = content(said.text, desk.language)
    found = []
    for report in desk.reports:
        for other in report.said if report.id != said.source else ():
            same = {q.value for q in quantities(other.text, desk.language)} == wanted and called == set(names(other.text))
            if (
                same
                and similarity(about, content(other.text, desk.language)) >= 0.6
                and not hedged(other.text, desk.language)
            ):
                found.append(other)
                break
    return found


def _joined(several: list[str], language: str) -> str:
    several = list(dict.fromkeys(several))
    if language == "zh":
        return "、".join(several)
    return several[0] if len(several) == 1 else ", ".join(several[:-1]) + " and " + several[-1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def dispute(desk: Desk, point: Contradiction) -> Sentence | None:
    """A sentence that sets the versions side by side and takes none of them for true."""
    phrases = toml_asset("report_phrases.toml")[desk.language]
    versions = point.versions
    if point.about == "whether":
        return _whether(desk, point)
    unit = "" if point.about == "name" else point.unit
    says = [
        phrases["version"].format(name=desk.name(v.said), words=_with_unit(v.words, unit, v.said.text, desk.language))
        for v in versions
    ]
    joined = ("，" if desk.language == "zh" else ", ").join(says)
    text = desk.frames("dispute")[0].format(topic=topic_of(desk, point), versions=joined)
    spans = tuple((v.said.id, v.start, v.end) for v in versions)
    return Sentence(re.sub(r"\.\.$", ".", _capital(text)), tuple(v.said.id for v in versions), "contradiction", spans)


def _whether(desk: Desk, point: Contradiction) -> Sentence | None:
    """That reports say yes and no; what each says is retold unless the article has told it already."""
    who = _joined([desk.name(v.said) for v in point.versions], desk.language)
    told = [v for v in point.versions if v.said not in desk.told]
    frames = desk.frames("report")
    clauses = [next(retellings(v.said, desk.name(v.said), desk.language, frames, desk.proper), "") for v in told]
    if not all(clauses):
        return None
    desk.told += [v.said for v in told]
    text = desk.frames("whether")[0].format(names=who)
    space = " " if desk.language == "en" else ""
    return Sentence(space.join([*map(_capital, clauses), text]), tuple(v.said.id for v in point.versions), "contradiction")


def topic_of(desk: Desk, point: Contradiction) -> str:
    """What a contradiction is about, in words."""
    topics = toml_asset("report_phrases.toml")[desk.language]["topics"]
    if point.about == "count" and not point.unit:
        return str(topics["other"])
    return str(topics.get(point.about, topics["other"])).replace("{unit}", point.unit)


def _with_unit(words: str, unit: str, text: str, language: str) -> str:
    """The number with what it counts, as the source writes it; in quotation marks where it opened a sentence."""
    tail = text[text.find(words) + len(words) :]
    if language == "zh":
        return words + (unit if unit and tail.startswith(unit) else "")
    found = re.match(
        r"((?: [a-z]+){1,2}?)(?=[,.;]| (?:were|was|are|is|have|has|had|will|in|on|at|by|when|after|of|for|to|from|with"
        r"|and|died|[a-z]+ed)\b)",
        tail,
    )
    whole = words + (found[1] if found and unit else "")
    return f"“{whole}”" if words[:1].isupper() and unit else whole


def best_quotes(desk: Desk) -> list[Quote]:
    """At most one quotation a report, speakers with a name first."""
    chosen = []
    for report in desk.reports:
        found = sorted(quotes(report), key=lambda q: (not q.speaker, q.said.number))
        chosen += found[:1]
    return chosen


def quotation(desk: Desk, quote: Quote) -> Sentence:
    """A quotation with its speaker and the report that gives it."""
    frames = desk.frames("quote" if quote.speaker else "quote_nobody")
    marks = ("“", "”")
    stop = "" if quote.words[-1] in "!?！？" else "。" if desk.language == "zh" else "."
    words = f"{marks[0]}{quote.words}{stop}{marks[1]}"
    text = frames[0].format(name=desk.name(quote.said), speaker=quote.speaker, words=words)
    return Sentence(_capital(text), (quote.said.id,), "quote", ((quote.said.id, quote.start, quote.end),))
