"""Degradations are pure functions of a picture and a generator, and do what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entai_image.degrade import (
    Degradation,
    as_it_is,
    chain,
    eight_bits,
    either,
    gaussian_noise,
    imresize,
    jpeg,
    low_light,
    relit,
    shrink,
    uncovered_noise,
)
from entai_image.degrade.light import to_linear, to_srgb
from entai_image.degrade.masks import scratches, strokes

PICTURE = np.random.default_rng(0).random((32, 40, 3)).astype(np.float32)
ALL = {"noise": gaussian_noise(0, 55), "bits": eight_bits, "jpeg": jpeg(5, 90), "dark": low_light(), "half": shrink(2),
       "both": chain(gaussian_noise(5, 9), jpeg(20, 40)), "one": either(jpeg(5, 9), as_it_is),
       "uncovered": uncovered_noise((2, 4), (-4, -3), (-3.3, -2.7))}


@pytest.mark.parametrize("degrade", ALL.values(), ids=ALL)
def test_equal_generators_give_equal_pictures(degrade: Degradation) -> None:
    before = PICTURE.copy()
    first, second, other = (degrade(PICTURE, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, second)
    assert np.array_equal(PICTURE, before)
    assert first.dtype == np.float32
    assert degrade in (eight_bits, ALL["half"], ALL["one"]) or not np.array_equal(first, other)


def test_noise_has_the_strength_it_says() -> None:
    flat = np.full((200, 200, 3), 0.5, np.float32)
    flat[..., 0] = 0.4
    noise = (gaussian_noise(25, 25)(flat, np.random.default_rng(0)) - flat) * 255
    assert noise.std() == pytest.approx(25, rel=0.02)
    assert abs(np.corrcoef(noise[..., 0].ravel(), noise[..., 1].ravel())[0, 1]) < 0.02


def test_a_grey_picture_gets_grey_noise() -> None:
    noisy = gaussian_noise(25, 25)(np.full((20, 20, 3), 0.5, np.float32), np.random.default_rng(0))
    assert np.array_equal(noisy[..., 0], noisy[..., 2])


@given(st.integers(5, 20), st.integers(2, 4))
def test_a_flat_picture_stays_flat_at_any_size(side: int, factor: int) -> None:
    flat = np.full((side, side + 3, 3), 0.25, np.float32)
    for height, width in ((side * factor, side), (max(1, side // factor), side * 2)):
        assert np.allclose(imresize(flat, height, width), 0.25, atol=1e-5)


def test_bicubic_by_hand() -> None:
    """Half the size: MATLAB's weights of the eight nearest samples, -3 -9 29 111 111 29 -9 -3 over 256, mirrored."""
    row = np.random.default_rng(3).random(12).astype(np.float32)
    picture = np.repeat(row[None, :, None], 2, axis=0)
    weights = np.array([-3, -9, 29, 111, 111, 29, -9, -3]) / 256
    mirrored = np.concatenate([row[2::-1], row, row[:-4:-1]])
    expected = [float(mirrored[2 * i:2 * i + 8] @ weights) for i in range(6)]
    assert np.allclose(imresize(picture, 2, 6)[0, :, 0], expected, atol=1e-6)


def test_light_goes_there_and_back() -> None:
    assert np.allclose(to_srgb(to_linear(PICTURE)), PICTURE, atol=1e-5)
    dark = low_light((3, 3), (-12, -12), (-12, -12))(PICTURE * 0.9, np.random.default_rng(0))
    assert np.allclose(relit(dark, 3), PICTURE * 0.9, atol=2e-3)


def test_jpeg_of_low_quality_is_further_away() -> None:
    smooth = imresize(PICTURE[:8, :8], 32, 32)
    near, far = (np.abs(jpeg(q, q)(smooth, np.random.default_rng(0)) - smooth).mean() for q in (90, 5))
    assert near < far / 2


def test_masks_cover_what_they_say() -> None:
    assert 0.2 <= strokes(200, 300, np.random.default_rng(0)).mean() < 0.3
    scratched, where = scratches(PICTURE, np.random.default_rng(0))
    assert np.array_equal((scratched != PICTURE).any(2) | where, where)
