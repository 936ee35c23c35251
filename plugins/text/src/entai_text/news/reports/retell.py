"""Retelling a source's sentence in other words: swaps, attribution set between its parts, trailing parts let go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language import words_of
from .guard import copies_too_much
from .source import Said

# Where a sentence can be parted; what follows `_KEEP` changes the meaning and is never let go.
_PART = re.compile(
    r",? (?=(?:in|on|at|from|after|before|because|while|when|where|which|who|and|but|until|since|during|near|under"
    r"|through|owing|if|unless|beside|close|late|over|for|with|against|across|along|between)\b)|, "
)
# An attribution can't part a verb from what it needs, nor stand before the verb came.
_HEAD_ENDS = re.compile(
    r"\b(?:the|a|an|of|and|or|his|her|its|their|more|less|\d+|is|are|was|were|be|been|said|to|will|has|have|had|not"
    r"|about|some|than|that|between|from|led)$"
)
_VERB = re.compile(
    r"\b(?:will|is|are|was|were|has|have|had|can|could|may|might|must|would|should|does|did|do|[a-z]{3,}ed|took|tore"
    r"|broke|left|cut|swept|fell|died|put|shot"
    r"|led|sold|cost|costs|ran|sank|sunk|began|opens|closes|begins|starts|stay|stays|remain|remains|plans|plan|lost"
    r"|won|made|met|hit|rose|gave|came|went|got|held|kept|built"
    r"|bought|found|drew|drove|flew|grew|knew|set|sent|saw|spoke|told|wrote|paid|runs|says|comes|takes|makes|gives"
    r"|includes|earned|is)\b"
)
_KEEP = re.compile(
    r"\b(?:if|unless|until|except|only|not|but|pending|subject|provided|without|than|may|might|could|reportedly"
    r"|believed|said|unconfirmed)\b|n't\b",
    re.IGNORECASE,
)
_PART_ZH = re.compile(r"，|(?=将|已|因|造成|从)|(?<![以定正现存位处实])(?=在)|(?<=[日周晨晚午])(?=于)")
_KEEP_ZH = re.compile(r"如果|除非|但|不|未|没|只|仅|若|否|可能|疑|尚|或|据")
_WILL = re.compile(r"^([A-Z][^,;:\"“]{2,60}?) will (?!not\b|never\b|also\b|only\b)")
_PLURALS = frozenset({"people", "children", "youngsters", "police", "men", "women", "staff", "crew", "they", "fans", "some"})
_OPENING = re.compile(
    r"^(?:However|Meanwhile|Moreover|Also|In addition|Earlier|Later|Separately|But|And|Still|Then)\b,? ?|^(?:此外|另外|同时"
    r"|不过|但是|而且)，?"
)
# Where a quoted opening may stop: after two to six words, before a preposition or the verb.
_OPENING_WORDS = {
    "en": re.compile(r"(?<=\w)(?= (?:in|on|at|of|from|for|with|by|near|will|is|are|was|were|has|have)\b)"),
    "zh": re.compile(r"(?<=[\u3400-\u9fff]{4})(?=将|在|于|因|已|，)"),
}
MAX_WORDS = {"en": 24, "zh": 60}


def swapped(text: str, language: str) -> str:
    """The text with everyday words in place of others, outside names and quotations."""
    for old, new in sorted(words_of(language)["swap"].items(), key=lambda pair: -len(pair[0])):
        if language == "zh":
            text = text.replace(old, f"\x00{new}\x00")
        else:
            capital = old[:1].upper() + old[1:]
            text = re.sub(rf"(?<![\x00-])\b{re.escape(old)}\b(?![\x00-])", f"\x00{new}\x00", text)
            text = re.sub(rf"^{re.escape(capital)}\b", f"\x00{new[:1].upper()}{new[1:]}\x00", text)
    text = text.replace("\x00", "")
    return text if language == "zh" else _WILL.sub(_set_to, text, count=1)


def _set_to(match: re.Match[str]) -> str:
    """'The wing will open' as 'The wing is set to open', in the number of its subject."""
    head = re.split(r" (?:in|of|at|from|on|between|for|with|to|by|that|which|who)\b", match[1])[0]
    last = head.split()[-1].lower()
    plural = " and " in f" {head} " or last in _PLURALS or (last.endswith("s") and not last.endswith(("ss", "us", "is")))
    return f"{match[1]} {'are' if plural else 'is'} set to "


def core(said: Said, language: str) -> str:
    """The sentence without opening connectives, closing stop and remarks in brackets."""
    text = re.sub(r"\s*[(（][^()（）]*[)）]", "", said.text)
    return _OPENING.sub("", text).rstrip(" .!。！")


def retellings(said: Said, attribution: str, language: str, frames: list[str], proper: frozenset[str]) -> Iterator[str]:
    """Ways to retell a sentence, the fullest first; each is short of a copy.

    `attribution` is e.g. 'the Herald'; `proper` holds the words that are written with a capital anywhere.
    """
    text = swapped(core(said, language), language)
    if language == "en":
        text = _small_start(text, proper)
    for shortened in _shorter(text, language):
        for frame in frames:
            for told in _framed(shortened, attribution, frame, language):
                if not copies_too_much(told, [said], language):
                    yield told
    yield from _partly_quoted(said, attribution, language, frames)


def _partly_quoted(said: Said, attribution: str, language: str, frames: list[str]) -> Iterator[str]:
    """The last resort: the opening words in quotation marks, as the source has them, and the rest retold."""
    text = core(said, language)
    for match in reversed(list(_OPENING_WORDS[language].finditer(text))):
        opening, rest = text[: match.start()], swapped(text[match.start() :], language)
        short = (
            4 <= len(opening) <= 12 and not re.search("可以|网传|据|能|会$", opening)
            if language == "zh"
            else 3 <= len(opening.split()) <= 6 and not _VERB.search(opening)
        )
        for frame in frames if short and len(opening) * 2 < len(text) else ():
            for told in _framed(f"“{opening}”{rest}", attribution, frame, language):
                head = told.partition("”")[0]
                if "“" in head and not copies_too_much(told, [said], language):
                    yield told


def _framed(text: str, attribution: str, frame: str, language: str) -> Iterator[str]:
    """A frame holds {name} and {text}, or {name}, {head} and {tail} for an attribution between two parts."""
    if "{head}" not in frame:
        yield frame.format(name=attribution, text=text)
        return
    for head, tail in _halves(text, language):
        yield frame.format(name=attribution, head=head, tail=tail)


def _small_start(text: str, proper: frozenset[str]) -> str:
    """A sentence inside another begins small, unless with a name."""
    first, _, rest = text.partition(" ")
    named = (
        first in proper
        or (first.isupper() and len(first) > 1)
        or (rest[:1].isupper() and first not in ("The", "A", "An", "In", "On", "At", "After"))
    )
    return text if named else text[:1].lower() + text[1:]


def proper_words(texts: list[str]) -> frozenset[str]:
    """Words that stand with a capital inside a sentence somewhere."""
    return frozenset(word for text in texts for word in re.findall(r"(?<=[a-z,;] )[A-Z][\w'’-]+", text))


def _halves(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The two parts of a sentence at each place where it can be parted, those near the middle first."""
    pattern = _PART_ZH if language == "zh" else _PART
    least = 3 if language == "zh" else 12
    places = [m for m in pattern.finditer(text) if least <= m.start() <= len(text) - least]
    for match in sorted(places, key=lambda m: abs(m.start() - len(text) / 2)):
        head, tail = text[: match.start()].rstrip(" ,，"), text[match.end() :].lstrip(" ,，")
        good = not _HEAD_ENDS.search(head) and _VERB.search(head) and (len(head.split()) > 3 or "," in match[0])
        if language == "zh" or good:
            yield head, tail


def _shorter(text: str, language: str) -> Iterator[str]:
    """The text, then the text without its last parts, as long as nothing that qualifies it goes."""
    keep = _KEEP_ZH if language == "zh" else _KEEP
    size = len(text) if language == "zh" else len(text.split())
    if size <= MAX_WORDS[language]:
        yield text
    cuts = [
        m.start()
        for m in (
            re.finditer("，", text)
            if language == "zh"
            else re.finditer(r", (?=which|who|while|and|with|most|many)\b|,? (?=while|because)\b", text)
        )
    ]
    for cut in reversed(cuts):
        rest = text[cut:]
        if cut > (6 if language == "zh" else 25) and not keep.search(rest):
            yield text[:cut]
        else:
            return
