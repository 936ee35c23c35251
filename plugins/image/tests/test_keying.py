"""image-keying through the library and the command line: cut-outs, backgrounds, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

import entai
from entai import EntaiError, EntaiWarning, Image
from entai_image.keying.composites import composite, texture
from entai_image.keying.measure import alpha_error, recomposite_psnr

SIZE = 200


@pytest.fixture(scope="module")
def key():
    return entai.load("image-keying")


def shot(seed: int = 6) -> Image:
    return Image.of(composite(seed, SIZE).picture)


def flat(colour: tuple[float, float, float], height: int = 60, width: int = 80) -> Image:
    noise = np.random.default_rng(0).normal(0, 0.01, (height, width, 3))
    return Image.of(np.clip(np.float32(colour) + noise, 0, 1).astype(np.float32))


@pytest.mark.parametrize("seed", [2, 4, 6, 7, 10])
def test_alpha_and_colours_come_near_the_truth(key, seed: int) -> None:
    made = composite(seed, SIZE)
    found = key(made.picture)
    assert alpha_error(found.alpha, made.alpha) < 15
    behind = texture(np.random.default_rng(1), SIZE)
    assert recomposite_psnr(found, Image.of(np.dstack([made.figure, made.alpha])), behind) > 30


def test_solid_is_one_and_bare_screen_is_zero(key) -> None:
    made = composite(4, SIZE)
    found = key(made.picture).alpha
    inside = np.abs(found - made.alpha)
    assert inside[made.alpha == 0].mean() < 0.003 and inside[made.alpha > 0.999].mean() < 0.01


@pytest.mark.parametrize("colour", [(0.1, 0.6, 0.2), (0.1, 0.2, 0.7), (0.75, 0.1, 0.15), (0.7, 0.1, 0.7), (0.1, 0.6, 0.65)])
def test_any_strong_colour_is_a_screen(key, colour: tuple[float, float, float]) -> None:
    picture = flat(colour).pixels.copy()
    picture[20:60, 30:60] = 0.5 + 0.2 * np.random.default_rng(1).random((40, 30, 1))
    alpha = key(picture).alpha
    assert alpha[25:, 35:55].min() > 0.9 and alpha[:15].max() < 0.1 and alpha[:, :25].max() < 0.1


def test_spill_is_taken_away_as_far_as_asked(key) -> None:
    made = composite(10, SIZE)
    solid = made.alpha > 0.999
    kept, taken = (key(made.picture, despill=amount).pixels[solid] for amount in (0.0, 1.0))
    assert (taken[:, 1] - taken[:, [0, 2]].max(1)).max() <= 0.01 < (kept[:, 1] - kept[:, [0, 2]].max(1)).max()
    assert np.abs(taken - made.figure[solid]).mean() < np.abs(kept - made.figure[solid]).mean()


def test_a_png_holds_straight_colours_with_alpha(key, tmp_path: Path) -> None:
    shot().save(tmp_path / "shot.png")
    key(tmp_path / "shot.png").save(tmp_path / "cut.png")
    cut = Image.read(tmp_path / "cut.png")
    assert cut.alpha is not None and cut.alpha.min() == 0 and cut.alpha.max() == 1
    hidden = cut.pixels[cut.alpha == 0]
    assert hidden.mean() > 0.05, "colours go on below what is transparent, and are not multiplied"


@pytest.mark.parametrize("shape", [(SIZE, SIZE), (90, 400), (700, 300)])
def test_a_background_of_another_size_or_aspect_covers(key, tmp_path: Path, shape: tuple[int, int]) -> None:
    ramp = np.linspace(0, 1, shape[1], dtype=np.float32)
    Image.of(np.broadcast_to(ramp[None, :, None], (*shape, 3)).copy()).save(tmp_path / "behind.png")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        composed = key(shot(), background=tmp_path / "behind.png")
    assert composed.alpha is None and composed.pixels.shape == (SIZE, SIZE, 3)
    told = [str(note.message) for note in said if issubclass(note.category, EntaiWarning)]
    assert bool(told) == (shape != (SIZE, SIZE)) and all("scaled to cover" in note for note in told)
    corner = composed.pixels[:10, :10].mean(), composed.pixels[:10, -10:].mean()
    shown = min(1, SIZE * shape[0] / (SIZE * shape[1]))  # of the ramp's width: what does not overhang
    assert corner[1] - corner[0] == pytest.approx(0.95 * shown, abs=0.06)


def test_only_what_lies_in_the_box_is_kept(key) -> None:
    alpha = key(shot(), box="40,20,100,150").alpha
    outside = np.ones_like(alpha, bool)
    outside[20:170, 40:140] = False
    assert alpha[outside].max() == 0 and alpha[20:170, 40:140].max() == 1


def test_alpha_that_came_with_the_picture_still_counts(key) -> None:
    made = composite(6, SIZE)
    hole = np.ones((SIZE, SIZE), np.float32)
    hole[:, :100] = 0
    assert key(np.dstack([made.picture, hole])).alpha[:, :100].max() == 0


def test_an_animation_is_keyed_frame_by_frame(key, tmp_path: Path) -> None:
    from PIL import Image as Pillow

    frames = [Pillow.fromarray(shot(seed).quantised()) for seed in (2, 4)]
    frames[0].save(tmp_path / "two.webp", save_all=True, append_images=frames[1:], duration=80, lossless=True)
    cut = key(tmp_path / "two.webp")
    assert cut.animation is not None and len(cut.animation.frames) == 2 and cut.animation.frames[1].shape[2] == 4


def test_a_named_key_is_looked_for_near_its_hue(key) -> None:
    assert alpha_error(key(shot(), key="#00ff00").alpha, composite(6, SIZE).alpha) < 10


@pytest.mark.parametrize(("options", "words"), [
    ({"key": "#ffff00"}, "#ffff00 is not in the picture"), ({"key": "#808080"}, "nearly grey"),
    ({"key": "grass"}, "#rrggbb"), ({"box": "1,2,3"}, "x,y,width,height"), ({"box": "900,0,10,10"}, "holds nothing"),
    ({"box": "0,0,0,10"}, "holds nothing"), ({"despill": 2}, "between 0 and 1"), ({"light": "dim"}, "one of auto"),
    ({"background": Path("nowhere.png")}, "nowhere.png"),
])
def test_a_wrong_option_is_told_in_a_sentence(key, options: dict[str, object], words: str) -> None:
    with pytest.raises(EntaiError, match=words.replace("(", r"\(")):
        key(shot(), **options)


def test_a_picture_without_a_screen_is_told(key) -> None:
    with pytest.raises(EntaiError, match="no screen was found"):
        key(flat((0.5, 0.5, 0.5)))
    with pytest.raises(EntaiError, match="no screen was found"):
        key(Image.of(np.random.default_rng(0).random((50, 70), np.float32)))


def test_a_picture_that_is_all_screen_is_empty_and_told(key) -> None:
    with pytest.warns(EntaiWarning, match="all screen"):
        cut = key(flat((0.1, 0.6, 0.2)))
    assert cut.alpha.max() < 0.2 and cut.alpha.mean() < 0.005


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (3, 3)])
def test_tiny_pictures_are_no_fault_of_ours(key, shape: tuple[int, int]) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", EntaiWarning)
            assert key(flat((0.1, 0.6, 0.2), *shape)).alpha.shape == shape
    except EntaiError as error:
        assert str(error)


@pytest.mark.slow
def test_refined_edges_are_no_worse(key) -> None:
    pytest.importorskip("pymatting")
    made = composite(2, 96)
    plain, refined = (alpha_error(key(made.picture, refine=wanted).alpha, made.alpha) for wanted in (False, True))
    assert refined < max(20.0, 3 * plain)


def test_a_refinement_of_a_large_picture_is_refused(key) -> None:
    pytest.importorskip("pymatting")
    with pytest.raises(EntaiError, match="up to 4 megapixels"):
        key(np.tile(composite(6, SIZE).picture, (11, 11, 1)), refine=True)


def test_why(key) -> None:
    why = entai.explain("image-keying", shot())
    assert "The screen is about #" in why.text and len(why.values) == 3 and "<img" in why._repr_html_()


def test_it_is_measured_on_made_up_composites_and_on_a_folder(key, tmp_path: Path) -> None:
    for folder in ("input", "target"):
        (tmp_path / folder).mkdir()
    for seed in (2, 4):
        made = composite(seed, 96)
        Image.of(made.picture).save(tmp_path / "input" / f"{seed}.png")
        Image.of(np.dstack([made.figure, made.alpha])).save(tmp_path / "target" / f"{seed}.png")
    report = entai.evaluate("image-keying", tmp_path)
    assert report.metrics["alpha error"].n == 2 and report.metrics["recomposite PSNR"].value > 28
    with pytest.raises(EntaiError, match="input/ and target/"):
        entai.evaluate("image-keying", tmp_path / "input")


def test_keying_imports_no_tensorflow(tmp_path: Path) -> None:
    shot().save(tmp_path / "shot.png")
    code = ("import sys, entai; entai.load('image-keying')('shot.png').save('cut.png'); "
            "sys.exit(any(name in sys.modules for name in ('tensorflow', 'keras', 'scipy')))")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
