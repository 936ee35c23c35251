"""How a corpus is cut in three."""

from __future__ import annotations

from entai import EntaiError, Split, hold_out
from entai_text.generation.corpus import Corpus

SHORTEST = 200
"""Characters; a tenth of less is nothing to measure on."""
BY_DOCUMENT = 10
"""From so many documents on, whole documents are held out."""


def split(corpus: Corpus, seed: int) -> Split[Corpus]:
    """Train, valid and test: as the files are named, else by document, else the end of every document.

    A text that is cut gives its last tenth to the test; what validates is the twentieth before it. (Of Shakespeare's plays,
    the test is what nanoGPT calls its validation text.)

    Raises:
        EntaiError: There is too little text to hold some out.
    """
    if corpus.characters < SHORTEST:
        raise EntaiError(f"{corpus.name} holds {corpus.characters} characters; to learn from some and measure on others "
                         f"takes {SHORTEST} at least")
    train, valid, test, method = _cut(corpus, seed)
    for part, name in ((train, "to learn from"), (test, "to measure on")):
        if part.characters < 2:
            raise EntaiError(f"{corpus.name} leaves nothing {name}")
    return Split(train, valid, test, method, test.fingerprint())


def _cut(corpus: Corpus, seed: int) -> tuple[Corpus, Corpus, Corpus, str]:
    if corpus.parts:
        train, valid, test = (corpus.part(name) for name in ("train", "valid", "test"))
        return train, valid, test, "as the files are named"
    if len(corpus.documents) >= BY_DOCUMENT:
        chosen = hold_out(len(corpus.documents), seed)
        train, valid, test = (corpus.keep(part) for part in chosen)
        return train, valid, test, "a tenth of the documents is the test"
    train, valid, test = (corpus.between(low, high) for low, high in ((0, 0.85), (0.85, 0.9), (0.9, 1)))
    return train, valid, test, "the last tenth of each text is the test"
