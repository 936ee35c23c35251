"""Films: every frame, the sound, and all that is written beside them, through changes to pictures and to sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from core_films import about, film, packets, pictures, samples, times, turned

from entai import Audio, EntaiError, Image, Video
from entai.media.change import Change
from entai.media.media import kind_for, options_for

SAME = Change.each(lambda first: lambda picture: picture)
NEGATIVE = Change.each(lambda first: lambda picture: picture.like(1 - picture.pixels))
CLEAR = Change.each(lambda first: lambda picture: picture.like(picture.pixels, np.full(picture.pixels.shape[:2], 0.4, np.float32)))
SOFTER = Change.each(lambda first: lambda sound: sound.like(lambda: (block / 2 for block in sound.blocks())))


def changed(source: Path, target: Path, change: Change = SAME, kind: type = Image, **options: Any) -> Path:
    return Video.accept(source).carrying(kind, change).save(target, **options)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_every_frame_keeps_its_place_and_its_looks(tmp_path: Path, suffix: str) -> None:
    source = film(tmp_path / f"a{suffix}", frames=101)  # more than two pieces
    result = changed(source, tmp_path / f"b{suffix}")
    assert times(result) == times(source)
    pairs = zip(pictures(source), pictures(result), strict=True)
    assert max(np.abs(one.astype(int) - other).mean() for one, other in pairs) < 4
    assert packets(result, "audio") == packets(source, "audio")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{suffix}", f"b{suffix}"]


def test_pictures_are_changed(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4")
    negative = pictures(changed(source, tmp_path / "b.mp4", NEGATIVE))
    pairs = list(zip(pictures(source), negative, strict=True))
    assert np.mean([np.abs(255 - one.astype(int) - other).mean() for one, other in pairs]) < 5


def test_sound_is_changed_in_its_place_and_pictures_are_copied(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4")
    result = changed(source, tmp_path / "b.mp4", SOFTER, Audio)
    assert packets(result, "video") == packets(source, "video")
    before, after = samples(source)[0], samples(result)[0]
    assert abs(len(before) - len(after)) <= 1024
    middle = slice(10_000, 30_000)
    offsets = np.correlate(after[8_000:32_000], before[middle], "valid")
    assert offsets.argmax() == 2_000, "not one sample too early or late"
    np.testing.assert_allclose(after[middle], before[middle] / 2, atol=0.02)


def test_uneven_frame_times_are_kept(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mkv", frames=12, times=[0, 1, 2, 10, 11, 14, 20, 21, 40, 41, 42, 60])
    for suffix in (".mkv", ".mp4"):
        assert times(changed(source, tmp_path / f"b{suffix}")) == times(source)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_film_is_worked_on_upright_and_stays_turned(tmp_path: Path, degrees: int) -> None:
    source = turned(film(tmp_path / "s.mp4", 4), tmp_path / "a.mp4", degrees)
    seen: list[tuple[int, int]] = []
    look = Change.each(lambda first: lambda picture: (seen.append((picture.width, picture.height)), picture)[1])
    result = changed(source, tmp_path / "b.mp4", look)
    assert about(result)[:3] == about(source)[:3]
    assert set(seen) == {(64, 48) if degrees == 180 else (48, 64)}
    assert np.abs(pictures(source)[0].astype(int) - pictures(result)[0]).mean() < 4
    copied = changed(source, tmp_path / "c.mp4", SOFTER, Audio)
    assert about(copied)[2] == about(source)[2]


@pytest.mark.parametrize("tags", [(1, 1, 1, 1), (5, 6, 5, 1), (1, 1, 1, 2)])
def test_colours_and_their_tags_are_kept(tmp_path: Path, tags: tuple[int, ...]) -> None:
    source = film(tmp_path / "a.mp4", 4, tags=tags)
    result = changed(source, tmp_path / "b.mp4")
    assert about(result)[4] == about(source)[4] == tags
    assert np.abs(pictures(source)[2].astype(int) - pictures(result)[2]).mean() < 4


def test_ten_bits_and_hdr_stay_or_are_refused(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", 3, codec="libx265", pixel_format="yuv420p10le", tags=(9, 16, 9, 1),
                  **{"x265-params": "log-level=error"})
    depths: set[int] = set()
    look = Change.each(lambda first: lambda picture: (depths.add(picture.bits), picture)[1])
    result = changed(source, tmp_path / "b.mp4", look)
    assert about(result)[3:] == ("yuv420p10le", (9, 16, 9, 1)) and depths == {16}
    with pytest.raises(EntaiError, match=r"HDR \(PQ\)"):
        changed(source, tmp_path / "c.mp4", pixel_format="yuv420p")


@pytest.mark.parametrize(("size", "pixel_format"), [((65, 48), "yuv444p"), ((64, 47), "yuv444p"), ((65, 47), "yuv444p")])
def test_odd_sizes_stay_as_they_are(tmp_path: Path, size: tuple[int, int], pixel_format: str) -> None:
    source = film(tmp_path / "a.mp4", 3, *size, pixel_format=pixel_format)
    assert about(changed(source, tmp_path / "b.mp4"))[:2] == size


def test_pictures_may_change_their_size(tmp_path: Path) -> None:
    twice = Change.each(lambda first: lambda picture: picture.like(picture.pixels.repeat(2, 0).repeat(2, 1)))
    assert about(changed(film(tmp_path / "a.mp4", 3), tmp_path / "b.mp4", twice))[:2] == (128, 96)


@pytest.mark.parametrize(("suffix", "decoder"), [(".mov", "prores"), (".webm", "libvpx-vp9"), (".mkv", "ffv1")])
def test_alpha_goes_where_it_can_be_held(tmp_path: Path, suffix: str, decoder: str) -> None:
    result = changed(film(tmp_path / "a.mp4", 4, sound=False), tmp_path / f"b{suffix}", CLEAR)
    with av.open(str(result)) as container:
        stream = container.streams.video[0]
        codec = av.CodecContext.create(decoder, "r")
        codec.extradata = stream.codec_context.extradata
        codec.width, codec.height, codec.pix_fmt = 64, 48, stream.codec_context.pix_fmt
        found = [frame for packet in container.demux(stream) for frame in codec.decode(packet)]
    assert len(found) == 4
    assert found[1].to_ndarray(format="rgba")[..., 3].mean() == pytest.approx(0.4 * 255, abs=4)


def test_alpha_is_refused_where_it_would_be_lost(tmp_path: Path) -> None:
    with pytest.raises(EntaiError, match=r"\.mov or \.webm"):
        changed(film(tmp_path / "a.mp4", 4), tmp_path / "b.mp4", CLEAR)
    assert not (tmp_path / "b.mp4").exists()


def test_a_change_is_settled_on_the_first_picture(tmp_path: Path) -> None:
    settled: list[Image] = []
    once = Change.each(lambda first: (settled.append(first), lambda picture: picture)[1])
    changed(film(tmp_path / "a.mp4", 60), tmp_path / "b.mp4", once)
    assert len(settled) == 1


def test_two_changes_follow_each_other(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", 3)
    both = Video.accept(source).carrying(Image, NEGATIVE).carrying(Image, NEGATIVE)
    for one, other in zip(Video.accept(source).frames(), both.frames(), strict=True):
        np.testing.assert_allclose(one.pixels, other.pixels, atol=1e-6)


def test_flicker_is_told_beside_the_sources(tmp_path: Path) -> None:
    still = Change.each(lambda first: lambda picture: picture.like(0.5 * first.pixels + 0.5 * picture.pixels))
    told: list[str] = []
    changed(film(tmp_path / "a.mp4", 10), tmp_path / "b.mp4", still, tell=told.append)
    assert told == ["flicker 0.50 of the source's"]


def test_what_a_film_is_settled_by_what_it_is_asked_for(tmp_path: Path) -> None:
    assert kind_for(Image, tmp_path / "a.mp4") is Video and kind_for(Image, "a.webp") is Image
    assert kind_for(Audio, "A.MKV") is Video and kind_for(Audio, "a.wav") is Audio
    assert {"codec", "sound", "bits"} <= {option.name for option in options_for(Image, "write_options")}


def test_tags_languages_and_subtitles_are_kept(tmp_path: Path) -> None:
    source = film(tmp_path / "s.mp4", 30)
    with av.open(str(source)) as container, av.open(str(tmp_path / "a.mkv"), "w") as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in container.streams}
        text = out.add_mux_stream("subrip")
        streams[1].metadata["language"], out.metadata["title"] = "deu", "A film"
        for packet in container.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                out.mux(packet)
        line = av.Packet(b"Hello")
        line.stream, line.pts, line.dts, line.duration, line.time_base = text, 200, 200, 500, text.time_base
        out.mux(line)
    result = changed(tmp_path / "a.mkv", tmp_path / "b.mkv")
    with av.open(str(result)) as container:
        assert container.metadata["title"] == "A film"
        assert container.streams.audio[0].metadata["language"] == "deu"
        assert [bytes(packet) for packet in container.demux(subtitles=0) if packet.dts is not None] == [b"Hello"]
    with pytest.warns(Warning, match="subtitles in .* are left out"):
        changed(tmp_path / "a.mkv", tmp_path / "b.mp4")


def test_a_film_shows_itself(tmp_path: Path) -> None:
    shown = Video.accept(film(tmp_path / "a.mp4", 5)).carrying(Image, CLEAR).to_html()
    assert shown.startswith("<figure><video") and "data:video/mp4;base64," in shown
