"""Metrics of classification, for one label or many.

Truth and prediction are class numbers `(n,)` or, for many labels, zeros and ones `(n, classes)`. Where nothing was
predicted (or nothing is true), precision (or recall) counts as 0.
"""

from __future__ import annotations

from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

Average = Literal["binary", "macro", "micro"]
Floats = NDArray[np.float64]


def accuracy(true: Any, predicted: Any) -> Floats:
    """1 for each case that is right; with many labels, right in all of them; `(n,)`."""
    true, predicted = np.asarray(true), np.asarray(predicted)
    right = true == predicted
    return cast(Floats, (right if right.ndim == 1 else right.all(1)).astype(np.float64))


def log_loss(true: Any, probabilities: Any, floor: float = 1e-15) -> Floats:
    """Minus the log of the probability given to the truth, in nats, of each case; `(n,)`.

    Args:
        true: Class numbers `(n,)`, or labels `(n, classes)`.
        probabilities: `(n, classes)`; each row sums to 1, but for labels, which are independent and averaged.
        floor: Probabilities are kept this far from 0 and 1.
    """
    true, p = np.asarray(true), np.clip(np.asarray(probabilities, np.float64), floor, 1 - floor)
    if true.ndim == 2:
        return cast(Floats, -(true * np.log(p) + (1 - true) * np.log1p(-p)).mean(1))
    return cast(Floats, -np.log(p[np.arange(len(true)), true] / p.sum(1)))


def precision(true: Any, predicted: Any, average: Average = "binary", weights: Any = None) -> Floats:
    """The share of what was predicted that is true, for each row of case weights; `(1,)` without weights."""
    tp, fp, fn = _counts(true, predicted, average, weights)
    return _mean(_ratio(tp, tp + fp), tp + fp + fn, true)


def recall(true: Any, predicted: Any, average: Average = "binary", weights: Any = None) -> Floats:
    """The share of what is true that was predicted, for each row of case weights; `(1,)` without weights."""
    tp, fp, fn = _counts(true, predicted, average, weights)
    return _mean(_ratio(tp, tp + fn), tp + fp + fn, true)


def f1(true: Any, predicted: Any, average: Average = "binary", weights: Any = None) -> Floats:
    """The harmonic mean of precision and recall, for each row of case weights; `(1,)` without weights."""
    tp, fp, fn = _counts(true, predicted, average, weights)
    return _mean(_ratio(2 * tp, 2 * tp + fp + fn), tp + fp + fn, true)


def roc_auc(true: Any, scores: Any, weights: Any = None) -> Floats:
    """The chance that a positive case scores above a negative one, ties counting half (Mann-Whitney U).

    Args:
        true: Zeros and ones, `(n,)`.
        scores: Any numbers, `(n,)`.
        weights: Case weights, `(resamples, n)`; a resample without one of both classes gives NaN.
    """
    true, scores = np.asarray(true, np.float64), np.asarray(scores)
    weights = np.ones((1, len(true))) if weights is None else np.asarray(weights, np.float64)
    _, group = np.unique(scores, return_inverse=True)
    starts = np.flatnonzero(np.diff(np.sort(group), prepend=-1))
    order = np.argsort(group, kind="stable")
    positive = np.add.reduceat((weights * true)[:, order], starts, axis=1)
    negative = np.add.reduceat((weights * (1 - true))[:, order], starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative
    wins = (positive * (below + negative / 2)).sum(1)
    pairs = positive.sum(1) * negative.sum(1)
    return np.asarray(np.divide(wins, pairs, out=np.full(len(wins), np.nan), where=pairs > 0))


def _counts(true: Any, predicted: Any, average: Average, weights: Any) -> tuple[Floats, Floats, Floats]:
    """Weighted true positives, false positives and false negatives, `(resamples, classes)`."""
    true, predicted = _one_hot(true, predicted, average)
    weights = np.ones((1, len(true))) if weights is None else np.asarray(weights, np.float64)
    tp = weights @ (true * predicted)
    fp, fn = weights @ predicted - tp, weights @ true - tp
    if average == "micro":
        tp, fp, fn = (count.sum(1, keepdims=True) for count in (tp, fp, fn))
    return tp, fp, fn


def _one_hot(true: Any, predicted: Any, average: Average) -> tuple[Floats, Floats]:
    true, predicted = np.asarray(true), np.asarray(predicted)
    if true.ndim == 2:
        return true.astype(np.float64), predicted.astype(np.float64)
    classes = np.array([1]) if average == "binary" else np.unique(np.concatenate([true, predicted]))
    return ((true[:, None] == classes).astype(np.float64), (predicted[:, None] == classes).astype(np.float64))


def _mean(ratios: Floats, events: Floats, true: Any) -> Floats:
    """Over the classes. A class that a resample neither holds nor is predicted in does not count; a label always does."""
    counts = np.ones_like(events) if np.ndim(true) == 2 else (events > 0).astype(np.float64)
    return cast(Floats, (ratios * counts).sum(1) / np.maximum(1, counts.sum(1)))


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.zeros_like(above), where=below > 0))
