"""Changes that look at the pictures around one: each is seen with its neighbours, also by a run that is gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from core_films import film, pictures
from hypothesis import given
from hypothesis import strategies as st

from entai import Image, TaskSpec, Video
from entai.media.amid import Amid, windows
from entai.media.change import Change
from entai.task import Task


def smoothed(reach: int, killed_after: int = 10**9) -> Change:
    """Each picture becomes the mean of itself and of `reach` to each side."""
    def stream(values: Any) -> Iterator[Image]:
        for place, window in enumerate(windows(values, reach)):
            if place >= killed_after:
                raise KeyboardInterrupt
            near = (window.value, *window.before, *window.behind)
            yield window.value.like(np.mean([picture.pixels for picture in near], axis=0))

    return Change(lambda first: stream, reach)


def changed(source: Path, target: Path, change: Change, **options: Any) -> Path:
    return Video.accept(source).carrying(Image, change).save(target, **options)


@given(st.lists(st.integers(), max_size=12), st.integers(0, 4))
def test_a_window_holds_what_is_around_a_value(values: list[int], reach: int) -> None:
    seen = list(windows(iter(values), reach))
    assert [window.value for window in seen] == values
    for place, window in enumerate(seen):
        assert list(window.before) == values[max(0, place - reach):place][::-1]
        assert list(window.behind) == values[place + 1:place + 1 + reach]


def test_no_more_is_read_than_is_reached() -> None:
    read: list[int] = []
    source = (read.append(value) or value for value in range(100))
    next(windows(source, 2))
    assert read == [0, 1, 2]


def test_pictures_are_seen_amid_their_neighbours(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", 7)
    before = [picture.pixels for picture in Video.accept(source).frames()]
    after = [picture.pixels for picture in Video.accept(source).carrying(Image, smoothed(1)).frames()]
    assert len(after) == 7
    np.testing.assert_allclose(after[0], np.mean(before[:2], axis=0), atol=1e-6)
    np.testing.assert_allclose(after[3], np.mean(before[2:5], axis=0), atol=1e-6)
    np.testing.assert_allclose(after[6], np.mean(before[5:], axis=0), atol=1e-6)
    twice = Video.accept(source).carrying(Image, smoothed(1)).carrying(Image, smoothed(2))
    np.testing.assert_allclose([picture.pixels for picture in twice.frames()][3], np.mean(
        [after[place] for place in range(1, 6)], axis=0), atol=1e-6)


@pytest.mark.parametrize(("reach", "after"), [(1, 55), (3, 100), (60, 110)])
def test_a_run_that_was_interrupted_sees_the_same_neighbours(tmp_path: Path, reach: int, after: int) -> None:
    source = film(tmp_path / "a.mp4", 120)
    alone = changed(source, tmp_path / "alone.mp4", smoothed(reach))
    with pytest.raises(KeyboardInterrupt):
        changed(source, tmp_path / "b.mp4", smoothed(reach, after))
    assert len(list((tmp_path / "b.mp4.run").glob("*.json"))) > 1, "a piece was done"
    again = changed(source, tmp_path / "b.mp4", smoothed(reach), resume=True)
    assert again.read_bytes() == alone.read_bytes()


def test_a_film_shorter_than_the_reach(tmp_path: Path) -> None:
    assert len(pictures(changed(film(tmp_path / "a.mp4", 2), tmp_path / "b.mp4", smoothed(5)))) == 2


class Before(Task[Image, Image, Image, Any]):
    """Shows the picture before, and the first one as it is."""

    def predict(self, chunks: Any, options: Any) -> Iterator[Image]:
        yield from chunks

    def reach(self, options: Any) -> int:
        return 1

    def amid(self, values: Amid[Image], options: Any) -> Image:
        return self((values.before or (values.value,))[0])

    split = measure = explain = synthetic = example = None  # type: ignore[assignment]


def test_a_task_is_shown_what_it_reaches(tmp_path: Path) -> None:
    spec = TaskSpec("before", "the picture before", "entai.media:Image", "entai.media:Image", "entai.media:Image", "none:None")
    source = film(tmp_path / "a.mp4", 4)
    before = [picture.pixels for picture in Video.accept(source).frames()]
    after = [picture.pixels for picture in Before(spec, None)(source).frames()]
    np.testing.assert_array_equal(after, [before[0], *before[:3]])
