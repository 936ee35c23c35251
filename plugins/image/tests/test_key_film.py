"""image-keying over films, by the command line and from Python."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner

import entai
from entai import EntaiError, Image, Video
from entai.cli.main import entai as command
from entai_image.keying.composites import composite

SIDE, FRAMES = 96, 8


@pytest.fixture
def green(tmp_path: Path) -> Path:
    """A still figure before a green screen, with fresh noise on every frame and a tone."""
    made, rng = composite(6, SIDE), np.random.default_rng(0)
    with av.open(str(tmp_path / "green.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "12"})
        stream.width, stream.height, stream.pix_fmt = SIDE, SIDE, "yuv420p"
        tone = container.add_stream("aac", rate=48_000, layout="mono")
        for place in range(FRAMES):
            noisy = np.clip(made.picture + rng.normal(0, 0.01, made.picture.shape), 0, 1)
            frame = av.VideoFrame.from_ndarray(np.uint8(np.round(noisy * 255)), "rgb24")
            frame.pts, frame.time_base = place, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000 * FRAMES // 25), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
        container.mux(tone.encode(frame))
        container.mux(tone.encode(None))
    return tmp_path / "green.mp4"


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["run", "image-keying", *map(str, words)], standalone_mode=False)
    return (2, str(done.exception)) if done.exception else (int(done.return_value or 0), done.output)


def test_a_film_is_cut_out_with_alpha(green: Path, tmp_path: Path) -> None:
    code, said = run(green, "-o", tmp_path / "cut.mov")
    assert code == 0 and "of the source's" in said
    frames = list(Video.accept(tmp_path / "cut.mov").frames())
    assert len(frames) == FRAMES
    alpha = frames[3].alpha
    assert alpha is not None and alpha.min() == 0 and alpha.max() > 0.995
    assert np.mean((alpha - composite(6, SIDE).alpha) ** 2) < 0.01


def test_a_film_is_put_before_a_background(green: Path, tmp_path: Path) -> None:
    Image.of(np.full((50, 50, 3), 0.9, np.float32)).save(tmp_path / "behind.png")
    code, _ = run(green, "-o", tmp_path / "out.mp4", "--set", f"background={tmp_path / 'behind.png'}", "--set",
                  "write.quality=12")
    assert code == 0
    frames = list(Video.accept(tmp_path / "out.mp4").frames())
    assert len(frames) == FRAMES and np.abs(frames[0].pixels[:8, :8] - 0.9).max() < 0.05


def test_from_python_nothing_is_decoded_before_it_is_saved(green: Path, tmp_path: Path) -> None:
    film = entai.load("image-keying")(green, despill=0.5)
    assert isinstance(film, Video)
    assert [frame.alpha is not None for frame in film.frames()] == [True] * FRAMES
    assert film.save(tmp_path / "cut.webm").exists()


def test_what_is_found_on_the_first_frame_holds_for_all(green: Path) -> None:
    task = entai.load("image-keying")
    first = next(Video.accept(green).frames())
    _, held = task.settled(first, task.spec.resolve({}))
    assert held["key"].startswith("#") and held["light"] in ("linear", "display")


def test_folders_of_films_and_pictures_go_together(green: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    green.rename(tmp_path / "in" / "film.mov")
    Image.of(composite(6, SIDE).picture).save(tmp_path / "in" / "still.png")
    code, said = run(tmp_path / "in", "-o", tmp_path / "out")
    assert code == 0, said
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["film.mov", "still.png"]


def test_it_is_refused_where_it_makes_no_sense(green: Path, tmp_path: Path) -> None:
    assert "no screen" in run(_grey(tmp_path), "-o", tmp_path / "g.mov")[1]
    assert "alpha" in run(green, "-o", tmp_path / "out.mp4")[1]
    assert "takes a task of sound" in run(green, "-o", tmp_path / "out.mov", "--set", "write.sound=image-keying")[1]
    assert "codec is one of" in run(green, "-o", tmp_path / "out.mov", "--set", "write.codec=mp3")[1]
    with pytest.raises(EntaiError, match="no option"):
        entai.load("image-keying")(green, colour="green")


def _grey(folder: Path) -> Path:
    with av.open(str(folder / "grey.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((64, 64, 3), 128, np.uint8), "rgb24")))
        container.mux(stream.encode(None))
    return folder / "grey.mp4"


def test_the_demo_shows_a_picture_and_a_film() -> None:
    from entai_image.keying.task import Keying

    shown = ["".join(value.to_html() for value in exhibit.values) for exhibit in Keying.demo()]
    assert shown[0].count("<img") == 3 and shown[1].count("<video") == 2
