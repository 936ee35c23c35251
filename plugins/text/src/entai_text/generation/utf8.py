"""Bytes that arrive one token at a time, as whole characters."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from entai_text.generation.vocabulary import Vocabulary


class WholeCharacters:
    """Holds the bytes of an unfinished character back, and never gives half of one out."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def push(self, piece: bytes) -> str:
        """The characters that these bytes complete."""
        return self._decoder.decode(piece)

    @property
    def pending(self) -> bytes:
        """Bytes of a character that is not whole yet."""
        return self._decoder.getstate()[0]


@lru_cache(maxsize=1024)
def writable(vocabulary: Vocabulary, pending: bytes) -> NDArray[np.bool_]:
    """Which tokens may come next so that the whole is UTF-8: none that would break the character begun.

    Args:
        vocabulary: The tokens.
        pending: The bytes of that character; an end may come only where there are none.

    Returns:
        Flags `(vocabulary,)`.
    """
    allowed = np.zeros(len(vocabulary), bool)
    for number, piece in enumerate(vocabulary.pieces):
        if piece and (not pending or 0x80 <= piece[0] < 0xC0):  # what goes on with a character begins with such a byte
            allowed[number] = fits(pending + piece)
    allowed[list(vocabulary.ends)] = not pending
    return allowed


def fits(content: bytes) -> bool:
    """Whether some text begins with these bytes."""
    # Python's decoder waits for a third byte behind ED A0, which no byte can make a character: so ends are tried out.
    return any(_is_text(content + filled * missing) for missing in range(4) for filled in (b"\x80", b"\xbf"))


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


class Stops:
    """Ends a text before the first stop text in it, and holds back what may be the beginning of one.

    Args:
        stops: Texts; none of them is ever given out.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._held = ""
        self.found = False

    def push(self, text: str) -> str:
        """The part of what came so far that no stop can reach any more."""
        self._held += text
        places = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if places:
            self.found = True
            self._held = self._held[:min(places)]
            return self.flush()
        keep = max((overlap(self._held, stop) for stop in self._stops), default=0)
        given, self._held = self._held[:len(self._held) - keep], self._held[len(self._held) - keep:]
        return given

    def flush(self) -> str:
        """What was held back, now that nothing follows."""
        given, self._held = self._held, ""
        return given


def overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` begin `stop`."""
    return next((length for length in range(min(len(text), len(stop) - 1), 0, -1) if stop.startswith(text[-length:])), 0)
