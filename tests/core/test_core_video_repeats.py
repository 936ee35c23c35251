"""Runs over one film give the same bytes, however often; encoders that read stray memory give others now and then."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from core_films import film

from entai import Image, Video
from entai.media.change import Change

RUNS = 60
SAME = Change.each(lambda first: lambda picture: picture)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(96, 72), (160, 32)])
def test_a_film_comes_out_the_same_every_time(tmp_path: Path, size: tuple[int, int]) -> None:
    source = film(tmp_path / "a.mp4", 100, *size)
    made = {hashlib.sha256(Video.accept(source).carrying(Image, SAME).save(tmp_path / f"{n}.mp4").read_bytes()).hexdigest()
            for n in range(RUNS)}
    assert len(made) == 1
