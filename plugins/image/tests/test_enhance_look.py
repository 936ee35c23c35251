"""Looking at a picture: what ails it, and that a clean one stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

import entai
from entai import Image
from entai_image.degrade import chain, eight_bits, gaussian_noise, jpeg, low_light
from entai_image.demo_photos import photograph
from entai_image.enhancement.auto import choose
from entai_image.enhancement.look import blocking_of, look, noise_of

AILMENTS = {"denoise": chain(gaussian_noise(15, 40), eight_bits), "deblock": jpeg(8, 40),
            "relight": chain(low_light((2.5, 4.5)), eight_bits), "": eight_bits}


@pytest.mark.parametrize("model", AILMENTS)
@pytest.mark.parametrize("name", ["spices", "desert"])
def test_what_ails_a_photograph_is_seen(model: str, name: str) -> None:
    clean = photograph(name).pixels[:304]
    for seed in range(5):
        harmed = Image.of(AILMENTS[model](clean, np.random.default_rng(seed)))
        choice = choose(harmed)
        assert choice.model == model, choice.reason


def test_a_clean_picture_stays_as_it_is() -> None:
    picture = photograph("spices")
    assert np.array_equal(entai.load("image-enhancement")(picture).quantised(), picture.quantised())


@pytest.mark.parametrize("sigma", [5, 15, 30])
def test_noise_is_measured(sigma: int) -> None:
    flat = np.full((200, 200), 0.5, np.float32) + np.random.default_rng(0).normal(0, sigma / 255, (200, 200))
    assert noise_of(flat.astype(np.float32)) == pytest.approx(sigma, rel=0.15)


def test_the_grid_is_seen_only_where_there_is_one() -> None:
    smooth = np.random.default_rng(0).random((20, 30)).repeat(8, 0).repeat(8, 1).astype(np.float32)
    assert blocking_of(smooth) > 3
    assert blocking_of(np.random.default_rng(0).random((160, 240)).astype(np.float32)) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (9, 9), (40, 7)])
def test_tiny_pictures_can_be_looked_at(shape: tuple[int, int]) -> None:
    findings = look(np.full((*shape, 3), 0.5, np.float32))
    assert findings.noise == 0
    assert findings.blocking == pytest.approx(1, abs=0.1)
    assert choose(Image.of(np.full((*shape, 3), 0.5))).model == ""
