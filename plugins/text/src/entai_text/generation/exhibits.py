"""The part of the gallery that shows text-generation."""

from __future__ import annotations

from collections.abc import Iterator

from entai import Exhibit, Text

PROMPT = "ROMEO:\nWhat light is this, that "
ASKED = "First Citizen:\nMy name is "
FORM = ('{"type": "object", "properties": {"speaker": {"type": "string", "pattern": "^[A-Z][a-z]{2,8}$"}, '
        '"mood": {"enum": ["merry", "sad", "wroth"]}, "lines": {"type": "integer", "minimum": 1, "maximum": 99}}, '
        '"required": ["speaker", "mood", "lines"], "additionalProperties": false}')


def exhibits() -> Iterator[Exhibit]:
    """A verse gone on with, an answer bound to a form, and what was likely at every letter."""
    from entai_text import TextGenerator

    generator = TextGenerator.load()
    verse = generator.generate(PROMPT, max_tokens=400, seed=5, temperature=0.6, include_prompt=True)
    yield Exhibit("Verse, gone on with", "A network of less than a million weights, trained on Shakespeare's plays a letter "
                  "at a time, goes on from the first two lines. It has learnt how plays look and sound; it means nothing.",
                  (Text(verse),))
    bound = generator.generate(ASKED, schema=FORM, max_tokens=80, seed=1)
    yield Exhibit("Bound to a form", "The same network, bound to a JSON schema: it may choose only letters from which the "
                  f"form can still be filled in. Behind {ASKED!r} it writes:", (Text(bound),))
    why = generator.explain(Text(PROMPT), generator.spec.resolve({"max_tokens": 12, "seed": 5}))
    yield Exhibit(why.title, why.text, why.values)
