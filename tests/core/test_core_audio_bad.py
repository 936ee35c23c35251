"""Sound files that are not what they say: each refused in a sentence, or used with a warning."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from entai import Audio, EntaiError, EntaiWarning


def wav(path: Path, frames: int = 1_600, rate: int = 16_000, channels: int = 1, subtype: str = "PCM_16") -> Path:
    samples = np.random.default_rng(0).standard_normal((frames, channels)) * 0.1
    soundfile.write(path, samples, rate, subtype)
    return path


def patched(path: Path, place: int, value: int) -> Path:
    content = bytearray(path.read_bytes())
    content[place:place + 4] = struct.pack("<I", value)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("content", "said"), [
    (b"", "is empty"), (b"RIFF", "not sound"), (b"RIFF\x24\0\0\0WAVEfmt ", "not sound"),
    (b"\x89PNG\r\n\x1a\n" + bytes(99), "it is a PNG picture"), (b"just words " * 9, "not sound"), (bytes(500), "not sound")])
@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".flac", ".au"])
def test_what_is_no_sound_is_refused_by_name(tmp_path: Path, content: bytes, said: str, suffix: str) -> None:
    (tmp_path / f"odd{suffix}").write_bytes(content)
    with pytest.raises(EntaiError, match=said) as refused:
        Audio.accept(tmp_path / f"odd{suffix}").samples  # noqa: B018
    assert "odd" in str(refused.value) and "\n" not in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EntaiError, match="no file or folder"):
        Audio.accept(tmp_path / "none.wav")
    with pytest.raises(EntaiError, match="is a folder"):
        Audio.accept(tmp_path)


@pytest.mark.parametrize("rate", [1, 999, 4_000_000_000])
def test_impossible_rates_are_refused_before_anything_is_read(tmp_path: Path, rate: int) -> None:
    with pytest.raises(EntaiError, match="Hz"):
        Audio.accept(patched(wav(tmp_path / "a.wav"), 24, rate))


@pytest.mark.parametrize("rate", [8_000, 11_025, 192_000])
def test_unusual_rates_are_kept(tmp_path: Path, rate: int) -> None:
    assert Audio.accept(wav(tmp_path / "a.wav", rate=rate)).rate == rate


def test_half_a_file_is_used_and_said(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav")
    path.write_bytes(path.read_bytes()[:44 + 1_600])
    with pytest.warns(EntaiWarning, match=r"cut off: its header promises 0\.10 s, it holds 0\.05 s"):
        audio = Audio.accept(path)
    assert audio.samples.shape == (800, 1)


def test_a_file_saved_from_a_pipe_is_whole(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    path = patched(patched(wav(tmp_path / "a.wav"), 40, 0xFFFFFFFF), 4, 0xFFFFFFFF)
    assert len(Audio.accept(path).samples) == 1_600
    assert not [warning for warning in recwarn if issubclass(warning.category, EntaiWarning)]


def test_a_damaged_flac_is_refused_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, np.random.default_rng(0).standard_normal(48_000) * 0.1, 16_000)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(EntaiError, match=r"a\.flac is damaged behind [0-9.]+ s"):
        Audio.accept(path).samples  # noqa: B018


def test_no_samples_are_refused_and_one_is_not(tmp_path: Path) -> None:
    with pytest.raises(EntaiError, match="no samples"):
        Audio.accept(wav(tmp_path / "a.wav", 0))
    assert Audio.accept(wav(tmp_path / "b.wav", 1)).samples.shape == (1, 1)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_silence_and_said(tmp_path: Path, bad: float) -> None:
    samples = np.full((100, 1), 0.5, np.float32)
    samples[3:6] = bad
    soundfile.write(tmp_path / "a.wav", samples, 16_000, "FLOAT")
    for value in (tmp_path / "a.wav", (samples, 16_000)):
        with pytest.warns(EntaiWarning, match="3 samples that are no numbers"):
            found = Audio.accept(value).samples
        assert np.array_equal(np.flatnonzero(found[:, 0] == 0), [3, 4, 5])


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
def test_every_depth_comes_back(tmp_path: Path, subtype: str) -> None:
    audio = Audio.accept(wav(tmp_path / "a.wav", subtype=subtype))
    audio.save(tmp_path / "b.wav")
    copy = Audio.accept(tmp_path / "b.wav")
    assert copy.form.subtype == subtype
    assert np.array_equal(copy.samples, audio.samples)
    assert copy.samples.dtype == (np.float64 if subtype in ("DOUBLE", "PCM_32") else np.float32)


def test_eight_channels_come_back(tmp_path: Path) -> None:
    audio = Audio.accept(wav(tmp_path / "a.wav", channels=8))
    audio.save(tmp_path / "b.flac")
    assert Audio.accept(tmp_path / "b.flac").channels == 8
    with pytest.raises(EntaiError, match="can't be written as MP3"):
        audio.save(tmp_path / "b.mp3")
    assert not (tmp_path / "b.mp3").exists()


def test_axes_are_told_apart_or_refused() -> None:
    sound = np.random.default_rng(0).standard_normal((16_000, 2)) * 0.1
    assert np.array_equal(Audio(sound.T, 16_000).samples, sound)
    assert Audio(sound[:, 0], 16_000).channels == 1
    for shape in ((2, 3), (70, 80), (10, 10, 2), (0, 2)):
        with pytest.raises(EntaiError, match="shape"):
            Audio(np.zeros(shape), 16_000)
    with pytest.raises(EntaiError, match="int64"):
        Audio(np.zeros(9, np.int64), 16_000)


@pytest.mark.parametrize("rate", [0, -1, 1, 4e9, float("nan"), 16_000.5, True])
def test_impossible_rates_of_arrays_are_refused(rate: float) -> None:
    with pytest.raises(EntaiError, match="Hz"):
        Audio(np.zeros(100), rate)


def test_a_header_of_hours_is_refused_and_the_limit_can_be_raised(tmp_path: Path) -> None:
    path = wav(tmp_path / "a.wav", 36_000, rate=1_000)
    with pytest.raises(EntaiError, match="max_hours"):
        Audio.read(path, max_hours=0.001)
    assert Audio.read(path, max_hours=0.1).frames == 36_000


def test_bare_samples_need_a_rate(tmp_path: Path) -> None:
    (tmp_path / "a.raw").write_bytes(bytes(3_200))
    with pytest.raises(EntaiError, match=r"read\.rate=16000"):
        Audio.read(tmp_path / "a.raw")
    assert Audio.read(tmp_path / "a.raw", rate=16_000, channels=2).samples.shape == (800, 2)
    with pytest.raises(EntaiError, match=r"leave out read\.rate"):
        Audio.read(wav(tmp_path / "b.wav"), rate=16_000)
