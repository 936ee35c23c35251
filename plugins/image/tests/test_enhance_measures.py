"""Metrics of pictures against plain references."""

from __future__ import annotations

import numpy as np
import pytest

from entai_image.measures import BEST, luma, psnr, ssim

A, B = np.random.default_rng(0).integers(0, 256, (2, 24, 30, 3), dtype=np.uint8)


def test_psnr_is_its_formula() -> None:
    error = sum((float(a) - float(b)) ** 2 for a, b in zip(A.ravel(), B.ravel(), strict=True)) / A.size
    assert psnr(A, B) == pytest.approx(10 * np.log10(255**2 / error))
    assert psnr(A, A) == BEST
    assert psnr(A, B, border=3) == pytest.approx(psnr(A[3:-3, 3:-3], B[3:-3, 3:-3]))


def test_ssim_is_its_formula() -> None:
    offsets = np.arange(11) - 5
    line = np.exp(-(offsets**2) / (2 * 1.5**2))
    window = np.outer(line, line) / line.sum() ** 2
    values = []
    for channel in range(3):
        for y in range(24 - 10):
            for x in range(30 - 10):
                a, b = (side[y:y + 11, x:x + 11, channel].astype(float) for side in (A, B))
                ma, mb = (window * a).sum(), (window * b).sum()
                va, vb, both = (window * a * a).sum() - ma**2, (window * b * b).sum() - mb**2, (window * a * b).sum() - ma * mb
                c1, c2 = 6.5025, 58.5225
                values.append((2 * ma * mb + c1) * (2 * both + c2) / ((ma**2 + mb**2 + c1) * (va + vb + c2)))
    assert ssim(A, B) == pytest.approx(np.mean(values), abs=1e-6)
    assert ssim(A, A) == pytest.approx(1)
    assert ssim(A[:5, :5], A[:5, :5]) == pytest.approx(1)


def test_luma_of_black_and_white() -> None:
    assert luma(np.array([[[0, 0, 0], [255, 255, 255]]], np.uint8)) == pytest.approx(np.array([[16, 235]]), abs=0.01)
