"""The task on files and arrays: what goes in comes out in the same form, and whatever is wrong is said in a sentence."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

import entai
from entai import Audio, EntaiError, Parts

RATE = 16_000


@pytest.fixture(scope="module")
def denoise():
    return entai.load("audio-denoising")


def noise(samples: int, channels: int = 1, size: float = 0.1) -> np.ndarray:
    return (np.random.default_rng(1).standard_normal((samples, channels)) * size).astype(np.float32)


@pytest.mark.parametrize(("suffix", "subtype", "rate", "channels"), [
    (".wav", "PCM_16", 16_000, 1), (".wav", "PCM_24", 48_000, 2), (".wav", "PCM_U8", 8_000, 1), (".wav", "DOUBLE", 44_100, 1),
    (".wav", "FLOAT", 192_000, 1), (".wav", "PCM_16", 22_050, 8), (".flac", "PCM_24", 96_000, 2), (".ogg", "VORBIS", 44_100, 2)])
def test_a_file_keeps_its_form(denoise, tmp_path, suffix, subtype, rate, channels):
    path, out = tmp_path / f"in{suffix}", tmp_path / f"out{suffix}"
    soundfile.write(path, noise(rate // 4 + 5, channels), rate, subtype)
    denoise(path).save(out)
    before, after = soundfile.info(path), soundfile.info(out)
    assert (after.samplerate, after.channels, after.subtype, after.frames) == (rate, channels, subtype, before.frames)


def test_noise_is_quieter_afterwards(denoise):
    sound = noise(3 * RATE)
    left = denoise(Audio(sound, RATE)).samples
    assert np.std(left[RATE:]) < 0.3 * np.std(sound)


def test_strength_is_how_much_goes(denoise):
    sound = noise(RATE)
    whole = denoise(Audio(sound, RATE)).samples
    np.testing.assert_array_equal(denoise(Audio(sound, RATE), strength=0.0).samples, sound)
    half = denoise(Audio(sound, RATE), strength=0.5).samples
    np.testing.assert_allclose(half, (sound + whole) / 2, atol=1e-6)


@pytest.mark.parametrize("strength", [-0.1, 1.1, "much"])
def test_other_strengths_are_refused(denoise, strength):
    with pytest.raises(EntaiError, match="strength"):
        denoise(Audio(noise(RATE), RATE), strength=strength)


def test_clean_and_residual_add_up(denoise, tmp_path):
    sound = noise(RATE, 2)
    parts = denoise(Audio(sound, RATE), residual=True)
    assert isinstance(parts, Parts) and list(parts) == ["clean", "residual"]
    np.testing.assert_allclose(parts["clean"].samples + parts["residual"].samples, sound, atol=1e-6)
    parts.save(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["clean.wav", "residual.wav"]


def test_a_result_can_be_had_again(denoise):
    result = denoise(Audio(noise(RATE), RATE))
    np.testing.assert_array_equal(np.concatenate(list(result.blocks(1000))), result.samples)


@pytest.mark.parametrize("shape", [(RATE, 2), (2, RATE)])
def test_axes_are_told_apart(denoise, shape):
    sound = noise(RATE, 2) if shape[0] == RATE else noise(RATE, 2).T
    assert denoise((sound, RATE)).samples.shape == (RATE, 2)


@pytest.mark.parametrize("wrong", [(np.zeros((100, 100), np.float32), RATE), (np.zeros((2, 3, 4)), RATE), np.zeros(100),
                                   (np.zeros(100), 1), (np.zeros(100), 4_000_000_000), (np.zeros(0), RATE), None, "no.wav"])
def test_what_is_no_sound_is_refused(denoise, wrong):
    with pytest.raises(EntaiError):
        denoise(wrong)


@pytest.mark.parametrize("sound", [np.zeros(RATE), np.full(RATE, 0.5), np.sign(noise(RATE)[:, 0]), np.ones(1), noise(3)[:, 0],
                                   noise(RATE, size=1e-6)[:, 0], noise(RATE, size=30)[:, 0]],
                         ids=["silence", "DC", "clipped", "one sample", "three samples", "faint", "far too loud"])
def test_odd_sound_gives_finite_sound_of_its_length(denoise, sound):
    result = denoise(Audio(sound.astype(np.float32), RATE)).samples
    assert result.shape == (len(sound), 1)
    assert np.isfinite(result).all()
    assert np.abs(result).max() <= 1.5 * np.abs(sound).max() + 1e-6


def test_silence_stays_silent(denoise):
    assert not denoise(Audio(np.zeros(RATE, np.float32), RATE)).samples.any()


@pytest.mark.filterwarnings("ignore::entai.errors.EntaiWarning")
def test_nan_is_taken_as_silence(denoise):
    sound = noise(RATE)
    sound[500:510] = np.nan
    assert np.isfinite(denoise(Audio(sound, RATE)).samples).all()


def test_reasons_add_up_and_show_themselves(denoise):
    why = entai.explain("audio-denoising", (noise(2 * 48_000, 2), 48_000))
    (taken,) = why.attributions
    assert sum(part.amount for part in taken.parts) == pytest.approx(taken.score)
    assert 0 < taken.score <= 1
    assert "gain over time and frequency" in why._repr_html_()


def test_the_baseline_takes_steady_noise_away_and_leaves_a_tone():
    from entai_audio.denoising.stream import Stream
    from entai_audio.denoising.wiener import WienerFilter

    tone = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(4 * RATE) / RATE) * np.repeat([0, 1, 0, 1], RATE)
    sound = (tone[:, None] + noise(4 * RATE, size=0.03)).astype(np.float32)
    stream = Stream(WienerFilter(0.97, -18), RATE)
    result = np.concatenate([stream.push(sound), stream.flush()])[:, 0]
    assert np.std(result[RATE // 2:RATE]) < 0.6 * np.std(sound[RATE // 2:RATE])
    assert np.std(result[-RATE // 2:]) == pytest.approx(np.std(tone[-RATE // 2:]), rel=0.1)
