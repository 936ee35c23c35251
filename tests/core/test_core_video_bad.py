"""Films that are broken, or no films; and a run that was interrupted."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from core_films import film, packets, pictures, times
from PIL import Image as Pillow

from entai import Audio, EntaiError, EntaiWarning, Image, Video
from entai.media.change import Change

SAME = Change.each(lambda first: lambda value: value)
SOFTER = Change.each(lambda first: lambda sound: sound.like(lambda: (block / 2 for block in sound.blocks())))


def changed(source: Path, target: Path, change: Change = SAME, kind: type = Image, **options: Any) -> Path:
    return Video.accept(source).carrying(kind, change).save(target, **options)


def test_a_broken_last_frame_is_left_out_and_told(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", 20)
    with av.open(str(source)) as container:
        place, size = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.dts is not None][-1]
    content = bytearray(source.read_bytes())
    content[place:place + size] = np.random.default_rng(0).bytes(size)
    source.write_bytes(content)
    with pytest.warns(EntaiWarning, match="1 damaged frames"):
        assert len(pictures(changed(source, tmp_path / "b.mp4"))) == 19


def test_half_an_mp4_is_refused_and_half_an_mkv_is_told(tmp_path: Path) -> None:
    for suffix in (".mp4", ".mkv"):
        whole = film(tmp_path / f"a{suffix}", 60).read_bytes()
        (tmp_path / f"half{suffix}").write_bytes(whole[:len(whole) // 2])
    with pytest.raises(EntaiError, match=r"half\.mp4 is no film that can be read, or is cut off"):
        changed(tmp_path / "half.mp4", tmp_path / "b.mp4")
    with pytest.warns(EntaiWarning, match="its header promises"):
        assert 5 < len(times(changed(tmp_path / "half.mkv", tmp_path / "b.mp4"))) < 55


def test_a_film_without_sound(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", 5, sound=False)
    assert len(pictures(changed(source, tmp_path / "b.mp4"))) == 5
    with pytest.raises(EntaiError, match=r"a\.mp4 has no sound"):
        changed(source, tmp_path / "c.mp4", SOFTER, Audio)


def test_sound_called_a_film(tmp_path: Path) -> None:
    with av.open(str(film(tmp_path / "s.mp4", 20))) as container, av.open(str(tmp_path / "a.mp4"), "w") as out:
        stream = out.add_stream_from_template(container.streams.audio[0])
        for packet in container.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    with pytest.raises(EntaiError, match="holds no pictures, only sound"):
        changed(tmp_path / "a.mp4", tmp_path / "b.mp4")
    assert len(packets(changed(tmp_path / "a.mp4", tmp_path / "c.mp4", SOFTER, Audio), "audio")) > 10


def test_a_picture_called_a_film(tmp_path: Path) -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP"):
        Pillow.new("RGB", (8, 8)).save(tmp_path / "a.mp4", kind)
        with pytest.raises(EntaiError, match=r"a\.mp4 is a picture|is no film|can't be decoded"):
            Video.accept(tmp_path / "a.mp4")


@pytest.mark.parametrize("content", [b"", bytes(600), b"no film at all\n" * 40, b"\x00\x00\x00\x18ftypmp42" + bytes(64)])
def test_nonsense_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(content)
    with pytest.raises(EntaiError, match=r"a\.mp4"):
        Video.accept(tmp_path / "a.mp4")
    with pytest.raises(EntaiError, match="there is no file"):
        Video.accept(tmp_path / "nowhere.mp4")


def test_an_interlaced_film_is_told(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", 6, **{"x264-params": "interlaced=1", "flags": "+ildct+ilme"})
    with pytest.warns(EntaiWarning, match="interlaced"):
        changed(source, tmp_path / "b.mp4")


@pytest.mark.parametrize(("options", "words"), [
    ({"codec": "prores"}, "does not hold prores"), ({"pixel_format": "sepia"}, "does not take the pixel format"),
])
def test_wrong_ways_to_write_are_told(tmp_path: Path, options: dict[str, Any], words: str) -> None:
    with pytest.raises(EntaiError, match=words):
        changed(film(tmp_path / "a.mp4", 3), tmp_path / "b.mp4", **options)
    assert not (tmp_path / "b.mp4").exists()


def test_a_film_goes_to_a_film(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", 3)
    with pytest.raises(EntaiError, match=r"can't be written as \.gif"):
        changed(source, tmp_path / "b.gif")
    with pytest.raises(EntaiError, match="exists"):
        changed(source, source)
    with pytest.raises(EntaiError, match=r"more than 0\.001 megapixels"):
        Video.read(source, max_megapixels=0.001)
    with source.open("rb") as stream, pytest.raises(EntaiError, match="pipe"):
        Video.read(stream)


class Killed(BaseException):
    """As if the process ended."""


def interrupted(after: int) -> Change:
    """A change that is killed at a frame."""
    seen: list[int] = []

    def step(picture: Image) -> Image:
        seen.append(1)
        if len(seen) > after:
            raise Killed
        return picture

    return Change.each(lambda first: step)


@pytest.mark.parametrize("after", [10, 60, 140])
def test_a_run_that_was_interrupted_gives_the_same_file(tmp_path: Path, after: int) -> None:
    source = film(tmp_path / "a.mp4", 150)
    alone = changed(source, tmp_path / "alone.mp4")
    with pytest.raises(Killed):
        changed(source, tmp_path / "b.mp4", interrupted(after))
    assert not (tmp_path / "b.mp4").exists() and (tmp_path / "b.mp4.run").is_dir()
    worked: list[int] = []
    count = Change.each(lambda first: lambda picture: (worked.append(1), picture)[1])
    again = changed(source, tmp_path / "b.mp4", count, resume=True)
    assert again.read_bytes() == alone.read_bytes()
    assert len(worked) == 151 - (after - 1) // 48 * 48
    assert not (tmp_path / "b.mp4.run").exists()


def test_another_runs_pieces_are_not_mixed_in(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", 60)
    with pytest.raises(Killed):
        changed(source, tmp_path / "b.mp4", interrupted(55))
    negative = Change.each(lambda first: lambda picture: picture.like(1 - picture.pixels))
    with pytest.raises(EntaiError, match="another input, model or setting"):
        changed(source, tmp_path / "b.mp4", negative, resume=True)
    with pytest.raises(EntaiError, match="another input, model or setting"):
        changed(source, tmp_path / "b.mp4", resume=True, quality=30)
    assert len(pictures(changed(source, tmp_path / "b.mp4", negative))) == 60, "begun anew without --resume"
    shutil.copy(source, tmp_path / "c.mp4")
