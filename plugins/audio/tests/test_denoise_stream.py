"""Live denoising: any pieces give what the whole file gives, no sample more or less, and nothing is lost on the way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import entai
from entai import Audio, EntaiError
from entai_audio.denoising.frames import hop_at
from entai_audio.denoising.stream import Stream
from entai_audio.denoising.wiener import WienerFilter

RATES = (8000, 11025, 16000, 22050, 44100, 48000, 96000, 192000)


class Half:
    """Keeps half of everything."""

    def start(self) -> None:
        return None

    def masks(self, spectra, state):
        return np.full(spectra.shape, 0.5, np.complex64), state


class All(Half):
    """Keeps everything."""

    def masks(self, spectra, state):
        return np.ones(spectra.shape, np.complex64), state


def noise(samples: int, channels: int = 1, seed: int = 0) -> np.ndarray:
    return (np.random.default_rng(seed).standard_normal((samples, channels)) * 0.1).astype(np.float32)


def through(stream: Stream, sound: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Push pieces of the given sizes, over and over."""
    out, at, turn = [], 0, 0
    while at < len(sound):
        size = sizes[turn % len(sizes)]
        out.append(stream.push(sound[at:at + size]))
        at, turn = at + size, turn + 1
    return np.concatenate([*out, stream.flush()])


@pytest.fixture(scope="module")
def denoise():
    return entai.load("audio-denoising")


@settings(max_examples=15, deadline=None)
@given(sizes=st.lists(st.integers(0, 5000), min_size=1, max_size=6).filter(any), rate=st.sampled_from((8000, 16000, 44100)),
       channels=st.integers(1, 2), seconds=st.floats(0.0, 0.3))
def test_any_pieces_give_the_whole_file_s_result(denoise, sizes, rate, channels, seconds):
    sound = noise(int(seconds * rate) + 2, channels)
    whole = denoise(Audio(sound, rate)).samples
    live = through(denoise.stream(rate, channels), sound, sizes)
    assert live.shape == whole.shape == sound.shape
    np.testing.assert_allclose(live, whole, atol=1e-5)


@pytest.mark.parametrize("rate", RATES)
def test_what_nothing_is_taken_from_comes_back_in_time(rate):
    sound = noise(rate // 3 + 17)[:, 0]
    np.testing.assert_allclose(through(Stream(All(), rate), sound, [rate // 7]), sound, atol=1e-6)


@pytest.mark.parametrize("rate", RATES)
def test_latency_is_four_hops_of_8_ms(rate):
    stream = Stream(All(), rate)
    assert stream.latency <= 0.033 * rate
    assert len(stream.push(noise(stream.latency - 1)[:, 0])) < stream.hop
    assert len(stream.push(noise(1)[:, 0])) == stream.hop
    assert abs(hop_at(rate) / rate - 0.008) < 0.0001


class Tiring(Half):
    """Keeps less of every frame it sees."""

    def start(self) -> int:
        return 0

    def masks(self, spectra, state):
        sizes = 0.9 ** np.arange(state, state + len(spectra))
        return np.repeat(sizes[:, None], spectra.shape[1], axis=1).astype(np.complex64), state + len(spectra)


@settings(max_examples=20, deadline=None)
@given(samples=st.integers(128, 3000), sizes=st.lists(st.integers(1, 700), min_size=1, max_size=5))
def test_two_lattices_of_frames_remember_for_themselves_and_are_averaged(samples, sizes):
    sound, hop = noise(samples)[:, 0], 128
    window = np.sin(np.pi * np.arange(512) / 512)
    first = sound[:hop]
    padded = np.concatenate([first[::-1], first, first[::-1], sound, np.zeros(512)])
    expected = np.zeros(len(padded))
    for index, start in enumerate(range(0, len(padded) - 511, hop)):
        expected[start:start + 512] += 0.9 ** (index // 2) * window ** 2 * padded[start:start + 512] / 2
    np.testing.assert_allclose(through(Stream(Tiring(), 16000), sound, sizes), expected[3 * hop:3 * hop + samples], atol=1e-6)


def test_noise_is_known_from_the_first_moment():
    sound = noise(16000)[:, 0]
    result = through(Stream(WienerFilter(0.97, -18), 16000), sound, [16000])
    early, late = (np.std(result[start:start + 2000]) / np.std(sound[start:start + 2000]) for start in (4000, 12000))
    assert early < 0.7
    assert late < 0.6


def test_above_8_khz_the_gain_follows():
    time = np.arange(48000) / 48000
    sound = (0.3 * np.sin(2 * np.pi * 15_000 * time)).astype(np.float32)
    result = through(Stream(Half(), 48000), sound, [4800])
    assert np.abs(result[24000:47000]).max() == pytest.approx(0.15, rel=0.02)


def test_all_channels_get_one_mask_and_opposite_phases_do_not_cancel():
    mono = noise(16000)
    pair = np.concatenate([mono, -0.5 * mono], axis=1)
    result = through(Stream(WienerFilter(0.97, -18), 16000, 2), pair, [1000])
    np.testing.assert_allclose(result[:, 1], -0.5 * result[:, 0], atol=1e-6)
    assert np.abs(result).max() > 0


@given(strength=st.floats(0, 1))
@settings(max_examples=10, deadline=None)
def test_clean_and_taken_add_up_to_the_input(strength):
    sound, stream = noise(3000, 2), Stream(WienerFilter(0.97, -18), 16000, 2, strength)
    parts = [stream.parts(sound), stream.rest()]
    clean, taken = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    np.testing.assert_allclose(clean + taken, sound, atol=1e-7)


def test_a_bad_sample_does_not_stay(denoise):
    sound = noise(16000)[:, 0]
    sound[3000:3010] = np.nan
    sound[4000] = np.inf
    result = through(denoise.stream(16000), sound, [500])
    assert np.isfinite(result).all()
    assert np.abs(result).max() < 1


@pytest.mark.parametrize("wrong", [np.zeros((10, 3), np.float32), np.zeros((2, 2, 2), np.float32), np.zeros(10, np.int16)])
def test_a_stream_refuses_what_it_was_not_made_for(wrong):
    with pytest.raises(EntaiError, match="stream takes"):
        Stream(All(), 16000, 2).push(wrong)


@pytest.mark.parametrize("rate", [1, 999, 4_000_000_000])
def test_a_stream_refuses_impossible_rates(rate, denoise):
    with pytest.raises(EntaiError, match="sampling rate"):
        denoise.stream(rate)


def test_nothing_pushed_gives_nothing(denoise):
    stream = denoise.stream(16000)
    assert len(stream.flush()) == 0
    assert len(denoise.stream(16000).push(np.zeros(0, np.float32))) == 0
