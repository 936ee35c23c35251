"""audio-enhancement as users meet it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

import entai
from entai import Audio
from entai.cli.main import main
from entai_audio.enhancement.damage import with_hum
from entai_audio.mixing.synthetic import sounds, voice
from entai_audio.windows import in_windows


@pytest.fixture(scope="module")
def spoken() -> np.ndarray:
    parts = [voice(np.random.default_rng(seed)) * 0.1 for seed in range(4)]
    return np.concatenate(parts)[:, None].astype(np.float32)


def test_a_file_goes_through_with_all_it_carries(tmp_path: Path, spoken: np.ndarray) -> None:
    with soundfile.SoundFile(tmp_path / "a.flac", "w", 16_000, 2, "PCM_24") as file:
        file.title = "Folge 1"
        file.write(np.repeat(spoken, 2, axis=1))
    with pytest.raises(SystemExit) as ended:
        main(["run", "audio-enhancement", str(tmp_path / "a.flac"), "-o", str(tmp_path / "b.flac"), "--set", "loudness=-20"])
    assert ended.value.code == 0
    out = soundfile.SoundFile(tmp_path / "b.flac")
    assert (out.samplerate, out.channels, out.subtype, out.title) == (16_000, 2, "PCM_24", "Folge 1")
    assert len(out) == len(spoken)


def test_stages_off_leave_the_sound_alone(spoken: np.ndarray) -> None:
    heard = with_hum(spoken[:, 0], 16_000, np.random.default_rng(0))[0]
    off = dict.fromkeys(("hum", "declick", "declip", "dereverb"), "off")
    out = entai.load("audio-enhancement")((heard * 0.5, 16_000), loudness=0, **off)
    assert np.allclose(out.samples[:, 0], heard * 0.5)


def test_the_result_can_be_had_again_and_is_the_same(spoken: np.ndarray) -> None:
    out = entai.load("audio-enhancement")((spoken, 16_000), dereverb="off")
    assert np.array_equal(np.concatenate(list(out.blocks())), np.concatenate(list(out.blocks(999))))
    assert out.frames == len(spoken)


@pytest.mark.parametrize("count", [1, 900, 16_000 * 2])
def test_windows_join_without_a_seam(count: int) -> None:
    sound = np.random.default_rng(0).standard_normal((count, 2))
    pairs = list(in_windows(np.array_split(sound, 5), 1_000, 3.0, 0.5, lambda window: window * 2))
    assert np.allclose(np.concatenate([given for given, _ in pairs]), sound)
    assert np.allclose(np.concatenate([changed for _, changed in pairs]), 2 * sound)


def test_why_tells_what_was_found(spoken: np.ndarray) -> None:
    heard = np.tile(spoken[:, 0], 2)
    heard = with_hum(heard, 16_000, np.random.default_rng(0))[0]
    page = entai.explain("audio-enhancement", (heard, 16_000))._repr_html_()
    assert "hum at 50.0" in page and "not clipped" in page and page.count("<audio") == 2


def test_it_is_measured_on_damage_made_on_purpose() -> None:
    report = entai.evaluate("audio-enhancement", sounds(0))
    assert {"hum gains", "declick gains", "declip gains", "dereverb gains", "clean kept", "loudness off"} <= set(report.metrics)
    assert Audio(np.ones(9), 8_000).rate == 8_000
