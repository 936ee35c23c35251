"""Sound through pipes: as it comes, whatever the header can know."""

from __future__ import annotations

import os
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from imageio_ffmpeg import get_ffmpeg_exe

from entai import Audio, EntaiError, EntaiWarning

FFMPEG = get_ffmpeg_exe()


def fed(content: bytes, chunk: int = 997) -> object:
    """A pipe into which `content` is written by pieces."""
    reader, writer = os.pipe()

    def feed() -> None:
        with suppress(BrokenPipeError), os.fdopen(writer, "wb", buffering=0) as pipe:
            for start in range(0, len(content), chunk):
                pipe.write(content[start:start + chunk])

    threading.Thread(target=feed, daemon=True).start()
    return os.fdopen(reader, "rb")


def written(audio: Audio, suffix: str = ".wav") -> bytes:
    """What goes into a pipe that can't be sought in."""
    reader, writer = os.pipe()
    found: list[bytes] = []
    with os.fdopen(reader, "rb") as source, os.fdopen(writer, "wb") as target:
        thread = threading.Thread(target=lambda: found.append(source.read()))
        thread.start()
        audio.write(target, suffix)
        target.close()
        thread.join()
    return found[0]


@pytest.fixture
def sound() -> np.ndarray:
    return (np.random.default_rng(0).integers(-9_999, 9_999, (5_001, 2)) / 32_768).astype(np.float32)


@pytest.mark.parametrize("known", [True, False])
def test_a_wav_goes_through_a_pipe_whole(sound: np.ndarray, known: bool) -> None:
    audio = Audio(sound, 44_100).like(iter([sound]), frames=len(sound) if known else None)
    content = written(audio)
    assert (content[4:8] == b"\xff\xff\xff\xff") is not known
    back = Audio.read(fed(content))
    assert (back.frames, back.again) == (len(sound) if known else None, False)
    assert np.array_equal(back.samples, sound)


def test_a_first_block_comes_before_the_pipe_ends() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as source, os.fdopen(writer, "wb", buffering=0) as target:
        target.write(b"\0\x40" * 800)
        blocks = Audio.read(source, rate=16_000).blocks()
        heard = 0
        while heard < 800:
            heard += len(next(blocks))
        target.close()
        assert list(blocks) == []


def test_raw_samples_come_out_raw(sound: np.ndarray) -> None:
    content = (sound * 32_768).astype("<i2").tobytes()
    audio = Audio.read(fed(content, 333), rate=16_000, channels=2)
    assert (audio.suffix, audio.frames) == (".raw", None)
    assert written(audio.like(audio.blocks()), audio.suffix) == content


@pytest.mark.parametrize(("encoding", "kind"), [("f32", "<f4"), ("f64", "<f8"), ("s32", "<i4"), ("u8", "u1")])
def test_raw_encodings(encoding: str, kind: str) -> None:
    numbers = np.arange(1, 100).astype(kind)
    audio = Audio.read(fed(numbers.tobytes()), rate=8_000, encoding=encoding)
    assert written(audio, ".raw") == numbers.tobytes()


def test_half_a_wav_through_a_pipe_is_said(sound: np.ndarray) -> None:
    content = written(Audio(sound, 16_000))
    with pytest.warns(EntaiWarning, match="cut off"):
        assert len(Audio.read(fed(content[:len(content) // 2])).samples) < len(sound)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0", b"RIFF\0\0\0\0WAVEdata\0\0\0\0", b"words"])
def test_what_is_no_sound_is_refused(content: bytes) -> None:
    with pytest.raises(EntaiError):
        Audio.read(fed(content)).samples  # noqa: B018


def test_other_formats_through_a_pipe_are_read_to_their_end(tmp_path: Path, sound: np.ndarray) -> None:
    soundfile.write(tmp_path / "a.flac", sound, 44_100)
    audio = Audio.read(fed((tmp_path / "a.flac").read_bytes()))
    assert audio.again and np.array_equal(audio.samples, sound)
    with pytest.raises(EntaiError, match="max_megabytes"):
        Audio.read(fed(b"fLaC" + bytes(3 << 20)), max_megabytes=1)


def test_ffmpeg_on_either_side(tmp_path: Path, sound: np.ndarray) -> None:
    soundfile.write(tmp_path / "a.wav", sound, 44_100, "PCM_24")
    before = subprocess.run([FFMPEG, "-v", "error", "-i", tmp_path / "a.wav", "-c:a", "pcm_s24le", "-f", "wav", "-"],
                            capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout
    audio = Audio.read(fed(before))
    after = subprocess.run([FFMPEG, "-v", "error", "-f", "wav", "-i", "-", "-f", "s16le", "-"], capture_output=True,
                           check=True, input=written(audio.like(audio.blocks()))).stdout
    assert audio.form.subtype == "PCM_24"
    assert np.array_equal(np.frombuffer(after, "<i2").reshape(-1, 2), np.round(sound * 32_768).astype(np.int16))
