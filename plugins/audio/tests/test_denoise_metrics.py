"""Metrics of sound against NumPy, and what a report says where a package is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entai import Audio
from entai_audio.denoising.cases import Case
from entai_audio.denoising.measuring import measure
from entai_audio.metrics import perceptual
from entai_audio.metrics.distortion import si_sdr

RNG = np.random.default_rng(0)


def test_si_sdr_is_the_ratio_of_two_energies():
    reference = np.array([1.0, -1.0, 1.0, -1.0])
    noise = np.array([0.1, 0.1, -0.1, -0.1])
    assert si_sdr(reference, reference + noise) == pytest.approx(20)


@given(scale=st.floats(0.01, 100), offset=st.floats(-1, 1))
def test_si_sdr_does_not_see_scale_or_offset(scale, offset):
    reference = RNG.standard_normal(200)
    estimate = reference + 0.3 * RNG.standard_normal(200)
    assert si_sdr(reference, scale * estimate + offset) == pytest.approx(si_sdr(reference, estimate), abs=1e-6)


def test_si_sdr_has_bounds():
    wave = RNG.standard_normal(100)
    assert si_sdr(wave, wave) == 100
    assert si_sdr(np.zeros(100), wave) == -100
    assert si_sdr(wave, np.zeros(100)) == -100
    with pytest.raises(ValueError, match="one length"):
        si_sdr(wave, wave[1:])


@pytest.fixture
def case() -> Case:
    clean = RNG.standard_normal(32_000).astype(np.float32) * 0.1
    return Case(Audio((clean + 0.05 * RNG.standard_normal(32_000).astype(np.float32))[:, None], 16_000), clean, 5)


def test_a_denoiser_that_does_nothing_gains_nothing(case):
    found = measure(lambda audio: audio, [case])
    assert found.measured["SI-SDR gain"].values.tolist() == [0]
    assert found.measured["clean kept"].values.tolist() == [100]
    assert found.charts[0].series["before"].y == found.charts[0].series["after"].y


def test_what_is_not_measured_is_said(case, monkeypatch):
    monkeypatch.setattr(perceptual, "find_spec", lambda name: None)
    found = measure(lambda audio: audio, [case])
    assert set(found.measured) == {"SI-SDR", "SI-SDR gain", "clean kept"}
    assert "PESQ, ESTOI, OVRL not measured" in found.warnings[0] and "entai-audio[eval]" in found.warnings[0]


def test_figures_that_follow_the_ear_fall_with_noise():
    figures, missing = perceptual.available()
    if missing:
        pytest.skip(f"the extra eval is not installed: no {', '.join(missing)}")
    from importlib.resources import files

    import soundfile

    speech, _ = soundfile.read(str(files("entai_audio") / "samples/noisy-speech.flac"), dtype="float32")
    noisy = speech + 0.05 * RNG.standard_normal(len(speech)).astype(np.float32)
    for name, figure in figures.items():
        assert figure(speech, speech) > figure(speech, noisy), name
    assert figures["PESQ"](speech, speech) == pytest.approx(4.64, abs=0.02)
    assert figures["ESTOI"](speech, speech) == pytest.approx(1, abs=1e-3)
