"""Tiles of any picture give what the whole picture gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entai import Image
from entai_image.degrade import as_it_is, imresize
from entai_image.enhancement.pieces import Piece, assembled
from entai_image.enhancement.restorer import Restorer
from entai_image.enhancement.subpixels import fold, unfold
from entai_image.enhancement.turns import back, turned

RADIUS = 3


def blur(scale: int) -> Callable[[np.ndarray], np.ndarray]:
    """Stands for a network: each output depends on 7 x 7 pixels, past the edge there are zeros."""
    def run(pixels: np.ndarray) -> np.ndarray:
        padded = np.pad(pixels, ((0, 0), (RADIUS, RADIUS), (RADIUS, RADIUS), (0, 0)))
        height, width = pixels.shape[1:3]
        total = sum((1 + i + 3 * j) * padded[:, i:i + height, j:j + width] for i in range(7) for j in range(7))
        return np.concatenate([total / 100 * (1 + k) for k in range(scale * scale)], -1)

    return run


def through_tiles(restorer: Restorer, pixels: np.ndarray) -> np.ndarray:
    pieces = [Piece(0, restorer, tile, restorer.run(tile.pixels)) for tile in restorer.tiles(restorer.padded(pixels))]
    (image,) = assembled(pieces, [Image.of(pixels)], restorer.scale)
    return image.pixels


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.sampled_from([(1, 2), (1, 1), (2, 1), (4, 1)]), st.sampled_from([16, 32, 64]),
       st.sampled_from([1, 2, 8]))
def test_tiled_equals_whole(height: int, width: int, kind: tuple[int, int], tile: int, ensemble: int) -> None:
    scale, folded = kind
    restorer = Restorer(blur(scale), RADIUS, folded, scale, as_it_is, "nothing", tile, ensemble)
    pixels = np.random.default_rng(height * width).random((height, width, 3)).astype(np.float32)
    whole = restorer(pixels)
    assert whole.shape == (height * scale, width * scale, 3)
    assert np.abs(through_tiles(restorer, pixels) - whole).max() <= 1e-4


@given(st.integers(0, 7), st.integers(1, 6), st.integers(1, 6))
def test_every_turn_is_undone(way: int, height: int, width: int) -> None:
    picture = np.random.default_rng(0).random((height, width, 3)).astype(np.float32)
    assert np.array_equal(back(turned(picture, way), way), picture)


def test_the_eight_ways_differ() -> None:
    picture = np.arange(27, dtype=np.float32).reshape(3, 3, 3)
    assert len({turned(picture, way).tobytes() for way in range(8)}) == 8


def test_too_little_overlap_shows() -> None:
    """The law above can fail: with a radius that is too small there are seams."""
    restorer = Restorer(blur(1), 1, 1, 1, as_it_is, "nothing", 32)
    pixels = np.random.default_rng(0).random((90, 90, 3)).astype(np.float32)
    assert np.abs(through_tiles(restorer, pixels) - replace(restorer, radius=RADIUS)(pixels)).max() > 0.01


@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 5), st.integers(1, 4))
def test_unfold_undoes_fold(factor: int, height: int, width: int, channels: int) -> None:
    pixels = np.random.default_rng(0).random((2, height * factor, width * factor, channels))
    folded = fold(pixels, factor)
    assert folded.shape == (2, height, width, channels * factor**2)
    assert np.array_equal(unfold(folded, factor), pixels)
    assert np.array_equal(folded[0, 0, 0], pixels[0, :factor, :factor].ravel())


@pytest.mark.parametrize("size", [(6, 8), (5, 7)])
def test_the_network_is_not_needed_for_a_plain_enlargement(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(1).random((*size, 3)).astype(np.float32)
    plain = Restorer(blur(2), RADIUS, 1, 2, as_it_is, "nothing").plain(pixels)
    assert np.array_equal(plain, imresize(pixels, 2 * size[0], 2 * size[1]))
