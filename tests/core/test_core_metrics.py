"""Every metric against scikit-learn, or against a loop that a reader can check by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from core_toolbox import law
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import metrics as sk

from entai import metrics as ours

TOLERANCE = 1e-9
seeds = st.integers(0, 2**32 - 1)


@st.composite
def classes(draw, most: int = 4):
    n, k = draw(st.integers(1, 30)), draw(st.integers(2, most))
    some = arrays(np.int64, n, elements=st.integers(0, k - 1))
    return draw(some), draw(some)


@st.composite
def labels(draw):
    shape = draw(st.tuples(st.integers(1, 20), st.integers(1, 5)))
    bits = st.integers(0, 1)
    return draw(arrays(np.int64, shape, elements=bits)), draw(arrays(np.int64, shape, elements=bits))


@st.composite
def lists(draw):
    """Hits `(n, depth)` and how many items are relevant, never fewer than were hit."""
    n, depth = draw(st.integers(1, 8)), draw(st.integers(1, 12))
    hits = draw(arrays(np.bool_, (n, depth)))
    more = draw(arrays(np.int64, n, elements=st.integers(0, 6)))
    return hits, hits.sum(1) + more, draw(st.integers(1, 15))


SCORES: dict[str, tuple[Callable, Callable]] = {
    "precision": (ours.precision, sk.precision_score),
    "recall": (ours.recall, sk.recall_score),
    "f1": (ours.f1, sk.f1_score),
}


@law
@given(classes())
def test_accuracy(pair):
    assert ours.accuracy(*pair).mean() == pytest.approx(sk.accuracy_score(*pair))


@law
@given(labels())
def test_accuracy_of_many_labels(pair):
    assert ours.accuracy(*pair).mean() == pytest.approx(np.mean([list(a) == list(b) for a, b in zip(*pair, strict=True)]))


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("average", ["macro", "micro"])
@law
@given(pair=classes())
def test_many_classes(name, average, pair):
    mine, theirs = SCORES[name]
    assert mine(*pair, average)[0] == pytest.approx(theirs(*pair, average=average, zero_division=0), abs=TOLERANCE)


@pytest.mark.parametrize("name", SCORES)
@law
@given(pair=classes(most=2))
def test_two_classes(name, pair):
    mine, theirs = SCORES[name]
    assert mine(*pair)[0] == pytest.approx(theirs(*pair, average="binary", zero_division=0), abs=TOLERANCE)


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("average", ["macro", "micro"])
@law
@given(pair=labels())
def test_many_labels(name, average, pair):
    assume(pair[0].shape[1] > 1)  # scikit-learn takes one column for a single label
    mine, theirs = SCORES[name]
    assert mine(*pair, average)[0] == pytest.approx(theirs(*pair, average=average, zero_division=0), abs=TOLERANCE)


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("average", ["binary", "macro", "micro"])
@law
@given(pair=classes(), seed=seeds)
def test_case_weights_are_repeated_cases(name, average, pair, seed):
    """The bootstrap's statistic on weights is the statistic on the cases drawn."""
    mine, n = SCORES[name][0], len(pair[0])
    drawn = np.random.default_rng(seed).integers(0, n, (3, n))
    weights = np.stack([np.bincount(row, minlength=n) for row in drawn])
    expected = [mine(pair[0][row], pair[1][row], average)[0] for row in drawn]
    assert mine(*pair, average, weights) == pytest.approx(expected, abs=TOLERANCE)


@law
@given(seeds, st.integers(2, 5), st.integers(1, 20))
def test_log_loss(seed, k, n):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(k), n)
    true = rng.integers(0, k, n)
    assert ours.log_loss(true, p).mean() == pytest.approx(sk.log_loss(true, p, labels=range(k)), rel=1e-6)


@law
@given(seeds, st.integers(1, 5), st.integers(1, 20))
def test_log_loss_of_many_labels(seed, k, n):
    rng = np.random.default_rng(seed)
    p, true = rng.random((n, k)), rng.integers(0, 2, (n, k))
    expected = [[-math.log(p[i, j] if true[i, j] else 1 - p[i, j]) for j in range(k)] for i in range(n)]
    assert ours.log_loss(true, p) == pytest.approx(np.mean(expected, 1))


def test_log_loss_of_a_certain_mistake_is_finite():
    assert np.isfinite(ours.log_loss([0], [[0.0, 1.0]])).all()
    assert np.isfinite(ours.log_loss([[1, 0]], [[0.0, 1.0]])).all()


