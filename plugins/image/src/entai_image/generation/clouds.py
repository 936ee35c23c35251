"""How far two clouds of figures are apart: the Fréchet distance (Dowson and Landau, 1982; Heusel et al., 2017, "FID")."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Cloud = NDArray[np.float64]


def frechet_distance(one: Cloud, other: Cloud, weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Each cloud is taken as normal, with its mean and its whole covariance.

    Args:
        one: `(n, figures)`.
        other: Of several cases as many each, `(cases, each, figures)`.
        weights: How much each case of the other counts, `(resamples, cases)`; without them, all the same, once.

    Returns:
        `(resamples,)`: the squared distance of the means, and the trace of what the covariances differ by,
        `one + other - 2 * sqrt(one @ other)`.
    """
    weights = np.ones((1, len(other))) if weights is None else weights
    share = weights / weights.sum(1, keepdims=True)
    means = share @ other.mean(1)
    moments = np.einsum("cef,ceg->cfg", other, other) / other.shape[1]
    covariances = np.einsum("rc,cfg->rfg", share, moments) - means[:, :, None] * means[:, None, :]
    root = _root(np.cov(one.T, bias=True))
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ covariances @ root), 0)).sum(1)
    spread = np.trace(root @ root) + np.trace(covariances, axis1=1, axis2=2) - 2 * shared
    return np.asarray(((means - one.mean(0)) ** 2).sum(1) + spread)


def _root(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The symmetric square root."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)
