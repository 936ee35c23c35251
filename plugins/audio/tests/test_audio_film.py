"""Tasks of sound over a film, by the command line: what they change, and all that they leave as it was."""

from __future__ import annotations

from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

import entai
from entai import Audio
from entai.cli.main import main

RATE, FRAMES = 25, 20


@pytest.fixture(scope="module")
def speech() -> np.ndarray:
    sample = Audio.read(Path(str(files("entai_audio"))) / "samples" / "noisy-speech.flac")
    return sample.samples[: sample.rate * FRAMES // RATE, 0]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory, speech: np.ndarray) -> Path:
    """Pictures that players turn, speech in noise, a subtitle, a language, a title."""
    folder = tmp_path_factory.mktemp("films")
    with av.open(str(folder / "plain.mp4"), "w") as container:
        video, sound = container.add_stream("libx264", rate=RATE), container.add_stream("aac", rate=16_000, layout="mono")
        video.width, video.height, video.pix_fmt, sound.bit_rate = 64, 48, "yuv420p", 128_000
        for place in range(FRAMES):
            grain = np.random.default_rng(place).normal(110 + place, 12, (48, 64, 3))
            frame = av.VideoFrame.from_ndarray(np.uint8(np.clip(grain, 0, 255)), "rgb24")
            frame.pts, frame.time_base = place, Fraction(1, RATE)
            container.mux(video.encode(frame))
        for at in range(0, len(speech), 1024):
            frame = av.AudioFrame.from_ndarray(speech[None, at:at + 1024].astype(np.float32), "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = 16_000, at, Fraction(1, 16_000)
            container.mux(sound.encode(frame))
        for stream in (video, sound):
            container.mux(stream.encode(None))
    with av.open(str(folder / "plain.mp4")) as container, av.open(str(folder / "clip.mp4"), "w") as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in container.streams}
        streams[0].set_display_rotation(90)
        streams[1].metadata["language"], out.metadata["title"] = "deu", "A film"
        text = out.add_mux_stream("mov_text")
        line = av.Packet(b"\x00\x05Hello")
        line.stream, line.pts, line.dts, line.duration, line.time_base = text, 200, 200, 400, Fraction(1, 1000)
        for packet in container.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                out.mux(packet)
        out.mux(line)
    return folder / "clip.mp4"


def run(task: str, *words: object) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", task, *map(str, words)])
    assert ended.value.code == 0


def packets(path: Path, kind: str) -> list[tuple[float, bytes]]:
    """Times and bytes of the first stream of a kind."""
    with av.open(str(path)) as container:
        stream = next(stream for stream in container.streams if stream.type == kind)
        return [(float(packet.pts * packet.time_base), bytes(packet)) for packet in container.demux(stream)
                if packet.dts is not None]


def about(path: Path) -> dict[str, Any]:
    """What a film's file says beside pictures and sound."""
    with av.open(str(path)) as container:
        video, sound, text = container.streams
        first = next(iter(container.decode(video=0)))
        return {"size": (first.width, first.height, first.rotation), "title": container.metadata["title"],
                "language": sound.metadata["language"], "codecs": [one.codec_context.name for one in (video, sound, text)],
                "starts": [float(one.start_time * one.time_base) for one in (video, sound)],
                "lasts": [round(float(one.duration * one.time_base), 3) for one in (video, sound)]}


def heard(path: Path) -> np.ndarray:
    """The sound as a player decodes it."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def extracted(path: Path) -> tuple[np.ndarray, int]:
    with av.open(str(path)) as container:
        length = container.streams.audio[0].duration
    return heard(path)[:length], 16_000


@pytest.mark.parametrize("task", ["audio-denoising", "audio-enhancement"])
def test_sound_is_that_of_the_task_and_all_else_is_copied(clip: Path, tmp_path: Path, task: str) -> None:
    run(task, clip, "-o", tmp_path / "out.mp4")
    for kind in ("video", "subtitle"):
        assert packets(tmp_path / "out.mp4", kind) == packets(clip, kind)
    assert about(tmp_path / "out.mp4") == about(clip)
    wanted = entai.load(task)(extracted(clip)).samples[:, 0]
    found = heard(tmp_path / "out.mp4")[:len(wanted)]
    assert np.square(found - wanted).mean() < 1e-3 * np.square(wanted).mean()
    at = np.correlate(found[1_000:-1_000], wanted[2_000:-2_000], "valid").argmax()
    assert at == 1_000, "not one sample too early or late"


def test_pictures_and_sound_in_one_pass(clip: Path, tmp_path: Path) -> None:
    run("image-inpainting", clip, "-o", tmp_path / "both.mp4", "--set", "box=10,10,9,9", "--set",
        "write.sound=audio-denoising")
    run("audio-denoising", clip, "-o", tmp_path / "one.mp4")
    assert about(tmp_path / "both.mp4") == about(clip)
    assert packets(tmp_path / "both.mp4", "audio") == packets(tmp_path / "one.mp4", "audio")
    assert packets(tmp_path / "both.mp4", "subtitle") == packets(clip, "subtitle")
    assert packets(tmp_path / "both.mp4", "video") != packets(clip, "video")


def test_stems_of_a_film_are_sound(clip: Path, tmp_path: Path, speech: np.ndarray) -> None:
    run("audio-separation", clip, "-o", tmp_path / "stems")
    stems = [Audio.read(path).samples[:, 0] for path in sorted((tmp_path / "stems" / "clip").iterdir())]
    assert len(stems) == 2 and {len(stem) for stem in stems} == {len(speech)}
    np.testing.assert_allclose(sum(stems), extracted(clip)[0], atol=1e-4)
    run("audio-denoising", clip, "-o", tmp_path / "parts", "--set", "residual=on")
    assert len(list((tmp_path / "parts" / "clip").glob("*.wav"))) == 2
