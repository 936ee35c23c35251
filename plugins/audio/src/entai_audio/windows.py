"""Sound of any length in overlapping windows of some seconds, put together again without a seam."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from entai.media.sound.form import Block


def in_windows(blocks: Iterable[Block], rate: int, seconds: float, overlap: float,
               change: Callable[[Block], Block]) -> Iterator[tuple[Block, Block]]:
    """What goes in and what comes out of `change`, piece by piece, in order and in step.

    Args:
        blocks: `(frames, channels)` each.
        rate: Hz.
        seconds: Length of a window; the last one takes what is left, up to half as much again.
        overlap: Seconds over which neighbouring windows are crossfaded.
        change: From a window to as many frames.
    """
    size, fade = int(seconds * rate), int(overlap * rate)
    held: list[Block] = []
    count, tail = 0, None
    for block in blocks:
        held.append(block)
        count += len(block)
        while count >= size + size // 2:
            whole = np.concatenate(held)
            done, tail = _joined(change(whole[:size]), tail, fade)
            yield whole[:size - fade], done
            held, count = [whole[size - fade:]], count - size + fade
    if count:
        whole = np.concatenate(held)
        yield whole, _joined(change(whole), tail, 0)[0]


def _joined(changed: Block, tail: Block | None, fade: int) -> tuple[Block, Block]:
    """A changed window with the end of the one before faded into its start, and its own end for the next."""
    if tail is not None and len(tail):
        up = np.linspace(0, 1, len(tail), dtype=changed.dtype)[:, None]
        changed = np.concatenate([tail * (1 - up) + changed[:len(tail)] * up, changed[len(tail):]])
    return changed[:len(changed) - fade], changed[len(changed) - fade:]
