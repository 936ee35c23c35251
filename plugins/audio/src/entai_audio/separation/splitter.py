"""What a separation model is to the task: it takes sound apart, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from entai.media.sound.form import Block


@runtime_checkable
class Splitter(Protocol):
    """Anything that takes sound apart into named stems."""

    names: tuple[str, str]
    """Of the stems, the one that is computed first; the other is the rest, so that both add up to the input."""

    def split(self, blocks: Iterable[Block], rate: int, channels: int) -> Iterator[tuple[Block, Block]]:
        """Both stems, in blocks `(frames, channels)` of any size; together as many frames as went in.

        Args:
            blocks: `(frames, channels)` each.
            rate: Hz.
            channels: How many.
        """