@st.composite
def scored(draw):
    n = draw(st.integers(2, 25))
    true = draw(arrays(np.int64, n, elements=st.integers(0, 1)))
    assume(0 < true.sum() < n)
    return true, draw(arrays(np.float64, n, elements=st.integers(0, 5).map(lambda tie: tie / 5)))


@law
@given(scored())
def test_roc_auc_with_ties(pair):
    assert ours.roc_auc(*pair)[0] == pytest.approx(sk.roc_auc_score(*pair), abs=TOLERANCE)


@law
@given(scored(), seeds)
def test_roc_auc_with_weights(pair, seed):
    weights = np.random.default_rng(seed).integers(0, 4, (4, len(pair[0])))
    for row, figure in zip(weights, ours.roc_auc(*pair, weights), strict=True):
        if len(set(pair[0][row > 0])) < 2:
            assert np.isnan(figure)
        else:
            assert figure == pytest.approx(sk.roc_auc_score(*pair, sample_weight=row), abs=TOLERANCE)


@law
@given(lists())
def test_ranking_metrics(case):
    hits, relevant, k = case
    for index, row in enumerate(hits):
        first, many = [bool(hit) for hit in row[:k]], int(relevant[index])
        ranks = [rank for rank, hit in enumerate(first, 1) if hit]
        gain = sum(1 / math.log2(rank + 1) for rank in ranks)
        best = sum(1 / math.log2(rank + 1) for rank in range(1, min(many, k) + 1))
        precisions = [sum(r <= rank for r in ranks) / rank for rank in ranks]
        assert ours.hit_rate_at_k(hits, k)[index] == float(bool(ranks))
        assert ours.recall_at_k(hits, relevant, k)[index] == pytest.approx(len(ranks) / max(1, many))
        assert ours.reciprocal_rank_at_k(hits, k)[index] == pytest.approx(1 / ranks[0] if ranks else 0)
        assert ours.ndcg_at_k(hits, relevant, k)[index] == pytest.approx(gain / best if many else 0)
        assert ours.average_precision_at_k(hits, relevant, k)[index] == pytest.approx(sum(precisions) / max(1, min(many, k)))


@law
@given(seeds, st.integers(1, 10))
def test_ndcg_agrees_with_scikit_learn(seed, k):
    rng = np.random.default_rng(seed)
    relevance, scores = rng.integers(0, 2, (4, 12)), rng.random((4, 12))
    hits = np.take_along_axis(relevance, np.argsort(-scores, 1), 1)
    assert ours.ndcg_at_k(hits, relevance.sum(1), k).mean() == pytest.approx(sk.ndcg_score(relevance, scores, k=k))


def test_ndcg_takes_counts_of_any_number_type():
    assert ours.ndcg_at_k([[0, 1]], np.ones(1), 2)[0] == pytest.approx(1 / math.log2(3))


@st.composite
def recommended(draw):
    n_items = draw(st.integers(2, 10))
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, n_items)))
    rng = np.random.default_rng(draw(seeds))
    found = np.stack([rng.permutation(n_items)[:shape[1]] for _ in range(shape[0])])
    short = rng.integers(0, shape[1] + 1, shape[0])
    return np.where(np.arange(shape[1]) < short[:, None], found, -1), n_items, rng


@law
@given(recommended())
def test_coverage(case):
    found, n_items, _ = case
    assert ours.coverage(found, n_items).mean() == pytest.approx(len({int(i) for i in found.ravel()} - {-1}) / n_items)


@law
@given(recommended())
def test_novelty(case):
    found, n_items, rng = case
    share = rng.uniform(0.01, 1, n_items)
    for row, figure in zip(found, ours.novelty(found, share), strict=True):
        bits = [-math.log2(share[item]) for item in row if item >= 0]
        assert figure == pytest.approx(sum(bits) / len(bits) if bits else 0)


@law
@given(recommended())
def test_diversity(case):
    found, n_items, rng = case
    features = rng.integers(0, 2, (n_items, 4))
    for row, figure in zip(found, ours.diversity(found, features), strict=True):
        items = [item for item in row if item >= 0]
        distances = []
        for a in items:
            for b in items:
                if a != b:
                    either = (features[a] | features[b]).sum()
                    distances.append(1 - (features[a] & features[b]).sum() / either if either else 1.0)
        assert figure == pytest.approx(np.mean(distances) if distances else 0, abs=1e-6)
