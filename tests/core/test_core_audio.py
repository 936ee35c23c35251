"""Sound goes out as it came in: every sample, rate, channels, depth, tags."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from entai import Audio, EntaiError, EntaiWarning


def sound(frames: int = 4_800, channels: int = 2, seed: int = 0) -> np.ndarray:
    return (np.random.default_rng(seed).standard_normal((frames, channels)) * 0.1).astype(np.float32)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".aiff", ".w64", ".rf64", ".caf", ".au"])
@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24"])
def test_every_sample_depth_and_rate_is_kept(tmp_path: Path, suffix: str, subtype: str) -> None:
    given_path = tmp_path / f"given{suffix}"
    soundfile.write(given_path, sound(), 44_100, subtype, format="RF64" if suffix == ".rf64" else None)
    audio = Audio.read(given_path)
    audio.like(audio.blocks(1_000)).save(tmp_path / f"copy{suffix}")
    before, after = soundfile.SoundFile(given_path), soundfile.SoundFile(tmp_path / f"copy{suffix}")
    assert (after.samplerate, after.channels, after.subtype, after.format) == (44_100, 2, subtype, before.format)
    assert np.array_equal(before.read(dtype="int32"), after.read(dtype="int32"))


@pytest.mark.parametrize("suffix", [".ogg", ".mp3", ".opus"])
@pytest.mark.parametrize("frames", [1, 4_799, 48_000])
def test_lossy_files_keep_their_number_of_samples_and_no_delay(tmp_path: Path, suffix: str, frames: int) -> None:
    time = np.arange(frames) / 48_000
    tone = (0.3 * np.sin(2 * np.pi * 440 * time))[:, None]
    Audio(tone.astype(np.float32), 48_000).save(tmp_path / f"a{suffix}")
    first = Audio.read(tmp_path / f"a{suffix}")
    first.like(first.samples).save(tmp_path / f"b{suffix}")
    again = Audio.read(tmp_path / f"b{suffix}").samples
    assert len(first.samples) == len(again) == frames
    if frames == 48_000:
        middle = slice(10_000, 30_000)
        assert np.corrcoef(tone[middle, 0], again[middle, 0])[0, 1] > 0.999


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg"])
def test_tags_are_kept_and_travel_between_formats(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    with soundfile.SoundFile(path, "w", 16_000, 1) as file:
        file.title, file.artist = "Tür", "Me"
        file.write(sound(16_000, 1))
    audio = Audio.read(path)
    for other in (".wav", ".flac", ".mp3", ".ogg"):
        audio.like(audio.samples * 0.5).save(tmp_path / f"b{other}", overwrite=True)
        kept = soundfile.SoundFile(tmp_path / f"b{other}")
        assert (kept.title, kept.artist) == ("Tür", "Me"), other


def test_unknown_chunks_and_loudspeakers_of_a_wav_are_kept(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sound(100, 6), 48_000, "PCM_24", format="WAVEX")
    content = bytearray((tmp_path / "a.wav").read_bytes())
    content[40:44] = struct.pack("<I", 0x3F)
    content += b"iXML" + struct.pack("<I", 6) + b"<scene"
    content[4:8] = struct.pack("<I", len(content) - 8)
    (tmp_path / "a.wav").write_bytes(content)
    audio = Audio.read(tmp_path / "a.wav")
    audio.like(audio.samples).save(tmp_path / "b.wav")
    copy = (tmp_path / "b.wav").read_bytes()
    assert b"iXML\x06\x00\x00\x00<scene" in copy
    assert Audio.read(tmp_path / "b.wav").form.mask == 0x3F


def test_pictures_in_a_flac_are_kept(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", sound(), 48_000)
    content = (tmp_path / "a.flac").read_bytes()
    cover = b"\0\0\0\3" + b"\0\0\0\x09image/png" + bytes(20) + struct.pack(">I", 4) + b"\x89PNG"
    content = content[:42] + bytes([6]) + len(cover).to_bytes(3, "big") + cover + content[42:]
    (tmp_path / "a.flac").write_bytes(content)
    audio = Audio.read(tmp_path / "a.flac")
    audio.like(audio.samples).save(tmp_path / "b.flac")
    assert cover in (tmp_path / "b.flac").read_bytes()
    assert np.array_equal(Audio.read(tmp_path / "b.flac").samples, audio.samples)


def test_reading_opens_the_header_alone_and_blocks_cover_all(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sound(10_001), 48_000)
    audio = Audio.read(tmp_path / "a.wav")
    assert (audio.rate, audio.channels, audio.frames, audio.suffix) == (48_000, 2, 10_001, ".wav")
    assert [len(block) for block in audio.blocks(4_000)] == [4_000, 4_000, 2_001]
    assert np.array_equal(np.concatenate(list(audio.blocks(77))), np.asarray(audio))
    assert "10.00" not in repr(audio) and "48000 Hz" in repr(audio)


@given(st.lists(st.integers(0, 500), max_size=12), st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_blocks_of_any_size_hold_the_same_samples(sizes: list[int], size: int) -> None:
    from entai.media.sound.samples import in_sizes

    whole = sound(sum(sizes), 1)
    parts = np.split(whole, np.cumsum(sizes)[:-1]) if sizes else []
    blocks = list(in_sizes(parts, size))
    assert all(len(block) == size for block in blocks[:-1])
    assert np.array_equal(np.concatenate([*blocks, whole[:0]]), whole)


@given(st.sampled_from(["PCM_16", "PCM_24", "PCM_32", "PCM_U8"]), st.lists(st.floats(-1, 1), min_size=1, max_size=50))
@settings(max_examples=60, deadline=None)
def test_whole_numbers_are_rounded_by_half_a_step_at_most(subtype: str, values: list[float]) -> None:
    names = {"PCM_16": ("s16", 16), "PCM_24": ("s24", 24), "PCM_32": ("s32", 32), "PCM_U8": ("u8", 8)}
    encoding, bits = names[subtype]
    buffer = io.BytesIO()
    Audio(np.array(values), 8_000).write(buffer, ".wav", encoding=encoding)
    buffer.seek(0)
    read = Audio.read(buffer)
    assert read.form.subtype == subtype
    step = 2.0 ** (1 - bits)
    assert np.all(np.abs(read.samples[:, 0] - np.clip(values, -1, 1 - step)) <= step / 2 + 1e-9)


def test_sound_in_the_making_is_kept_for_a_second_look(tmp_path: Path) -> None:
    whole = sound()
    audio = Audio(whole, 48_000).like(part for part in np.split(whole, 3))
    audio.save(tmp_path / "a.wav")
    audio.save(tmp_path / "b.wav")
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert audio.frames == len(whole)


def test_sound_that_is_too_long_to_be_kept_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entai.media.audio.KEPT", 1_000)
    audio = Audio(sound(), 48_000).like(iter([sound()]))
    list(audio.blocks())
    with pytest.raises(EntaiError, match="came but once"):
        list(audio.blocks())


def test_rate_and_samples_are_taken_in_either_order_and_arrays_alone_are_not() -> None:
    assert Audio.accept((sound(), 16_000)).rate == Audio.accept((16_000, sound())).rate == 16_000
    with pytest.raises(EntaiError, match=r"give \(samples, rate\)"):
        Audio.accept(sound())


def test_integers_are_taken_at_their_full_scale() -> None:
    assert np.allclose(Audio(np.array([-32768, 0, 16384], np.int16), 8_000).samples[:, 0], [-1, 0, 0.5])
    assert np.allclose(Audio(np.array([0, 128, 192], np.uint8), 8_000).samples[:, 0], [-1, 0, 0.5])


def test_a_page_shows_a_player_and_a_picture() -> None:
    html = Audio(sound(48_000), 48_000).to_html()
    assert "data:audio/wav;base64," in html and "data:image/png;base64," in html and "1.00 s, 2 channels" in html


def test_clipping_is_counted_and_saturates() -> None:
    buffer = io.BytesIO()
    with pytest.warns(EntaiWarning, match="2 samples of .* beyond full scale"):
        Audio(np.array([2.0, -3.0, 0.5]), 8_000).write(buffer, ".wav", encoding="s16")
    buffer.seek(0)
    assert np.allclose(Audio.read(buffer).samples[:, 0], [1 - 2**-15, -1, 0.5])
