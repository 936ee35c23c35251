"""image-generation through the library and the command line, and laws of what it is made of."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import entai
from entai import EntaiError, Image
from entai_image.generation.features import crops_of, features, frechet
from entai_image.generation.materials import materials
from entai_image.generation.phases import phase_noise
from entai_image.generation.quilting import quilt
from entai_image.generation.seams import keep_new, vertical_cut


@pytest.fixture(scope="module")
def grow():
    return entai.load("image-generation")


@pytest.fixture(scope="module")
def cells() -> np.ndarray:
    return materials(6)[2][:64, :64]


@pytest.mark.parametrize("size", [(96, 80), (30, 200), (8, 8), (65, 64)])
def test_any_size_is_grown(grow, cells: np.ndarray, size: tuple[int, int]) -> None:
    grown = grow(cells, width=size[0], height=size[1], patch=16)
    assert (grown.width, grown.height) == size and grown.alpha is None
    assert abs(float(grown.pixels.mean() - cells.mean())) < 0.12


def test_same_seed_same_texture(grow, cells: np.ndarray) -> None:
    first, again, other = (grow(cells, width=64, height=64, patch=16, seed=seed).pixels for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).mean() > 0.01


def test_every_pixel_comes_from_the_example(cells: np.ndarray) -> None:
    """But for the softened seams: nearly all pixels of one pass are some pixel of the example, exactly."""
    grown = quilt(cells, 60, 60, 20, 1, 0)
    known = {tuple(pixel) for pixel in cells.reshape(-1, 3).tolist()}
    assert np.mean([tuple(pixel) in known for pixel in grown.reshape(-1, 3).tolist()]) > 0.6


def test_seams_show_less_than_a_plain_mosaic(cells: np.ndarray) -> None:
    grown = quilt(cells, 160, 160, 24, 2, 0)
    rng = np.random.default_rng(0)
    tiles = [cells[y:y + 20, x:x + 20] for y, x in rng.integers(0, 44, (64, 2))]
    mosaic = np.vstack([np.hstack(tiles[row * 8:row * 8 + 8]) for row in range(8)])
    jump = [float(np.abs(np.diff(picture, axis=1)).max(2).mean()) for picture in (cells, grown, mosaic)]
    assert abs(jump[1] - jump[0]) < 0.5 * abs(jump[2] - jump[0]) + 0.005


def test_a_grid_shows_several_seeds(grow, cells: np.ndarray) -> None:
    grid = grow(cells, width=40, height=32, count=3, patch=16, seed=5)
    assert (grid.width, grid.height) == (88, 72)
    np.testing.assert_array_equal(grid.pixels[:32, :40], grow(cells, width=40, height=32, patch=16, seed=5).pixels)
    np.testing.assert_array_equal(grid.pixels[:32, 48:], grow(cells, width=40, height=32, patch=16, seed=6).pixels)
    assert (grid.pixels[40:, 48:] == 1).all()


def test_noise_has_the_examples_colour_and_contrast(grow) -> None:
    example = np.clip(np.random.default_rng(0).normal((0.3, 0.5, 0.6), 0.08, (96, 96, 3)), 0, 1).astype(np.float32)
    noise = grow(example, width=128, height=100, method="noise").pixels
    np.testing.assert_allclose(noise.mean((0, 1)), example.mean((0, 1)), atol=0.01)
    np.testing.assert_allclose(noise.std((0, 1)), example.std((0, 1)), rtol=0.2)


def test_by_the_command_line(tmp_path: Path, cells: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    from entai.cli.main import main

    Image.of(cells).save(tmp_path / "cells.png")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        main(["run", "image-generation", "cells.png", "-o", "wall.png", "--set", "width=70", "--set", "height=50",
              "--set", "patch=16", "--seed", "3"])
    assert stop.value.code == 0
    expected = entai.load("image-generation")("cells.png", width=70, height=50, patch=16, seed=3)
    np.testing.assert_array_equal(Image.read(Path("wall.png")).quantised(), expected.quantised())


@pytest.mark.parametrize(("options", "words"), [
    ({"width": 4}, "between 8"), ({"count": 0}, "between 1"), ({"patch": 3}, "between 8"), ({"method": "dream"}, "one of quilt"),
    ({"width": 9000, "height": 9000}, "more than 25"), ({"seed": -1}, "between 0"),
])
def test_wrong_options_are_told(grow, cells: np.ndarray, options: dict[str, object], words: str) -> None:
    with pytest.raises(EntaiError, match=words):
        grow(cells, **options)


def test_an_example_that_is_too_small_is_told(grow) -> None:
    with pytest.raises(EntaiError, match="an example takes 8 pixels"):
        grow(np.zeros((7, 90, 3), np.float32))


@pytest.mark.parametrize("example", [np.zeros((8, 8), np.uint8), np.full((12, 9, 4), 255, np.uint8),
                                     np.ones((40, 8, 3), np.float32)])
def test_flat_grey_and_clear_examples_are_no_fault(grow, example: np.ndarray) -> None:
    assert grow(example, width=20, height=20).pixels.shape == (20, 20, 3)


def test_measured_beside_gaussian_textures_and_the_examples(grow) -> None:
    from entai_image.pictures import Pictures

    data = Pictures.of([Image.of(materials(seed)[2]) for seed in (1, 2)])
    from entai.metrics import measure_all

    split = type(grow).split(data, 0)
    found = measure_all(grow.measure(split, "test").measured, seed=0)
    assert found["Fréchet distance"].value < 0.5 * found["of Gaussian textures"].value
    small = Pictures.of([Image.of(np.zeros((64, 100, 3), np.float32))])
    with pytest.raises(EntaiError, match="too small to be halved"):
        grow.measure(type(grow).split(small, 0), "test")


def test_the_demo_shows_materials_and_skies() -> None:
    from entai_image.generation.task import ImageGeneration

    shown = list(ImageGeneration.demo())
    assert [len(exhibit.values) for exhibit in shown] == [2, 2, 1]


def test_the_reason_shows_example_and_texture(grow, cells: np.ndarray) -> None:
    why = entai.explain("image-generation", cells, width=40, height=40, patch=16)
    assert len(why.values) == 2 and "piece by piece" in why.text


@given(st.integers(1, 12), st.integers(1, 8), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_a_cut_is_connected_and_none_is_cheaper(height: int, width: int, seed: int) -> None:
    cost = np.random.default_rng(seed).random((height, width)).astype(np.float32)
    path = vertical_cut(cost)
    assert (np.abs(np.diff(path)) <= 1).all()
    best = cost[0].astype(float)
    for row in cost[1:]:
        padded = np.pad(best, 1, constant_values=np.inf)
        best = row + np.minimum(np.minimum(padded[:-2], padded[1:-1]), padded[2:])
    assert cost[np.arange(height), path].sum() == pytest.approx(best.min(), rel=1e-5)


def test_a_new_piece_takes_all_but_the_overlaps() -> None:
    rng = np.random.default_rng(0)
    old, new = rng.random((2, 16, 16, 3), np.float32)
    share = keep_new(old, new, 4, 5)
    assert (share[5:, 4:] == 1).all() and share[0, 0] < 1 and share.min() >= 0
    assert (keep_new(old, new, 0, 0) == 1).all()


def test_the_distance_is_a_distance() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pebbles, planks, cells = (features(crops_of(material)) for material in materials(0))
    assert frechet(pebbles, pebbles) == 0 and frechet(pebbles, planks) == pytest.approx(frechet(planks, pebbles))
    other = features(crops_of(phase_noise(materials(0)[2], 256, 256, 1)))
    half = [features(crops_of(materials(0)[2][:, part])) for part in (slice(0, 128), slice(128, 256))]
    assert frechet(*half) < 0.5 * frechet(cells, other), "a Gaussian texture is told from one with edges"
