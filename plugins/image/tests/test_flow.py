"""Pictures from nothing: laws of the path from noise to pictures, of its measure, and the recipe through the public face."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from scipy.linalg import sqrtm

import entai
from entai import EntaiError, Image
from entai.metrics import measure_all
from entai_image.generation import judge
from entai_image.generation.clouds import frechet_distance
from entai_image.generation.crops import Crops
from entai_image.generation.flow import Flow
from entai_image.generation.generator import Wish
from entai_image.generation.materials import materials
from entai_image.generation.nearest import nearest
from entai_image.generation.path import SPREAD, follow, lesson, scales, velocity
from entai_image.generation.task import ImageGeneration
from entai_image.pictures import Pictures

TINY = {"side": 16, "near": 24, "far": 40, "width": 8}
SKIES = Path(str(files("entai_image"))) / "models" / "skies"
QUICK = {"epochs": 1, "steps_per_epoch": 2, "batch_size": 4}


@pytest.fixture(scope="module")
def made_up() -> Pictures:
    return ImageGeneration.synthetic(0)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory, made_up: Pictures) -> Path:
    """A tiny model after two steps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "MADE", 8)
        patch.setattr(judge, "COMPARED", 2)
        folder = tmp_path_factory.mktemp("flow") / "tiny"
        return entai.train("image-generation", made_up, folder, config=TINY, trainer=QUICK).path


@pytest.fixture(scope="module")
def make(bundle: Path) -> ImageGeneration:
    return ImageGeneration.load(str(bundle))


def test_white_pictures_are_reached_without_a_network() -> None:
    """Where pictures are white noise of the stated spread, nothing is left for the network to say."""
    noise = np.random.default_rng(0).normal(size=(1, 40, 40, 3)).astype(np.float32)
    reached = follow(lambda x, time: np.zeros_like(x), noise, 40)
    np.testing.assert_allclose(reached, SPREAD * noise, atol=0.02)


def test_a_known_distribution_is_reproduced() -> None:
    """Pictures of one pixel that is +0.6 three times out of four and -0.6 else: the true velocity leads to both, so often."""
    high, chance = 0.6, 0.75

    def network(entered: np.ndarray, time: np.ndarray) -> np.ndarray:
        now = np.minimum(time.reshape(-1, 1, 1, 1), 0.999)
        enter, keep, out = scales(now)
        x = entered / enter
        log_odds = np.log(chance / (1 - chance)) + 2 * high * now * x / (1 - now) ** 2
        expected = high * np.tanh(log_odds / 2)
        return ((expected - x) / (1 - now) - keep * x) / out

    noise = np.random.default_rng(1).normal(size=(4000, 1, 1, 1)).astype(np.float32)
    reached = follow(network, noise, 60)
    assert (np.abs(np.abs(reached) - high) < 0.05).mean() > 0.97
    assert abs((reached > 0).mean() - chance) < 0.03


@pytest.mark.parametrize("time", [0.0, 0.3, 0.9, 1.0])
def test_what_is_taught_is_the_velocity(time: float) -> None:
    pictures, noise = np.random.default_rng(2).normal(size=(2, 3, 4, 4, 3)).astype(np.float32)
    times = np.full((3, 1, 1, 1), time, np.float32)
    given, wanted = lesson(pictures, noise, times)
    reached = (1 - times) * noise + times * pictures
    assert given.std() < 2.5 and np.isfinite(wanted).all()
    np.testing.assert_allclose(velocity(lambda x, t: wanted, reached, time), pictures - noise, atol=1e-5)


def test_the_distance_of_clouds_agrees_with_its_formula() -> None:
    rng = np.random.default_rng(3)
    one, cases = rng.normal(size=(50, 5)) @ rng.normal(size=(5, 5)), rng.normal(0.3, 1, (4, 20, 5))
    for weights in ([1, 1, 1, 1], [0, 3, 1, 0]):
        other = np.concatenate([case for case, times in zip(cases, weights, strict=True) for _ in range(times)])
        a, b = (np.cov(cloud.T, bias=True) for cloud in (one, other))
        wanted = ((one.mean(0) - other.mean(0)) ** 2).sum() + np.trace(a + b - 2 * np.real(sqrtm(a @ b)))
        assert frechet_distance(one, cases, np.array([weights], float)) == pytest.approx(wanted, rel=1e-6)
    same = one.reshape(2, 25, 5)
    assert frechet_distance(one, same) == pytest.approx(0, abs=1e-9)


