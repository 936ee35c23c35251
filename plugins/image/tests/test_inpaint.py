"""Holes are filled, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

import entai
from entai import EntaiError, Image
from entai_image.degrade.masks import strokes
from entai_image.demo_photos import photograph
from entai_image.inpainting import membrane
from entai_image.inpainting.telea import telea
from entai_image.measures import psnr

PHOTO = photograph("desert").quantised()[100:228, 100:260]
inpaint = entai.load("image-inpainting")


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 24), st.integers(2, 24), st.integers(0, 999))
def test_what_is_not_in_the_hole_stays(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    pixels, hole = rng.random((height, width, 3)).astype(np.float32), rng.random((height, width)) < 0.4
    hole[0, 0], hole[-1, -1] = False, True
    filled = membrane.fill(pixels, hole)
    assert np.array_equal(filled[~hole], pixels[~hole])
    assert filled[hole].min() >= pixels[~hole].min() - 1e-6
    assert filled[hole].max() <= pixels[~hole].max() + 1e-6


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1))
@settings(max_examples=25, deadline=None)
def test_a_slope_goes_on_through_the_hole(across: float, down: float, level: float) -> None:
    rows, columns = np.mgrid[:20, :24] / 24
    slope = (level + across * columns + down * rows).astype(np.float32)[..., None]
    hole = np.zeros((20, 24), bool)
    hole[6:13, 8:15] = True
    assert np.abs(membrane.fill(np.where(hole[..., None], 9, slope).astype(np.float32), hole) - slope).max() < 1e-3


def test_better_than_telea_on_a_photograph() -> None:
    photo = photograph("spices").quantised()
    hole = strokes(*photo.shape[:2], np.random.default_rng(1))
    harmed = np.where(hole[..., None], 0, photo / np.float32(255)).astype(np.float32)
    ours, theirs = (psnr(np.round(fill(harmed, hole) * 255)[hole][None], photo[hole][None]) for fill in (membrane.fill, telea))
    assert ours > theirs + 0.3


def test_a_large_hole_is_filled_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = PHOTO / np.float32(255)
    hole = strokes(*pixels.shape[:2], np.random.default_rng(1))
    whole = membrane.fill(pixels, hole)
    monkeypatch.setattr(membrane, "LARGEST", 100)
    monkeypatch.setattr(membrane, "SIDE", 64)
    parts = membrane.fill(pixels, hole)
    assert np.array_equal(parts[~hole], pixels[~hole])
    assert psnr(parts[hole][None] * 255, whole[hole][None] * 255) > 35


def test_mask_box_and_colour_say_the_same(tmp_path: Path) -> None:
    harmed = PHOTO.copy()
    harmed[20:30, 40:60] = (255, 0, 255)
    mask = np.zeros(PHOTO.shape[:2], np.uint8)
    mask[20:30, 40:60] = 255
    Pillow.fromarray(mask).save(tmp_path / "mask.png")
    by_mask = inpaint(harmed, mask=tmp_path / "mask.png").quantised()
    assert np.array_equal(inpaint(harmed, box="40,20,20,10").quantised(), by_mask)
    by_colour = inpaint(harmed, colour="#ff00ff").quantised()
    assert (by_colour[20:30, 40:60] != (255, 0, 255)).any(2).all()
    assert np.array_equal(by_colour[40:], harmed[40:])
    grown = inpaint(harmed, box="40,20,20,10", grow=3).quantised()
    assert (grown[17, 45] != harmed[17, 45]).any()


def test_alpha_depth_and_grey_are_kept(tmp_path: Path) -> None:
    deep = np.random.default_rng(0).integers(0, 65536, (20, 20, 2), np.uint16)
    Image.of(deep).save(tmp_path / "deep.png")
    result = inpaint(tmp_path / "deep.png", box="5,5,4,4")
    assert (result.bits, result.suffix, result.pixels.shape) == (16, ".png", (20, 20, 1))
    assert np.array_equal(result.quantised(16)[..., 1], deep[..., 1])
    assert np.array_equal(result.quantised(16)[12:], deep[12:])


def test_where_the_hole_is_must_be_said_well(tmp_path: Path) -> None:
    Pillow.new("L", (9, 9), 255).save(tmp_path / "small.png")
    height, width = PHOTO.shape[:2]
    Pillow.new("L", (width, height), 255).save(tmp_path / "all.png")
    for why, options in {"say where the hole is": {}, "must be of one size": {"mask": tmp_path / "small.png"},
                         "the hole is all": {"mask": tmp_path / "all.png"}, "can't be read": {"mask": tmp_path / "none.png"},
                         "does not lie in": {"box": "150,100,90,90"}, "is x,y,width,height": {"box": "a,b"},
                         "#rrggbb": {"colour": "pink"}, "one of scratches": {"find": "faces"}}.items():
        with pytest.raises(EntaiError, match=why):
            inpaint(PHOTO, **options)


def test_an_empty_mask_changes_nothing(tmp_path: Path) -> None:
    Pillow.new("L", PHOTO.shape[1::-1], 0).save(tmp_path / "none.png")
    assert np.array_equal(inpaint(PHOTO, mask=tmp_path / "none.png").quantised(), PHOTO)


def test_it_says_where_the_hole_was() -> None:
    why = entai.explain("image-inpainting", PHOTO, box="40,20,20,10")
    assert "1.0%" in why.text
    assert "type='range'" in why._repr_html_()
