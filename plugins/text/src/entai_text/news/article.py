"""An article as a value: sentences, each with the ids of what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """One sentence and the ids of the facts (`home.pts`) or source sentences (`wire.md#3`) that it rests on.

    `spans` says for quoted or reported words where in the source they stand: `(id, start, end)` in characters.
    """

    text: str
    sources: tuple[str, ...]
    about: str = ""
    spans: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Article:
    """Headline, lead and body of a piece of news, with everything its sentences refer to.

    `sources` maps each id to what it says, so that a reader of the article alone can follow every sentence.
    """

    headline: Sentence
    lead: tuple[Sentence, ...]
    body: tuple[tuple[Sentence, ...], ...]
    language: str = "en"
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, the headline first."""
        yield self.headline
        yield from self.lead
        for paragraph in self.body:
            yield from paragraph

    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """The lead and the body's paragraphs, without the headline and empty ones."""
        return tuple(p for p in (self.lead, *self.body) if p)

    @property
    def text(self) -> str:
        """Lead and body as plain text, a blank line between paragraphs."""
        space = "" if self.language.startswith("zh") else " "
        return "\n\n".join(space.join(s.text for s in paragraph) for paragraph in self.paragraphs())

    @property
    def words(self) -> int:
        """The length of lead and body: words in English, characters in Chinese."""
        if self.language.startswith("zh"):
            return sum(not c.isspace() for c in self.text)
        return len(self.text.split())