def test_the_nearest_crop_is_found_wherever_it_lies(made_up: Pictures) -> None:
    crops = Crops(made_up.targets[:3], 16, 24, 40, 1)
    size = crops.reduced[2][4]
    wanted = size[3:19, 7:23, :][:, ::-1] / np.float32(255)
    distance, found = nearest(wanted, crops)
    assert distance < 0.1
    np.testing.assert_allclose(found, wanted)


def test_crops_are_a_pure_function_of_their_seed(made_up: Pictures) -> None:
    crops = Flow(**TINY).crops(made_up, 2)
    (one, time), wanted = crops.examples(np.arange(6), np.random.default_rng(4))
    (again, _), _ = crops.examples(np.arange(6), np.random.default_rng(4))
    np.testing.assert_array_equal(one, again)
    assert one.shape == wanted.shape == (6, 8, 8, 12) and time.shape == (6, 1) and (time > 0).all() and (time < 1).all()


def test_same_seed_same_picture_alone_and_in_a_grid(make: ImageGeneration) -> None:
    grid = make(count=3, seed=5)
    assert (grid.width, grid.height) == (40, 40)
    np.testing.assert_array_equal(grid.pixels[:16, :16], make(seed=5).pixels)
    np.testing.assert_array_equal(grid.pixels[:16, 24:], make(seed=6).pixels)
    assert np.abs(make(seed=5).pixels - make(seed=6).pixels).mean() > 0.02


@pytest.mark.parametrize("size", [(16, 16), (30, 20), (8, 50)])
def test_any_size_and_number_of_steps(make: ImageGeneration, size: tuple[int, int]) -> None:
    few, many = (make(width=size[0], height=size[1], steps=steps).pixels for steps in (1, 6))
    assert few.shape == many.shape == (size[1], size[0], 3) and many.min() >= 0 and many.max() <= 1
    assert np.abs(few - many).mean() > 0.01


def test_an_example_is_begun_from(make: ImageGeneration) -> None:
    example = materials(1)[0][:21, :18]
    near, far = (np.abs(make(example, strength=strength).pixels - example).mean() for strength in (0.05, 0.95))
    assert near < 0.1 < far
    np.testing.assert_allclose(make(example, strength=0.0).pixels, example, atol=1e-6)


def test_progress_is_told(make: ImageGeneration) -> None:
    told: list[tuple[int, int]] = []
    for task, given in ((make, None), (ImageGeneration.load(), materials(1)[2][:40, :40])):
        told.clear()
        task.progress = lambda done, total, note="": told.append((done, total))
        task(given, count=2, steps=2, width=24, height=24)
        assert told == sorted(told) and len(told) >= 4 and told[-1][0] == told[-1][1] and len({total for _, total in told}) == 1


@pytest.mark.parametrize(("options", "words"), [
    ({"prompt": "a sky"}, "not taught any words"), ({"width": 2000, "height": 1000}, "makes 1 at most"), ({"steps": 0}, "between 1"),
    ({"count": 64, "width": 1000, "height": 900}, "more than 25")])
def test_what_a_flow_can_not_do_is_told(make: ImageGeneration, options: dict[str, object], words: str) -> None:
    with pytest.raises(EntaiError, match=words):
        make(**options)


@pytest.mark.parametrize(("options", "words"), [
    ({}, "grows a texture from an example picture: give one"), ({"steps": 9}, "give one")])
def test_without_a_model_an_example_is_asked_for(options: dict[str, object], words: str) -> None:
    with pytest.raises(EntaiError, match=words):
        ImageGeneration.load()(**options)


@pytest.mark.parametrize(("config", "words"), [
    ({"side": 20}, "multiple of 8"), ({"near": 8}, "must lie between|near must lie"), ({"far": 20}, "near must lie")])
def test_wrong_settings_are_told(made_up: Pictures, tmp_path: Path, config: dict[str, int], words: str) -> None:
    with pytest.raises(EntaiError, match=words):
        entai.train("image-generation", made_up, tmp_path / "m", config=TINY | config, trainer=QUICK)


