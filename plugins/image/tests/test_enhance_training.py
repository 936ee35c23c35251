"""Restorers are trained on folders of pictures; the smallest of them, for a moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import entai
from entai import EntaiError, Image, State
from entai_image.degrade import jpeg, shrink
from entai_image.enhancement.enlarge import begin_from
from entai_image.enhancement.exposure import lacking, learn
from entai_image.enhancement.made_up import pictures as made_up
from entai_image.enhancement.patches import Patches
from entai_image.enhancement.recipes import Denoise, UpscaleX4
from entai_image.enhancement.subpixels import unfold
from entai_image.pictures import Pictures, split

TINY = {"width": 4, "pairs": 1, "patch": 32}
QUICK = {"epochs": 2, "steps_per_epoch": 3, "batch_size": 2, "precision": "float32"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pictures")
    for name, picture in zip(made_up(0).names, made_up(0).targets, strict=True):
        Image.of(picture).save(place / f"{name}.png")
    return place


@pytest.mark.slow
def test_training_makes_a_bundle_that_runs(folder: Path, tmp_path: Path) -> None:
    bundle = entai.train("image-enhancement", folder, tmp_path / "x2", "upscale-x2", config=TINY, trainer=QUICK)
    task = entai.load("image-enhancement", bundle.path)
    assert bundle.manifest.notes["parameters"] > 0
    assert all(array["dtype"] == "<f2" for array in bundle.manifest.arrays)
    assert "model.tflite" in bundle.manifest.files
    assert task(np.zeros((9, 7, 3), np.uint8)).pixels.shape == (18, 14, 3)
    again = entai.train("image-enhancement", folder, tmp_path / "x4", "upscale-x4", config=TINY, trainer=QUICK,
                        start=bundle.path)
    report = entai.evaluate("image-enhancement", folder, again.path)
    assert set(report.metrics) == {"PSNR", "PSNR before", "SSIM", "SSIM before"}
    assert not report.warnings


def test_batches_are_pairs_and_follow_from_the_generator() -> None:
    data = Patches(made_up(0).targets, shrink(2), 32, scale=2, folded=1)
    small, large = data.examples(np.arange(3), np.random.default_rng(1))
    assert (small.shape, large.shape) == ((3, 16, 16, 3), (3, 16, 16, 12))
    again = data.examples(np.arange(3), np.random.default_rng(1))
    assert np.array_equal(small, again[0])
    error = np.abs(small - unfold(large, 2).reshape(3, 16, 2, 16, 2, 3).mean((2, 4)))
    assert error.mean() < 0.02  # the small patch is of the same place


def test_small_pictures_and_grey_patches() -> None:
    data = Patches(made_up(0).targets[:2], jpeg(5, 9), 128, grey=1.0)
    harmed, clean = data.examples(np.arange(2), np.random.default_rng(0))
    assert clean.shape == (2, 64, 64, 12)
    assert np.array_equal(clean[..., 0], clean[..., 2])
    assert np.array_equal(harmed[..., 0], harmed[..., 2])


def test_a_fourfold_network_begins_as_the_twofold_one() -> None:
    rng = np.random.default_rng(0)
    older = State({"head": rng.random((3, 3, 3, 4)), "tail": rng.random((3, 3, 4, 12)), "bias": rng.random(12)})
    newer = begin_from(older, 4)
    two, four = (unfold(state.arrays["bias"].reshape(1, 1, -1), scale) for state, scale in ((older, 2), (newer, 4)))
    assert np.array_equal(two.repeat(2, 0).repeat(2, 1), four)
    assert newer.arrays["tail"].shape == (3, 3, 4, 48)
    with pytest.raises(EntaiError, match="can't begin from"):
        begin_from(older, 3)


def test_lost_stops_are_guessed_from_the_light() -> None:
    from entai_image.degrade import low_light
    from entai_image.demo_photos import photograph

    # One scene in many crops: how much light it lost is to be seen.
    photo = photograph("spices").quantised()
    weights = learn((photo,) * 10, (2, 5), (-4, -3.3), (-3.3, -2.7), seed=0)
    for lost in (2.5, 3.5, 4.5):
        dark = low_light((lost, lost))(photo / np.float32(255), np.random.default_rng(1))
        assert lacking(dark, weights) == pytest.approx(lost, abs=0.4)


def test_folders_are_read_with_care(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EntaiError, match="holds no pictures"):
        Pictures.read(tmp_path / "empty")
    with pytest.raises(EntaiError, match=r"more than 0\.1 million"):
        Pictures.read(folder, max_megapixels=0.1)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.png").write_text("no picture")
    with pytest.raises(EntaiError, match=r"a\.png is no picture"):
        Pictures.read(tmp_path / "bad")
    with pytest.raises(EntaiError, match="no folder of pictures"):
        Pictures.read(folder / "made-up-0.png")
    with pytest.raises(EntaiError, match="takes ten"):
        split(Pictures.of([np.zeros((8, 8, 3), np.uint8)]), 0)
    for name in ("input", "target"):
        (tmp_path / "pairs" / name).mkdir(parents=True)
        Image.of(np.zeros((8, 8, 3), np.uint8)).save(tmp_path / "pairs" / name / f"{name[0]}.png")
    with pytest.raises(EntaiError, match="same names"):
        Pictures.read(tmp_path / "pairs")


def test_patches_that_do_not_fold_are_refused() -> None:
    whole = split(made_up(0), 0)
    with pytest.raises(EntaiError, match="multiple of 2"):
        Denoise(patch=33).examples(whole)
    with pytest.raises(EntaiError, match="multiple of 4"):
        UpscaleX4(patch=66).examples(whole)
