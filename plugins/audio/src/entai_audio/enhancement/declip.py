"""Clipped peaks drawn anew: the sparsest sound that agrees with what was not clipped and passes the limit where it was.

A-SPADE of S. Kitic, N. Bertin and R. Gribonval, "Sparsity and cosparsity for audio declipping: a flexible non-convex
approach" (LVA/ICA 2015), in frames of 48 ms under a sine window, with a Fourier frame of redundancy two.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai.media.sound.form import Block

FRAME = 0.048
"""Seconds."""
OVERLAP, REDUNDANCY = 4, 2
STEP, PASSES = 4, 100
"""How many more coefficients each pass may use, and passes at most."""
NEAR = 0.1
"""Distance to a sparse spectrum at which a frame is done, relative to a frame of full scale."""
FLAT, RUN, RUNS = 1e-3, 3, 3
"""A limit is told by runs of this many samples, within this part of the highest, at least so often."""
BESIDE = 0.5
"""Of the limit: what is beside a run, at least in half of all. A click rises at once, a clipped wave does not."""
MOST = 0.5
"""Part of the samples above which nothing is left to go by."""
HIGHEST = 4.0
"""How far above the limit a peak may be drawn."""


def find_limit(sound: Block) -> float | None:
    """The level at which a window is clipped, or None.

    Args:
        sound: `(n,)`.
    """
    highest = float(np.abs(sound).max(initial=0))
    at_limit = np.abs(sound) >= highest * (1 - FLAT)
    if highest < 1e-3 or not 0 < at_limit.mean() < MOST:
        return None
    edges = np.flatnonzero(np.diff(np.concatenate([[0], at_limit.astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    long = (ends - starts >= RUN) & (starts > 0) & (ends < len(sound))
    if long.sum() < max(RUNS, len(sound) * 1e-4):
        return None
    beside = np.abs(np.stack([sound[starts[long] - 1], sound[ends[long]]])).min(0)
    return highest * (1 - FLAT) if np.median(beside) > BESIDE * highest else None


def without_clipping(sound: Block, rate: int, limit: float) -> Block:
    """The window with its clipped samples drawn anew; the others stay as they are.

    Args:
        sound: `(n,)`.
        rate: Hz.
        limit: As `find_limit` gives it.
    """
    hop = max(16, round(FRAME * rate / OVERLAP))
    size = OVERLAP * hop
    padded = np.pad(sound / limit, (size, 2 * size)).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    window = np.sin(np.pi * (np.arange(size) + 0.5) / size).astype(np.float32)
    result, chosen = frames * window, np.flatnonzero((np.abs(frames) >= 1).any(1))
    if len(chosen):
        result[chosen] = _spade(frames[chosen], window)
    drawn, weight = np.zeros((2, len(padded)))
    for index, frame in enumerate(result):
        drawn[index * hop:index * hop + size] += frame * window
        weight[index * hop:index * hop + size] += window**2
    drawn = (drawn / np.maximum(weight, 1e-9))[size:size + len(sound)] * limit
    return np.where(np.abs(sound) >= limit, np.clip(drawn, -HIGHEST * limit, HIGHEST * limit), sound)


def _spade(frames: NDArray[np.float32], window: NDArray[np.float32]) -> NDArray[np.float32]:
    """Frames that agree with those given, whose limit is 1, `(frames, size)`, under the window."""
    from scipy import fft

    size, scale = frames.shape[1], np.float32(np.sqrt(REDUNDANCY * frames.shape[1]))
    bounds = _bounds(frames, window)
    found = frames * window
    spectra = fft.rfft(found, REDUNDANCY * size, axis=1) / scale
    dual, live = np.zeros_like(spectra), np.arange(len(frames))
    for count in range(STEP, STEP * (PASSES + 1), STEP):
        sparse = _largest(spectra + dual, count)
        far = np.linalg.norm(spectra - sparse, axis=1) > NEAR
        live, spectra, dual, sparse = live[far], spectra[far], dual[far], sparse[far]
        if not len(live):
            break
        wanted = fft.irfft(sparse - dual, REDUNDANCY * size, axis=1)[:, :size] * scale
        found[live] = np.clip(wanted, bounds[0][live], bounds[1][live])
        spectra = fft.rfft(found[live], REDUNDANCY * size, axis=1) / scale
        dual += spectra - sparse
    return found


def _bounds(frames: NDArray[np.float32], window: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Lowest and highest values a sample may have: its own, or beyond the limit where it was clipped."""
    given = frames * window
    low = np.where(frames <= -1, -np.float32(np.inf), np.where(frames >= 1, window, given))
    high = np.where(frames >= 1, np.float32(np.inf), np.where(frames <= -1, -window, given))
    return low.astype(np.float32), high.astype(np.float32)


def _largest(spectra: NDArray[Any], count: int) -> NDArray[Any]:
    """Each frame's `count` largest coefficients, the others zero."""
    power = spectra.real**2 + spectra.imag**2
    bins = power.shape[1]
    if count >= bins:
        return spectra
    threshold = np.partition(power, bins - count, axis=1)[:, bins - count, None]
    return np.where(power >= threshold, spectra, np.complex64(0))
