"""A film's frames are mended with what the frames before and behind them show."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

import entai
from entai import Image, Video
from entai.cli.main import main
from entai.media.amid import Amid, windows
from entai.media.film import pieces
from entai.media.image import Animation
from entai_image.degrade.film import moving, worn_film
from entai_image.demo_photos import photograph
from entai_image.inpainting.filling import filled
from entai_image.inpainting.film import found, mended, surrounded
from entai_image.inpainting.finder import Finder
from entai_image.inpainting.holes import grown
from entai_image.inpainting.motion import seen_from
from entai_image.inpainting.scores import f1
from entai_image.measures import psnr

HEIGHT, WIDTH, FRAMES = 120, 160, 5


def made(seed: int = 3) -> tuple[list[Image], list[Image], list[np.ndarray]]:
    """Clean frames, worn ones, and where they are worn."""
    rng = np.random.default_rng(seed)
    clean = list(moving(photograph("desert").rgb, photograph("spices").rgb, FRAMES, (HEIGHT, WIDTH), rng))
    worn, where = zip(*worn_film(clean, rng), strict=True)
    return [Image.of(frame) for frame in clean], [Image.of(frame) for frame in worn], list(where)


@pytest.fixture(scope="module")
def inpaint() -> entai.Task:
    return entai.load("image-inpainting", "scratches")


@pytest.fixture(scope="module")
def finder(inpaint: entai.Task) -> Finder:
    return inpaint.model


def test_more_is_found_and_better_repaired_than_frame_by_frame(inpaint: entai.Task, finder: Finder) -> None:
    clean, worn, where = made()
    options = inpaint.spec.resolve({"find": "scratches"})
    rows = []
    for place, window in list(enumerate(windows(worn, 1)))[1:-1]:
        alone, amid = inpaint(worn[place], find="scratches"), inpaint.amid(window, options)
        hole, truth = where[place][..., None], clean[place].quantised()
        rows.append([f1(finder(worn[place]), hole[..., 0]), f1(found(surrounded(window, finder)), hole[..., 0]),
                     *(psnr(picture.quantised()[hole[..., 0]][None], truth[hole[..., 0]][None]) for picture in (alone, amid))])
    found_alone, found_amid, psnr_alone, psnr_amid = np.mean(rows, 0)
    assert found_amid > found_alone + 0.1
    assert psnr_amid > psnr_alone + 3


def test_what_neighbours_show_is_seen_through_motion() -> None:
    clean, _, _ = made()
    nothing = np.zeros((HEIGHT, WIDTH), bool)
    seen = seen_from(clean[2].rgb, nothing, clean[3].rgb, nothing)
    assert np.abs(seen.pixels - clean[2].rgb)[10:-10, 10:-10].mean() < 0.3 * np.abs(clean[3].rgb - clean[2].rgb).mean()
    stripe = nothing.copy()
    stripe[:, 80] = True
    assert seen.of(stripe).sum() >= HEIGHT - 10


def test_what_is_not_in_the_hole_stays_and_what_is_in_it_comes_from_the_neighbours() -> None:
    clean, worn, where = made()
    marked = {id(picture): mask for picture, mask in zip(worn, where, strict=True)}
    frame = surrounded(Amid(worn[2], (worn[1],), (worn[3],)), lambda picture: marked[id(picture)])
    hole = grown(where[2], 1)
    result = mended(frame, hole, filled)
    assert np.array_equal(result.pixels[~hole], worn[2].pixels[~hole])
    alone = filled(worn[2], hole)
    ours, theirs = (psnr(picture.quantised()[where[2]][None], clean[2].quantised()[where[2]][None]) for picture in (result, alone))
    assert ours > 26 and ours > theirs
    assert np.array_equal(mended(frame, np.zeros_like(hole), filled).pixels, worn[2].pixels)


def test_a_thing_of_the_film_is_no_scratch() -> None:
    """A pole looks like a scratch in each frame; it moves along with the wall behind it."""
    wall = np.random.default_rng(0).random((HEIGHT // 8, WIDTH // 4, 1)).repeat(8, 0).repeat(8, 1).repeat(3, 2)
    wall[:, 150:153] = 1.0
    frames = [Image.of(wall[:, 6 * place:6 * place + WIDTH].astype(np.float32)) for place in range(3)]
    pole = {id(frame): np.isin(np.arange(WIDTH), range(150 - 6 * place, 153 - 6 * place))[None].repeat(HEIGHT, 0)
            for place, frame in enumerate(frames)}
    mine = pole[id(frames[1])]
    frame = surrounded(Amid(frames[1], (frames[0],), (frames[2],)), lambda picture: pole[id(picture)])
    assert (found(frame) & mine).sum() < 0.2 * mine.sum()
    assert found(surrounded(Amid(frames[1]), lambda picture: pole[id(picture)])).sum() == mine.sum(), "alone it is taken"


def test_neighbours_that_are_missing_or_of_another_size(inpaint: entai.Task) -> None:
    _, worn, _ = made()
    options = inpaint.spec.resolve({"find": "scratches"})
    other = Image.of(np.zeros((30, 40, 3), np.float32))
    alone = inpaint(worn[0], find="scratches").pixels
    assert np.array_equal(inpaint.amid(Amid(worn[0]), options).pixels, alone)
    assert np.array_equal(inpaint.amid(Amid(worn[0], (other,), (other,)), options).pixels, alone)
    assert inpaint.amid(Amid(worn[0], (), (worn[1],)), options).pixels.shape == alone.shape


def test_an_animation_is_mended_over_its_frames(inpaint: entai.Task) -> None:
    _, worn, _ = made()
    moves = replace(worn[0], animation=Animation(tuple(frame.quantised() for frame in worn), (40.0,) * FRAMES, 0))
    frames = list(inpaint(moves, find="scratches").frames())
    rounded = [Image.of(frame.quantised()) for frame in worn]
    amid = inpaint.amid(Amid(rounded[2], (rounded[1],), (rounded[3],)), inpaint.spec.resolve({"find": "scratches"}))
    assert np.array_equal(frames[2].quantised(), amid.quantised())


def film(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "8"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for place, picture in enumerate(made()[1] + made(4)[1]):
            frame = av.VideoFrame.from_ndarray(picture.quantised(), "rgb24")
            frame.pts, frame.time_base = place, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["run", "image-inpainting", *map(str, words), "--set", "find=scratches"])
    return int(str(ended.value.code))


def test_a_film_by_the_command_line_and_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LENGTH", 3)
    source = film(tmp_path / "a.mp4")
    assert run(source, "-o", tmp_path / "alone.mp4") == 0
    before, after = (list(Video.accept(tmp_path / name).frames()) for name in ("a.mp4", "alone.mp4"))
    assert len(before) == len(after) == 2 * FRAMES
    clean = made()[0][2].quantised()
    where = made()[2][2]
    gained = [psnr(frames[2].quantised()[where][None], clean[where][None]) for frames in (before, after)]
    assert gained[1] > gained[0] + 5
    calls: list[int] = []
    keep = pieces.Pieces.keep

    def killed(self: pieces.Pieces, *rest: object) -> None:
        calls.append(1)
        if len(calls) > 2:
            raise KeyboardInterrupt
        keep(self, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(pieces.Pieces, "keep", killed)
    assert run(source, "-o", tmp_path / "b.mp4") == 130
    monkeypatch.setattr(pieces.Pieces, "keep", keep)
    assert run(source, "-o", tmp_path / "b.mp4", "--resume") == 0
    assert (tmp_path / "b.mp4").read_bytes() == (tmp_path / "alone.mp4").read_bytes()
