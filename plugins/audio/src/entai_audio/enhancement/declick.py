"""Clicks: found where linear prediction fails by far, and replaced by what prediction expects.

Detection and least-squares interpolation by autoregressive models are those of Godsill and Rayner, Digital Audio Restoration
(Springer, 1998), chapter 5, after Janssen, Veldhuis and Vries (IEEE Trans. ASSP 34, 1986).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from entai.media.sound.form import Block

FRAME, LONGEST, GAP, MARGIN = 0.032, 0.004, 0.0016, 0.0010
"""Seconds: of a frame of prediction; of a click that is replaced; between two parts of one click; by which a click may
begin before, and end behind, what betrays it."""
SURPRISES = (14.0, 7.0)
"""How many times the usual error of prediction around betrays what may be a click; first the gross ones, then the rest."""
OUTSTANDING, BURIED = 0.85, 0.6
"""Height relative to the peaks of the whole sound, and to those around, that only a click has."""
TALL, ROUGH = 1.4, 2.5
"""How much taller than the sound around, and rougher (second difference), a lesser click is; a plosive or a glottal pulse
is not."""
LEAST = 0.35
"""The least height of such a click relative to the peaks of the whole sound."""
ALONE, PER_SECOND = 2.5, 0.3
"""Height relative to the sound around that leaves no doubt, and how many such clicks a second tell that there are clicks."""


def find_clicks(sound: Block, rate: int, surprise: float, height: float = 0.0) -> list[slice]:
    """Where clicks may be.

    Args:
        sound: `(n,)`.
        rate: Hz.
        surprise: How many times the usual error of prediction.
        height: Where nothing is this high, no click is looked for.
    """
    from scipy.ndimage import binary_closing, find_objects, label, median_filter

    error = _prediction_error(sound, rate)
    step = max(1, int(0.0005 * rate))
    coarse = error[:len(error) // step * step].reshape(-1, step).mean(1)
    usual = np.repeat(median_filter(coarse, 81, mode="nearest"), step)
    usual = np.pad(usual, (0, len(error) - len(usual)), mode="edge") + 1e-7
    betrayed = binary_closing(error > surprise * usual, np.ones(max(2, int(GAP * rate)), bool))
    margin = round(MARGIN * rate)
    spots = [spot[0] for spot in find_objects(label(betrayed)[0])]
    return [slice(max(0, spot.start - margin), min(len(sound), spot.stop + margin)) for spot in spots
            if spot.stop - spot.start <= LONGEST * rate and np.abs(sound[spot]).max() >= height]


def _prediction_error(sound: Block, rate: int) -> NDArray[np.float64]:
    """What linear prediction, fitted to each 32 ms, leaves of each sample, from before or from behind, whichever is less.

    A click disturbs what is predicted after it from before, and what is predicted before it from behind; both only itself.
    """
    size, order = int(FRAME * rate), _order(rate)
    hop = size // 2
    padded = np.pad(np.asarray(sound, np.float64), (order + hop // 2, 2 * size))
    starts = np.arange(0, len(sound), hop)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size + 2 * order)[starts]
    filters = predictors(frames * np.hanning(size + 2 * order), order)
    middle = frames[:, hop // 2:hop // 2 + hop + 2 * order]
    around = np.lib.stride_tricks.sliding_window_view(middle, order + 1, axis=1)
    forward = np.einsum("fno,fo->fn", around[:, :hop, ::-1], filters)
    backward = np.einsum("fno,fo->fn", around[:, order:order + hop], filters)
    return np.asarray(np.minimum(np.abs(forward), np.abs(backward)).reshape(-1)[:len(sound)])


def _order(rate: int) -> int:
    return min(64, 16 + rate // 1000)


def predictors(frames: Block, order: int) -> NDArray[np.float64]:
    """Prediction error filters `(frames, order + 1)`, the first coefficient 1, by the autocorrelation method."""
    size = frames.shape[1]
    spectrum = np.abs(np.fft.rfft(frames, 2 * size)) ** 2
    correlation = np.fft.irfft(spectrum)[:, :order + 1]
    correlation[:, 0] = correlation[:, 0] * (1 + 1e-6) + 1e-12
    places = np.abs(np.subtract.outer(np.arange(order), np.arange(order)))
    solved = np.linalg.solve(correlation[:, places], correlation[:, 1:, None])[..., 0]
    return np.concatenate([np.ones((len(frames), 1)), -solved], axis=1)


def has_clicks(sound: Block, rate: int) -> bool:
    """Whether there are so many undoubted clicks that doubtful ones will be clicks, too.

    Args:
        sound: `(n,)`.
        rate: Hz.
    """
    peak, reach = float(np.quantile(np.abs(sound), 0.999)), round(0.01 * rate)
    found = _expected(np.asarray(sound, np.float64), rate, find_clicks(sound, rate, SURPRISES[0], 0.7 * peak))
    heights = ((np.abs(sound[spot] - expected).max(), _around(sound, spot, reach)[1]) for spot, expected in found)
    sure = sum(height > max(OUTSTANDING * peak, ALONE * around) for height, around in heights)
    return bool(sure >= max(2, PER_SECOND * len(sound) / rate))


def without_clicks(sound: Block, rate: int) -> tuple[Block, int]:
    """The sound with its clicks replaced, and how many there were.

    Args:
        sound: `(n,)`.
        rate: Hz.
    """
    mended, count = np.array(sound, np.float64), 0
    peak, reach = float(np.quantile(np.abs(sound), 0.999)), round(0.01 * rate)
    for surprise in SURPRISES:
        for spot, expected in _expected(mended, rate, find_clicks(mended, rate, surprise, 0.7 * LEAST * peak)):
            if _is_click(mended, spot, expected, reach, peak):
                mended[spot] = expected
                count += 1
    return mended, count


def _around(sound: Block, spot: slice, reach: int) -> tuple[tuple[Block, Block], float]:
    """What lies before and behind a spot, and its height."""
    sides = sound[max(0, spot.start - reach):spot.start], sound[spot.stop:spot.stop + reach]
    return sides, max(float(np.abs(side).max(initial=0)) for side in sides)


def _is_click(sound: Block, spot: slice, expected: Block, reach: int, peak: float) -> bool:
    """Whether what stands there is a click, by its height and the sound around it within `reach` samples."""
    height = np.abs(sound[spot] - expected).max()
    sides, around = _around(sound, spot, reach)
    if height > max(OUTSTANDING * peak, BURIED * around):
        return True
    rough = np.abs(np.diff(sound[max(0, spot.start - 2):spot.stop + 2], 2)).max(initial=0)
    usual = np.sort(np.concatenate([np.abs(np.diff(side, 2)) for side in sides]))
    return bool(height > max(LEAST * peak, TALL * around) and len(usual) > 8 and rough > ROUGH * usual[-8])


def _expected(sound: Block, rate: int, spots: list[slice]) -> Iterator[tuple[slice, Block]]:
    """For each spot what prediction expects there."""
    around = int(1.5 * FRAME * rate / 2)
    for spot in spots:
        first, last = max(0, spot.start - around), min(len(sound), spot.stop + around)
        context = sound[first:last].copy()
        gap = slice(spot.start - first, spot.stop - first)
        before, behind = context[max(0, gap.start - 1)], context[min(len(context) - 1, gap.stop)]
        context[gap] = np.linspace(before, behind, gap.stop - gap.start)
        for _ in range(2):
            fill(context, gap, _order(rate))
        yield spot, context[gap]


def fill(context: Block, gap: slice, order: int) -> None:
    """Replace the gap by the samples that make the error of prediction least, given all others (Janssen's step)."""
    predictor = predictors((context * np.hanning(len(context) + 2)[1:-1])[None], order)[0]
    first = max(0, gap.start - order)
    part, hole = context[first:gap.stop + order], slice(gap.start - first, gap.stop - first)
    rows = np.arange(min(order, len(part)), len(part))
    lags = rows[:, None] - np.arange(len(part))[None]
    system = np.where((lags >= 0) & (lags <= order), predictor[np.clip(lags, 0, order)], 0.0)
    unknown, known = system[:, hole], system @ np.where(_inside(len(part), hole), 0.0, part)
    normal = unknown.T @ unknown + 1e-9 * np.eye(unknown.shape[1])
    context[gap] = np.linalg.solve(normal, -(unknown.T @ known))


def _inside(size: int, gap: slice) -> NDArray[np.bool_]:
    inside = np.zeros(size, bool)
    inside[gap] = True
    return inside
