"""Laws of the pieces that keying is made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entai_image.keying.chroma import chroma, key_excess
from entai_image.keying.colours import Colours
from entai_image.keying.compose import covering, mixed
from entai_image.keying.composites import composite
from entai_image.keying.keyer import find_light
from entai_image.keying.light import to_display, to_linear
from entai_image.keying.screen import bare, find_key, surface
from entai_image.keying.smooth import spread_out, wiener
from entai_image.keying.subsampled import is_subsampled
from entai_image.keying.unmix import unmix

unit = st.floats(0, 1, width=32)
colours = st.tuples(unit, unit, unit).map(lambda three: np.array(three, np.float32))


@given(st.lists(unit, min_size=1, max_size=50))
def test_light_and_display_values_are_each_others_inverse(values: list[float]) -> None:
    value = np.array(values, np.float32)[None]
    np.testing.assert_allclose(to_display(to_linear(value)), value, atol=2e-3)
    exact = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    np.testing.assert_allclose(to_linear(value), exact, atol=2e-5)


@given(colours, st.floats(0, 1), st.integers(0, 2))
def test_grey_adds_nothing_to_the_key_and_the_key_all_of_its_chroma(colour: np.ndarray, grey: float, channel: int) -> None:
    direction = chroma(np.eye(3, dtype=np.float32)[channel])
    direction /= np.linalg.norm(direction)
    np.testing.assert_allclose(key_excess(np.full(3, grey, np.float32), direction), 0, atol=1e-3)
    np.testing.assert_allclose(key_excess(colour + np.float32(grey), direction), key_excess(colour, direction), atol=2e-3)
    np.testing.assert_allclose(key_excess(2 * direction, direction), 2, rtol=2e-3)


@settings(max_examples=50)
@given(colours, st.floats(0.05, 0.95), st.integers(0, 2**31))
def test_an_exact_mixture_is_taken_apart(screen: np.ndarray, alpha: float, seed: int) -> None:
    figure = np.mod(screen + 0.5, 1.0).astype(np.float32)
    seen = (alpha * figure + (1 - alpha) * screen)[None].astype(np.float32)
    known = Colours(figure[None], np.array([[1e-4, 1e-4, 1e-4, 0, 0, 0]], np.float32))
    found = unmix(seen, screen[None].astype(np.float32), known, np.array([0.5], np.float32), 1e-6)
    assert found.alpha[0] == pytest.approx(alpha, abs=0.02)


def test_mixing_is_exact_at_both_ends() -> None:
    rng = np.random.default_rng(0)
    figure, behind = rng.random((2, 8, 9, 3), np.float32)
    for linear in (False, True):
        np.testing.assert_allclose(mixed(figure, behind, np.ones((8, 9), np.float32), linear), figure, atol=2e-3)
        np.testing.assert_allclose(mixed(figure, behind, np.zeros((8, 9), np.float32), linear), behind, atol=2e-3)


@given(st.integers(1, 90), st.integers(1, 90), st.integers(1, 90), st.integers(1, 90))
@settings(max_examples=40, deadline=None)
def test_a_background_covers_any_size(height: int, width: int, own_height: int, own_width: int) -> None:
    assert covering(np.ones((own_height, own_width, 3), np.float32), height, width).shape == (height, width, 3)


def test_a_quadratic_light_is_found_behind_a_figure() -> None:
    y, x = np.mgrid[-1:1:120j, -1:1:160j].astype(np.float32)
    light = 1 - 0.15 * x + 0.1 * y - 0.2 * (x * x + y * y)
    true = (light[..., None] * np.array([0.1, 0.6, 0.2], np.float32)).astype(np.float32)
    seen = true.copy()
    seen[30:90, 60:110] = 0.5
    found = surface(seen, bare(seen, find_key(seen)))
    assert np.abs(found - true).max() < 0.01


def test_what_is_spread_keeps_what_is_known() -> None:
    rng = np.random.default_rng(0)
    values, weight = rng.random((40, 50, 3), np.float32), np.ones((40, 50), np.float32)
    np.testing.assert_allclose(spread_out(values, weight), values, atol=1e-5)
    weight[10:30, 10:30] = 0
    filled = spread_out(np.full_like(values, 0.3), weight)
    np.testing.assert_allclose(filled, 0.3, atol=1e-4)


def test_the_filter_keeps_edges_and_takes_noise() -> None:
    rng = np.random.default_rng(0)
    plane = np.where(np.arange(64)[None] < 32, 0, 1).repeat(64, 0).astype(np.float32)
    smooth = wiener(plane + rng.normal(0, 0.03, plane.shape).astype(np.float32), 0.03**2)
    assert smooth[:, :28].std() < 0.015 and smooth[:, 31].max() < 0.3 and smooth[:, 32].min() > 0.7


def test_halved_chroma_is_noticed() -> None:
    import io

    from PIL import Image as Pillow

    for seed in range(4):
        grain = np.random.default_rng(seed).normal(0, 0.015, (160, 160, 3)).astype(np.float32)
        picture = np.clip(composite(seed, 160).picture + grain, 0, 1)
        buffer = io.BytesIO()
        Pillow.fromarray(np.round(picture * 255).astype(np.uint8)).save(buffer, "JPEG", quality=85)
        jpeg = np.asarray(Pillow.open(buffer), np.float32) / 255
        assert [is_subsampled(one, bare(one, find_key(one))) for one in (picture, jpeg)] == [False, True]


def test_the_sort_of_light_is_mostly_found() -> None:
    made = [composite(seed, 192) for seed in range(100, 108)]
    right = [find_light(one.picture, find_key(one.picture)) == one.linear for one in made]
    assert sum(right) >= 5


def test_composites_follow_from_their_seed() -> None:
    first, again, other = composite(5, 64), composite(5, 64), composite(6, 64)
    np.testing.assert_array_equal(first.picture, again.picture)
    assert np.abs(first.picture - other.picture).max() > 0.1
    seen = mixed(first.figure, first.picture, first.alpha, linear=False)
    assert first.alpha.min() == 0 and first.alpha.max() == 1 and seen.shape == (64, 64, 3)
