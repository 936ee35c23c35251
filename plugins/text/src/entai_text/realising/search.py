"""Many sentences for the same slots: the most probable ones by a beam, and others by chance."""

from __future__ import annotations

import numpy as np

from entai.state import Array
from entai_text.realising.decoder import Decoder, Floats, Told
from entai_text.realising.words import END, SPECIAL, START, UNKNOWN

_START, _END = SPECIAL.index(START), SPECIAL.index(END)
_NEVER = [number for number, word in enumerate(SPECIAL) if word in (SPECIAL[0], START, UNKNOWN)]
Sentence = tuple[int, ...]
"""Numbers of words, without start and end."""


def _step(decoder: Decoder, told: Told, words: Array) -> tuple[Floats, Told]:
    scores, told = decoder.step(told, words)
    scores[:, _NEVER] = -np.inf
    return scores, told


def beams(decoder: Decoder, meanings: Array, width: int, longest: int) -> list[list[tuple[Sentence, float]]]:
    """The most probable sentences for each of some meanings.

    Args:
        decoder: What predicts words.
        meanings: Numbers of slot values, `(meanings, slots)`.
        width: How many sentences are followed.
        longest: Words at most.

    Returns:
        For each meaning up to `width` finished sentences with their log-probability.
    """
    n = len(meanings)
    told = decoder.begin(meanings).take(np.repeat(np.arange(n), width))
    words = np.full(n * width, _START)
    totals = np.tile(np.where(np.arange(width) == 0, 0.0, -np.inf), n).astype(np.float32)
    said = np.zeros((n * width, 0), np.int64)
    found: list[list[tuple[Sentence, float]]] = [[] for _ in range(n)]
    for _ in range(longest):
        scores, told = _step(decoder, told, words)
        rows, words, totals = _best(totals[:, None] + scores, n, width)
        said = np.concatenate([said[rows], words[..., None]], axis=2)
        _finish(found, said, words, totals, width)
        said, rows, words, totals = (_open(part, words, width) for part in (said, rows, words, totals))
        told = told.take(rows)
        likeliest = totals.reshape(n, width).max(axis=1)
        if all(_done(finished, best, width) for finished, best in zip(found, likeliest, strict=True)):
            break
    return [sorted(finished, key=lambda pair: -pair[1])[:width] for finished in found]


def _best(scores: Floats, n: int, width: int) -> tuple[Array, Array, Floats]:
    """Rows, words and totals of the best continuations of each meaning, twice as many as go on, `(n, 2 * width)`."""
    size = scores.shape[1]
    flat = scores.reshape(n, width * size)
    best = np.argpartition(-flat, 2 * width - 1, axis=1)[:, :2 * width]
    totals = np.take_along_axis(flat, best, axis=1)
    order = np.argsort(-totals, axis=1, kind="stable")
    best, totals = np.take_along_axis(best, order, axis=1), np.take_along_axis(totals, order, axis=1)
    return best // size + np.arange(n)[:, None] * width, best % size, totals


def _finish(found: list[list[tuple[Sentence, float]]], said: Array, words: Array, totals: Floats, width: int) -> None:
    """Keep sentences that end here, where the end is among the best `width` continuations."""
    for meaning, rank in zip(*np.nonzero((words[:, :width] == _END) & np.isfinite(totals[:, :width])), strict=True):
        sentence = tuple(int(word) for word in said[meaning, rank, :-1])
        found[meaning].append((sentence, float(totals[meaning, rank])))


def _done(finished: list[tuple[Sentence, float]], best: float, width: int) -> bool:
    """Whether no open sentence, however it goes on, can still be one of the best: log-probabilities only fall."""
    return len(finished) >= width and sorted(score for _, score in finished)[-width] > best


def _open(part: Array, words: Array, width: int) -> Array:
    """Of continuations `(n, 2 * width, ...)` the best `width` that don't end, as rows."""
    order = np.argsort(words == _END, axis=1, kind="stable")[:, :width]
    kept = np.stack([row[chosen] for row, chosen in zip(part, order, strict=True)])
    return kept.reshape(-1, *part.shape[2:])


def draws(decoder: Decoder, meanings: Array, number: int, longest: int, rng: np.random.Generator,
          temperature: float = 1.0) -> list[list[Sentence]]:
    """Sentences drawn by chance, each word from what the network expects.

    Args:
        decoder: What predicts words.
        meanings: Numbers of slot values, `(meanings, slots)`.
        number: How many sentences for each meaning.
        longest: Words at most; a sentence that has not ended by then is left out.
        rng: Where chance comes from.
        temperature: Below 1 for more probable sentences.
    """
    told = decoder.begin(meanings).take(np.repeat(np.arange(len(meanings)), number))
    said = np.full((len(told.state), longest + 1), _END)
    open_rows, words = np.arange(len(said)), np.full(len(said), _START)
    for place in range(longest):
        scores, told = _step(decoder, told, words)
        words = _drawn(scores / temperature, rng)
        said[open_rows, place] = words
        goes_on = words != _END
        open_rows, words, told = open_rows[goes_on], words[goes_on], told.take(goes_on)
        if not len(open_rows):
            break
    said[open_rows, 0] = -1  # not ended: too long
    return [[_ended(row) for row in rows if row[0] >= 0] for rows in said.reshape(len(meanings), number, -1)]


def _drawn(scores: Floats, rng: np.random.Generator) -> Array:
    """One word a row, by chance, from unnormalised log-probabilities `(rows, words)`."""
    sums = np.exp(scores - scores.max(axis=1, keepdims=True)).cumsum(axis=1)
    chosen: Array = (sums < rng.random((len(sums), 1)) * sums[:, -1:]).sum(axis=1)
    return chosen


def _ended(row: Array) -> Sentence:
    return tuple(int(word) for word in row[:int(np.argmax(row == _END))])
