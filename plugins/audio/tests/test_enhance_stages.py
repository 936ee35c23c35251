"""Each stage mends its damage, and leaves sound without it alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from entai import Audio
from entai_audio.enhancement.damage import DAMAGES
from entai_audio.enhancement.declick import fill, has_clicks, without_clicks
from entai_audio.enhancement.declip import find_limit, without_clipping
from entai_audio.enhancement.dereverb import without_room
from entai_audio.enhancement.hum import find_hum, without_hum
from entai_audio.metrics.distortion import si_sdr

RATE = 16_000


@pytest.fixture(scope="module")
def voice() -> np.ndarray:
    """Five seconds of a real voice; the recording is a little noisy."""
    from importlib.resources import as_file, files

    with as_file(files("entai_audio") / "samples" / "noisy-speech.flac") as path:
        audio = Audio.read(path)
        return np.asarray(audio)[:5 * audio.rate, 0].astype(np.float64)


def declip(sound: np.ndarray) -> np.ndarray:
    limit = find_limit(sound)
    assert limit is not None
    return without_clipping(sound, RATE, limit)


def declick(sound: np.ndarray) -> np.ndarray:
    assert has_clicks(sound, RATE)
    return without_clicks(sound, RATE)[0]


def dehum(sound: np.ndarray) -> np.ndarray:
    hum = find_hum(sound, RATE)
    assert hum is not None and abs(hum.base - 50) < 0.02
    return without_hum(sound, RATE, hum)


@pytest.mark.parametrize(("name", "mend", "least"), [("hum", dehum, 12), ("declick", declick, 6), ("declip", declip, 4),
                                                     ("dereverb", lambda sound: without_room(sound, RATE), 1)])
def test_each_stage_gains_on_its_damage(voice: np.ndarray, name: str, mend: Callable[[np.ndarray], np.ndarray],
                                        least: float) -> None:
    heard, wanted = DAMAGES[name](voice, RATE, np.random.default_rng(1))
    assert si_sdr(wanted, mend(heard)) - si_sdr(wanted, heard) > least


def test_a_voice_without_damage_shows_none(voice: np.ndarray) -> None:
    assert find_limit(voice) is None
    assert find_hum(voice, RATE) is None
    assert not has_clicks(voice, RATE)


def test_sixty_hertz_are_told_from_fifty(voice: np.ndarray) -> None:
    time = np.arange(len(voice)) / RATE
    hum = find_hum(voice + sum(0.02 * np.sin(2 * np.pi * 60.05 * k * time) for k in range(1, 4)), RATE)
    assert hum is not None and abs(hum.base - 60.05) < 0.02


def test_declipping_keeps_every_sample_below_the_limit(voice: np.ndarray) -> None:
    heard, _ = DAMAGES["declip"](voice, RATE, np.random.default_rng(0))
    limit = find_limit(heard)
    assert limit is not None
    mended = without_clipping(heard, RATE, limit)
    below = np.abs(heard) < limit
    assert np.array_equal(mended[below], heard[below])
    assert np.all(np.abs(mended[~below]) >= 0.9 * limit)


def test_prediction_fills_a_gap_in_a_tone() -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(800) / RATE) + 0.5 * np.sin(2 * np.pi * 1_200 * np.arange(800) / RATE)
    heard = tone.copy()
    heard[400:416] = 0
    for _ in range(4):
        fill(heard, slice(400, 416), 32)
    assert np.abs(heard - tone).max() < 0.05
