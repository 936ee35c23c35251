"""Metrics: vectorised, each with a plain reference in the tests.

A metric that is a mean returns the figure of each case, `(n,)`; one that is not takes case weights `(resamples, n)`,
so that the bootstrap costs one matrix product.
"""

from entai.metrics.bootstrap import measure_all
from entai.metrics.classification import accuracy, f1, log_loss, precision, recall, roc_auc
from entai.metrics.labels import measure_labels
from entai.metrics.ranking import (
    average_precision_at_k,
    coverage,
    diversity,
    hit_rate_at_k,
    ndcg_at_k,
    novelty,
    recall_at_k,
    reciprocal_rank_at_k,
)

__all__ = [
    "accuracy", "average_precision_at_k", "coverage", "diversity", "f1", "hit_rate_at_k", "log_loss", "measure_all",
    "measure_labels", "ndcg_at_k", "novelty", "precision", "recall", "recall_at_k", "reciprocal_rank_at_k", "roc_auc",
]