def test_too_few_or_too_small_pictures_are_told(made_up: Pictures, tmp_path: Path) -> None:
    few = made_up.keep(np.arange(12) < 9)
    with pytest.raises(EntaiError, match="9 pictures; to learn and hold some out takes ten"):
        entai.train("image-generation", few, tmp_path / "m", config=TINY, trainer=QUICK)
    with pytest.raises(EntaiError, match="too small for crops of 16"):
        Crops((np.zeros((15, 90, 3), np.uint8),), 16, 16, 16, 1).examples(np.arange(1), np.random.default_rng(0))


class Repeats:
    """Gives crops of some pictures for new ones."""

    def __init__(self, given: Pictures) -> None:
        self.given = given

    def crops(self, part: Pictures, each: int) -> Crops:
        return Flow(**TINY).crops(part, each)

    def pictures(self, wish: Wish) -> list[np.ndarray]:
        return list(judge.drawn(self.crops(self.given, 1), len(wish.seeds), seed=9))


def test_the_measure_tells_new_pictures_from_repeated_ones(made_up: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "MADE", 96)
    monkeypatch.setattr(judge, "COMPARED", 3)
    train, held = made_up.keep(np.arange(12) < 6), made_up.keep(np.arange(12) >= 6)
    right, wrong = (measure_all(judge.evaluation(Repeats(given), train, held).measured, 20) for given in (held, train))
    assert right["Fréchet distance"].value < 0.3 * right["of training crops"].value < right["of Gaussian textures"].value
    assert wrong["to the nearest training crop"].value < 0.1 < 1 < right["to the nearest training crop"].value
    assert wrong["of held-out crops to it"].value > 1


def test_the_report_shows_gaussian_textures_and_training_crops_beside_it(bundle: Path) -> None:
    assert list(entai.Report.load(bundle).metrics) == [
        "Fréchet distance", "of Gaussian textures", "of training crops", "to the nearest training crop", "of held-out crops to it"]


def test_pictures_are_held_out_whole(made_up: Pictures) -> None:
    split = ImageGeneration.split(made_up, 3)
    assert (len(split.train), len(split.valid), len(split.test)) == (7, 1, 4)
    assert set(split.train.names).isdisjoint(split.test.names)


def test_only_listed_pictures_are_read(tmp_path: Path) -> None:
    for number in range(3):
        Image.of(np.full((9, 9, 3), 90 * number, np.uint8)).save(tmp_path / f"{number}.png")
    (tmp_path / "names.txt").write_text("2\n\n0\n")
    assert Pictures.read(tmp_path, only=tmp_path / "names.txt").names == ("0", "2")
    (tmp_path / "names.txt").write_text("7\n")
    with pytest.raises(EntaiError, match="lacks 7, which the list of names asks for"):
        Pictures.read(tmp_path, only=tmp_path / "names.txt")
    with pytest.raises(EntaiError, match="can't be read as a list of names"):
        Pictures.read(tmp_path, only=tmp_path / "none.txt")


def test_the_reason_shows_the_noise_followed_in_more_and_more_steps(make: ImageGeneration) -> None:
    why = make.explain(None, make.spec.resolve({"seed": 3}))
    assert len(why.values) == 5 and "seed 3" in why.title


def test_models_and_none_are_what_the_task_asks_for() -> None:
    for task in (ImageGeneration.load(), ImageGeneration.load("skies")):
        assert isinstance(task.model, ImageGeneration.Model)
    assert not isinstance("skies", ImageGeneration.Model)


def test_the_shipped_model_is_small_and_makes_varied_pictures() -> None:
    skies = ImageGeneration.load("skies")
    listed = entai.Report.load(SKIES).metrics
    assert listed["Fréchet distance"].value < 0.5 * listed["of Gaussian textures"].value
    assert json.loads((SKIES / "manifest.json").read_text())["notes"]["parameters"] < 2_000_000
    assert sum(path.stat().st_size for path in SKIES.rglob("*") if path.is_file()) < 4_000_000
    made = np.stack([skies(seed=seed, steps=6).pixels for seed in range(4)])
    assert made.shape == (4, 32, 32, 3) and made.mean((1, 2)).std(0).mean() > 0.02
    between = np.abs(np.diff(made, axis=2)).mean()
    assert 0.003 < between < 0.1, "neighbours are alike, as noise's are not"
