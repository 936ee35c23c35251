"""Loudness as the standard measures it, and true peaks that are held."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import entai
from entai import EntaiError, EntaiWarning
from entai_audio import Enhancer
from entai_audio.enhancement.limiter import Limiter, true_peaks
from entai_audio.enhancement.loudness import LoudnessMeter


def speech_like(seconds: float, rate: int, channels: int = 1, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    time = np.arange(int(seconds * rate)) / rate
    swell = 0.02 + np.clip(np.sin(2 * np.pi * 0.7 * time), 0, None)[:, None]
    return (rng.standard_normal((len(time), channels)) * 0.05 * swell).astype(np.float32)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 5])
def test_loudness_agrees_with_pyloudnorm_in_any_blocks(rate: int, channels: int) -> None:
    sound = speech_like(4, rate, channels)
    meter = LoudnessMeter(rate, channels)
    for block in np.array_split(sound, 7):
        meter.add(block)
    assert meter.loudness == pytest.approx(pyloudnorm.Meter(rate).integrated_loudness(sound), abs=0.05)


def test_silence_and_snippets_have_no_loudness() -> None:
    for sound in (np.zeros((16_000, 1)), np.ones((1_000, 1))):
        meter = LoudnessMeter(16_000, 1)
        meter.add(sound)
        assert meter.loudness is None


@given(st.integers(0, 10_000), st.lists(st.integers(1, 3_000), min_size=1, max_size=5))
@settings(max_examples=8, deadline=None)
def test_no_true_peak_passes_and_pieces_do_not_matter(seed: int, sizes: list[int]) -> None:
    sound = np.random.default_rng(seed).standard_normal((sum(sizes), 2)) * 0.4
    pieces = np.split(sound, np.cumsum(sizes)[:-1])
    whole = np.concatenate(list(Limiter(16_000, -1.0).run([sound])))
    parts = np.concatenate(list(Limiter(16_000, -1.0).run(pieces)))
    assert len(whole) == len(sound) and np.abs(whole - parts).max() < 1e-9
    assert true_peaks(whole, 16_000).max() <= 10 ** (-1 / 20)


def test_what_is_below_the_limit_is_not_touched() -> None:
    sound = speech_like(1, 48_000, 2)
    assert np.array_equal(np.concatenate(list(Limiter(48_000, -1.0).run([sound]))), sound)


@pytest.mark.parametrize("target", [-23.0, -16.0])
def test_the_loudness_is_met(target: float) -> None:
    sound = speech_like(4, 16_000)
    out = entai.load("audio-enhancement")((sound, 16_000), loudness=target, dereverb="off")
    assert pyloudnorm.Meter(16_000).integrated_loudness(out.samples) == pytest.approx(target, abs=0.1)
    assert true_peaks(out.samples, 16_000).max() <= 10 ** (-1 / 20)


def test_a_target_that_peaks_forbid_is_said() -> None:
    sound = np.zeros((64_000, 1), np.float32)
    sound[::8_000] = 0.9
    with pytest.warns(EntaiWarning, match="its peaks may not pass -1 dBTP"):
        entai.load("audio-enhancement")((sound, 16_000), loudness=-10, declick="off", dereverb="off", hum="off")


def test_silence_is_left_and_said() -> None:
    with pytest.warns(EntaiWarning, match="silent or shorter"):
        out = entai.load("audio-enhancement")((np.zeros(16_000), 16_000))
    assert not np.asarray(out).any()


def test_options_out_of_bounds_are_refused() -> None:
    enhance = Enhancer.load()
    for options in ({"loudness": 3}, {"peak": 1}, {"hum": "maybe"}, {"dehum": "on"}):
        with pytest.raises(EntaiError):
            enhance((np.ones(99), 16_000), **options)
