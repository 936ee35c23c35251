"""What is shipped repairs real photographs, keeps what a file carries, and needs no TensorFlow."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

import entai
from entai import EntaiError, Image
from entai_image.degrade import chain, eight_bits, gaussian_noise, jpeg
from entai_image.demo_photos import photograph
from entai_image.enhancement.demo import HARM
from entai_image.enhancement_spec import COMPRESSED, SHIPPED
from entai_image.measures import psnr

RECIPES = {model: recipe for recipe, models in SHIPPED.items() for model in models}
GAINS = {"denoise": 4.5, COMPRESSED: 4.5, "deblock": 0.5, "relight": 8.0, "upscale-x2": 0.5, "upscale-x4": 0.2}
"""dB that each must gain on a photograph it has never seen."""


def harmed(model: str) -> Image:
    return Image.of(chain(HARM[RECIPES[model]][1], eight_bits)(photograph("spices").pixels, np.random.default_rng(3)))


@pytest.mark.parametrize("model", RECIPES)
def test_a_photograph_gets_nearer_to_what_it_was(model: str) -> None:
    task, clean, before = entai.load("image-enhancement", model), photograph("spices"), harmed(model)
    truth = clean.quantised()
    enlarged = task.model.plain(before.pixels)
    plain = Image.of(enlarged).quantised()
    better = task(before)
    assert better.pixels.shape == clean.pixels.shape
    assert psnr(better.quantised(), truth) > psnr(plain, truth) + GAINS[model]
    half = task(before, strength=0.5).quantised()
    assert psnr(plain, truth) < psnr(half, truth) < psnr(better.quantised(), truth)
    assert np.abs(task(before, strength=0.0).pixels - enlarged).max() <= 1e-6, "but for the order of sums in tiles"


@pytest.mark.parametrize("model", RECIPES)
def test_two_ways_are_better_than_one(model: str) -> None:
    task, truth, before = entai.load("image-enhancement", model), photograph("spices").quantised(), harmed(model)
    once, twice, unasked = (psnr(task(before, **given).quantised(), truth) for given in ({"ensemble": 1}, {"ensemble": 2}, {}))
    assert twice > once
    assert unasked == (twice if task.model.scale > 1 else once)


def test_noise_that_a_codec_went_over_gets_a_denoiser_of_its_own(tmp_path: Path) -> None:
    noisy, task = harmed("denoise"), entai.load("image-enhancement")
    white, compressed = (entai.load("image-enhancement", model) for model in ("denoise", COMPRESSED))
    noisy.save(tmp_path / "noisy.jpg")
    photo = Image.read(tmp_path / "noisy.jpg")
    assert np.array_equal(task(noisy).pixels, white(noisy).pixels)
    assert np.array_equal(task(photo).pixels, compressed(photo).pixels)
    settled, options = task.settled(noisy, task.spec.resolve({}))
    assert np.array_equal(settled(noisy, **options).pixels, compressed(noisy).pixels), "so does a film"


def test_each_denoiser_is_better_on_its_own_noise() -> None:
    clean, white = photograph("desert"), chain(gaussian_noise(15, 15), eight_bits)
    task, other = (entai.load("image-enhancement", model) for model in ("denoise", COMPRESSED))
    for degrade, better, worse in ((white, task, other), (chain(white, jpeg(90, 90)), other, task)):
        noisy = Image.of(degrade(clean.pixels, np.random.default_rng(0)))
        results = [psnr(denoiser(noisy).quantised(), clean.quantised()) for denoiser in (better, worse)]
        assert results[0] > results[1] + 0.5


@pytest.mark.parametrize("model", RECIPES)
def test_its_tiles_make_the_whole(model: str) -> None:
    task = entai.load("image-enhancement", model)
    pixels = harmed(model).pixels[:131, :117]
    whole = task(pixels).pixels
    task.model = replace(task.model, tile=64)
    assert np.abs(task(pixels).pixels - whole).max() <= 1e-4


@pytest.mark.parametrize("model", RECIPES)
def test_alpha_depth_grey_and_tiny_pictures(model: str) -> None:
    task = entai.load("image-enhancement", model)
    scale = task.model.scale
    deep = np.random.default_rng(0).integers(0, 65536, (13, 9, 2), np.uint16)
    result = task(deep)
    assert (result.bits, result.pixels.shape) == (16, (13 * scale, 9 * scale, 1))
    assert result.alpha is not None
    assert result.alpha.shape == (13 * scale, 9 * scale)
    assert scale > 1 or np.array_equal(result.quantised(16)[..., 1], deep[..., 1])
    for shape in ((1, 1), (1, 300), (3, 2)):
        assert task(np.full((*shape, 3), 0.5)).pixels.shape == (shape[0] * scale, shape[1] * scale, 3)


def test_floats_outside_go_in_and_floats_come_out() -> None:
    noisy = np.random.default_rng(0).normal(0.5, 0.4, (20, 30, 3)).astype(np.float32)
    result = np.asarray(entai.load("image-enhancement", "denoise")(noisy))
    assert (result.shape, result.dtype) == ((20, 30, 3), np.float32)


def test_an_animation_is_repaired_frame_by_frame(tmp_path: Path) -> None:
    frames = [Pillow.fromarray(harmed("denoise").quantised()[:40, first:first + 50]) for first in (0, 50)]
    frames[0].save(tmp_path / "a.webp", save_all=True, append_images=frames[1:], duration=[70, 90], loop=2, lossless=True)
    result = entai.load("image-enhancement", "denoise")(tmp_path / "a.webp")
    assert result.animation is not None
    assert (result.animation.durations, result.animation.loop) == ((70, 90), 2)
    for frame, source in zip(result.frames(), frames, strict=True):
        alone = entai.load("image-enhancement", "denoise")(np.asarray(source))
        assert np.array_equal(frame.quantised(), alone.quantised())


def test_exif_and_profile_go_through_a_file(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    Pillow.fromarray(harmed("denoise").quantised()[:40, :60]).save(tmp_path / "a.jpg", exif=exif, icc_profile=b"profile" * 30)
    entai.load("image-enhancement", "denoise")(tmp_path / "a.jpg").save(tmp_path / "b.jpg")
    with Pillow.open(tmp_path / "b.jpg") as saved:
        assert (saved.size, saved.getexif()[0x010F], saved.getexif()[0x0112]) == ((40, 60), "Maker", 1)
        assert saved.info["icc_profile"] == b"profile" * 30


def test_what_it_needs_is_chosen_and_said() -> None:
    noisy = harmed("denoise")
    by_itself, named = entai.load("image-enhancement")(noisy), entai.load("image-enhancement", "denoise")(noisy)
    assert np.array_equal(by_itself.pixels, named.pixels)
    why = entai.explain("image-enhancement", noisy)
    assert "it is noisy" in why.text
    assert "type='range'" in why._repr_html_()


def test_no_tensorflow_is_imported() -> None:
    code = ("import sys, numpy, entai; entai.load('image-enhancement', 'denoise')(numpy.zeros((9, 9, 3), 'uint8')); "
            "entai.load('image-inpainting')(numpy.zeros((9, 9, 3), 'uint8'), box='2,2,3,3'); "
            "print([name for name in ('tensorflow', 'keras') if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_model_for_something_else_is_refused() -> None:
    with pytest.raises(EntaiError, match="there is no model 'sharpen'"):
        entai.load("image-enhancement", "sharpen")
    with pytest.raises(EntaiError, match="strength must lie between 0 and 1"):
        entai.load("image-enhancement", "denoise")(np.zeros((4, 4)), strength=2.0)
