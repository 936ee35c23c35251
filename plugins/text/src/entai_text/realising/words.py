"""Sentences as tokens with placeholders for names, and back."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from entai_text.realising.meaning import NAMES, Meaning, first

PAD, START, END, UNKNOWN = "<pad>", "<s>", "</s>", "<unk>"
SPECIAL = (PAD, START, END, UNKNOWN)
PLACEHOLDERS = {slot: f"xx{slot}" for slot in NAMES}
_TOKEN = re.compile(r"£?\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’\-][^\W\d_]+)*['’]?(?!\w)|£\w+|\w+|[^\w\s]")
_STOPS = frozenset(".!?")


def tokens(text: str) -> list[str]:
    """Lower-cased words and signs: `It's £20-25.` gives `it's £20 - 25 .`."""
    return _TOKEN.findall(text.lower().replace("’", "'"))


def masked(text: str, meaning: Meaning) -> str:
    """The text with a placeholder for each name, however its accents and capitals were written."""
    names = first(meaning)
    for slot in sorted(names.keys() & PLACEHOLDERS, key=lambda slot: -len(names[slot])):
        bare = re.escape(_bare(names[slot]))
        while found := re.search(rf"(?<!\w){bare}(?!\w)", _bare(text)):
            text = f"{text[:found.start()]}{PLACEHOLDERS[slot]}{text[found.end():]}"
    return text


def _bare(text: str) -> str:
    """Lower case without accents, as long as the text was."""
    if text.isascii():
        return text.lower()
    plain = (unicodedata.normalize("NFD", sign)[0] for sign in text)
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in plain)


class Casing:
    """Which words are written with a capital inside a sentence, as most of the training texts write them."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self.forms = dict(forms)

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Casing:
        """Count how words that don't begin a sentence are written."""
        seen: dict[str, Counter[str]] = {}
        for text in texts:
            words = _TOKEN.findall(text)
            for before, word in pairwise(words):
                if before not in _STOPS:
                    seen.setdefault(word.lower(), Counter())[word] += 1
        best = {lower: forms.most_common(1)[0][0] for lower, forms in seen.items() if forms.total() > 4}
        return cls({lower: form for lower, form in best.items() if form != lower})

    def sentence(self, words: Sequence[str], meaning: Meaning) -> str:
        """A text of tokens: names in their places, capitals where they belong, signs closed up."""
        names = {PLACEHOLDERS[slot]: meaning[slot] for slot in meaning.keys() & PLACEHOLDERS}
        said: list[str] = []
        begins = True
        for word in words:
            form = names.get(word) or self.forms.get(word, word)
            said.append(form[:1].upper() + form[1:] if begins else form)
            begins = word in _STOPS or (begins and not word[-1:].isalnum())
        return closed(" ".join(said))


def closed(text: str) -> str:
    """A text whose signs stand where a typesetter puts them."""
    text = re.sub(r" ([.,!?;:%)])", r"\1", text)
    text = re.sub(r"([(]) ", r"\1", text)
    return re.sub(r"(\d) ?[-–] ?(£?\d)", r"\1-\2", text)
