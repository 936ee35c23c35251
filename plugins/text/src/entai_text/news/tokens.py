"""Cutting text into tokens and sentences, with positions, whether it was tokenised before or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\d+ers\b|(?<=\s)\.\d+|\d+(?:st|nd|rd|th)\b|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
    r"|[^\W\d_]+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|d|ll|m)\b"
    r"|[^\W\d_]+(?:['’](?!(?:s|re|ve|d|ll|m)\b)[^\W\d_]{2,})?|\S"
)
_CJK = re.compile(r"[\u3400-\u9fff]")
_ABBREVIATIONS = frozenset({"jr", "sr", "st", "vs", "mr", "mrs", "dr", "no"})
_ENDS = frozenset(".!?。！？")


@dataclass(frozen=True)
class Token:
    """A word, number or sign with its place in the text (character offsets)."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The token in lower case, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True)
class Sentence:
    """A sentence's number (from 1) and tokens."""

    number: int
    tokens: tuple[Token, ...]


def tokenise(text: str) -> list[Token]:
    """Words, numbers and signs of a text; hyphens and possessives stand alone, Chinese is one token a character run."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text. A full stop with a space before it always ends one (text tokenised before)."""
    found: list[Sentence] = []
    current: list[Token] = []
    tokens = tokenise(text)
    for index, token in enumerate(tokens):
        line_break = bool(current) and "\n" in text[current[-1].end : token.start]
        if line_break:
            found.append(Sentence(len(found) + 1, tuple(current)))
            current = []
        current.append(token)
        if token.text in _ENDS and _ends_here(text, tokens, index):
            found.append(Sentence(len(found) + 1, tuple(current)))
            current = []
    if current:
        found.append(Sentence(len(found) + 1, tuple(current)))
    return found


def _ends_here(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.text != "." or token.end == len(text) or text[token.start - 1 : token.start] == " ":
        return True
    if tokens[index - 1].low in _ABBREVIATIONS or re.fullmatch(r"[A-Z]", tokens[index - 1].text):
        return False
    rest = text[token.end : token.end + 3]
    if rest[:1].isspace() and rest.strip()[:1].islower():  # '3 a.m. and', 'approx. ten'
        return False
    return rest[:1].isspace() or rest[:1] in "\"'”’)" or bool(_CJK.match(rest))


def outer_tokens(text: str) -> list[Token]:
    """The tokens that positions in a gsml table count: split at spaces where the text came tokenised, else our own."""
    if re.search(r"\s[.,]\s", text):
        return [Token(match[0], match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    return tokenise(text)
