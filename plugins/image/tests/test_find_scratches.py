"""Scratches are found by a net that travels with the plugin, or one of one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import entai
from entai import EntaiError, Image
from entai_image.degrade.masks import scratches, worn
from entai_image.demo_photos import photograph
from entai_image.enhancement.made_up import pictures as made_up
from entai_image.enhancement.subpixels import unfold
from entai_image.inpainting.finder import Finder
from entai_image.inpainting.recipe import Scratches
from entai_image.inpainting.ridges import ridges
from entai_image.inpainting.scores import f1, of_finding
from entai_image.inpainting.scratched import Scratched
from entai_image.pictures import Pictures, split


@pytest.fixture(scope="module")
def finder() -> Finder:
    return entai.load("image-inpainting", "scratches").model


def test_scratches_are_found_and_better_than_by_ridges(finder: Finder) -> None:
    rows = []
    for seed, name in enumerate(("desert", "spices") * 2):
        harmed, where = scratches(photograph(name).rgb, np.random.default_rng(seed), 6)
        rows.append([f1(finder(Image.of(harmed)), where), f1(ridges(harmed.mean(2)), where)])
    ours, theirs = np.mean(rows, 0)
    assert ours > 0.7 and ours > theirs
    assert not finder(Image.of(np.full((60, 60), 0.5, np.float32))).any()
    assert not ridges(np.full((60, 60), 0.5, np.float32)).any()


def test_hairs_and_lines_are_found_too(finder: Finder) -> None:
    harmed, where = worn(photograph("desert").rgb, np.random.default_rng(1))
    assert f1(finder(Image.of(harmed)), where) > 0.6


@pytest.mark.parametrize("size", [(91, 130), (64, 64), (5, 7), (1, 1)])
def test_tiles_leave_no_seams(finder: Finder, size: tuple[int, int]) -> None:
    picture = scratches(photograph("spices").rgb[:size[0], :size[1]], np.random.default_rng(0))[0]
    tiled = replace(finder, tile=48).likely(picture)
    assert tiled.shape == size
    np.testing.assert_allclose(tiled, replace(finder, tile=4096).likely(picture), atol=1e-4)


def test_a_picture_is_searched_once_while_it_lives(finder: Finder) -> None:
    asked: list[int] = []
    counting = Finder(lambda pixels: asked.append(1) or finder.network(pixels), finder.radius, 0.5)
    picture = Image.of(photograph("spices").rgb[:64, :64])
    assert counting(picture) is counting(picture)
    once = len(asked)
    counting(Image.of(picture.pixels))
    assert len(asked) == 2 * once


def test_a_finder_of_ones_own_is_used() -> None:
    task = entai.load("image-inpainting", "scratches")
    everywhere = Finder(lambda pixels: np.full((*pixels.shape[:3], 4), -9, np.float32), 1, 0.5)
    photo = Image.of(scratches(photograph("desert").rgb, np.random.default_rng(0))[0])
    assert (task(photo, find="scratches").pixels != photo.pixels).any()
    assert np.array_equal(type(task)(task.spec, everywhere)(photo, find="scratches").pixels, photo.pixels)


def test_patches_are_scratched_where_it_is_said() -> None:
    data = Scratched(made_up(0).targets, 48)
    pixels, where = data.examples(np.arange(20), np.random.default_rng(1))
    assert (pixels.shape, where.shape) == ((20, 24, 24, 12), (20, 24, 24, 4))
    assert set(np.unique(where)) == {0, 1}
    again = data.examples(np.arange(20), np.random.default_rng(1))
    assert np.array_equal(pixels, again[0]) and np.array_equal(where, again[1])
    steps = np.abs(np.diff(unfold(pixels, 2).mean(3), axis=2))
    rims = np.abs(np.diff(unfold(where, 2)[..., 0], axis=2)) > 0
    assert steps[rims].mean() > 2 * steps[~rims].mean()


def test_what_is_measured_is_what_was_drawn(finder: Finder) -> None:
    held = split(made_up(0), 0).valid
    found = of_finding(finder, held).measured
    assert set(found) == {"F1 of scratches", "F1 of ridges"}
    harmed = np.array(held.targets[0])
    harmed[:, 40:43] = 255
    pairs = Pictures((held.targets[0],), (harmed,), ("one",))
    marked = Finder(lambda pixels: np.full((*pixels.shape[:3], 4), 9, np.float32), 1, 0.5)
    share = (harmed != held.targets[0]).any(2).mean()
    values = of_finding(marked, pairs).measured["F1 of scratches"].values
    assert values is not None and values[0] == pytest.approx(2 * share / (1 + share))


def test_a_patch_must_be_even() -> None:
    with pytest.raises(EntaiError, match="even"):
        Scratches(patch=33).examples(split(made_up(0), 0))


@pytest.mark.slow
def test_a_finder_can_be_trained(tmp_path: Path) -> None:
    for name, picture in zip(made_up(0).names, made_up(0).targets, strict=True):
        Image.of(picture).save(tmp_path / "pictures" / f"{name}.png")
    bundle = entai.train("image-inpainting", tmp_path / "pictures", tmp_path / "own", config={"width": 4, "patch": 32},
                         trainer={"epochs": 2, "steps_per_epoch": 3, "batch_size": 2, "precision": "float32"})
    assert "model.tflite" in bundle.manifest.files
    task = entai.load("image-inpainting", bundle.path)
    assert task(made_up(0).targets[0], find="scratches").pixels.shape == (96, 96, 3)
    assert set(entai.evaluate("image-inpainting", tmp_path / "pictures", bundle.path).metrics) == {
        "F1 of scratches", "F1 of ridges"}
