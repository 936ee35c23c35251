"""What a denoiser is trained on: who is held out, what is mixed, and that every batch follows from seed and step."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from entai import Audio, EntaiError
from entai.data.dataset import batch_at
from entai_audio.mixing.colour import EARLY, early, equaliser, room
from entai_audio.mixing.held_out import by_source
from entai_audio.mixing.library import RATE, Library, dynamic_range, normalised
from entai_audio.mixing.made_noise import clicks, coloured, hum, made, swelling
from entai_audio.mixing.mixture import Mixer, paced
from entai_audio.mixing.mixtures import Mixtures
from entai_audio.mixing.sounds import Sound, Sounds, free_of_share_alike
from entai_audio.mixing.synthetic import sounds


@pytest.fixture(scope="module")
def mixer() -> Mixer:
    data = sounds(0)
    empty = Library.of(())
    return Mixer(Library.of(data.of_kind("clean")), Library.of(data.of_kind("noise")), empty, empty)


def rms(wave: np.ndarray) -> float:
    return float(np.sqrt(np.mean(wave.astype(np.float64) ** 2)))


def folder(at: Path) -> Path:
    for kind, names in (("clean", ("ann_0", "ann_1", "bob_0", *(f"s{n}x" for n in range(20)))),
                        ("noise", ("rain_0", "rain_1", *(f"n{n}x" for n in range(20))))):
        (at / kind).mkdir(parents=True)
        for name in names:
            soundfile.write(at / kind / f"{name}.wav", np.zeros(1600), RATE)
    (at / "manifest.csv").write_text("path,speaker,licence\nclean/s0x.wav,ann,CC BY 4.0\nnoise/n0x.wav,,CC BY-SA 3.0\n")
    return at


def test_a_folder_is_read_by_kind_with_speakers_and_licences(tmp_path):
    data = Sounds.read(folder(tmp_path))
    found = {sound.place.stem: sound for sound in (*data.of_kind("clean"), *data.of_kind("noise"))}
    assert found["ann_0"].source == found["ann_1"].source == "ann" == found["s0x"].source
    assert found["s0x"].licence == "CC BY 4.0"
    assert "n0x" not in {sound.place.stem for sound in free_of_share_alike(data.of_kind("noise"))}
    assert len(data.of_kind("clean")) == 23


def test_no_speaker_and_no_noise_is_in_two_parts(tmp_path):
    split = by_source(Sounds.read(folder(tmp_path)), 3)
    for kind in ("clean", "noise"):
        parts = [{sound.source for sound in part.of_kind(kind)} for part in (split.train, split.valid, split.test)]
        assert all(parts) and not (parts[0] & parts[1] | parts[0] & parts[2] | parts[1] & parts[2])


def test_pairs_are_for_test_alone(tmp_path):
    for kind in ("noisy", "clean"):
        (tmp_path / kind).mkdir()
        soundfile.write(tmp_path / kind / "a.wav", np.zeros(1600), RATE)
    split = by_source(Sounds.read(tmp_path), 0)
    assert len(split.test.pairs) == 1 and not split.train.pairs and not split.train.of_kind("clean")


@pytest.mark.parametrize("names", [(), ("noise",), ("noisy", "clean")])
def test_a_folder_without_speech_or_pairs_is_refused(tmp_path, names):
    for name in names:
        (tmp_path / name).mkdir()
    with pytest.raises(EntaiError, match="clean"):
        Sounds.read(tmp_path)


def test_a_batch_follows_from_seed_and_step(mixer):
    data = Mixtures(mixer, 8, 20)
    first, again, other = batch_at(data, 3, 2, 1), batch_at(data, 3, 2, 1), batch_at(data, 4, 2, 1)
    assert first[0].shape == (2, 20, 257, 3) and first[1].shape == (2, 20, 257, 2)
    np.testing.assert_array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])


def test_fixed_mixtures_are_the_same_in_every_epoch(mixer):
    data = Mixtures(mixer, 4, 20, fixed=1)
    ahead, behind = (data.examples(np.array([2]), np.random.default_rng(seed))[0] for seed in (0, 9))
    np.testing.assert_array_equal(ahead, behind)


@pytest.mark.parametrize("snr", [-5, 0, 10])
def test_noise_is_as_loud_as_asked(mixer, snr):
    from dataclasses import replace

    found = replace(mixer, snr=(snr, snr)).plain(RATE, np.random.default_rng(0))
    assert 20 * np.log10(rms(found.clean) / rms(found.noisy - found.clean)) == pytest.approx(snr, abs=0.1)


def test_mixtures_vary_and_stay_in_bounds(mixer):
    rng = np.random.default_rng(0)
    made_up = [mixer.mixture(RATE // 2, rng) for _ in range(120)]
    levels = [20 * np.log10(rms(found.noisy) + 1e-9) for found in made_up]
    assert all(found.noisy.dtype == found.clean.dtype == np.float32 for found in made_up)
    assert max(np.abs(found.noisy).max() for found in made_up) <= 1
    assert max(levels) - min(levels) > 20
    assert any(not found.clean.any() for found in made_up), "some are noise alone"
    assert any(rms(found.noisy - found.clean) < 3e-4 for found in made_up), "some are clean"


def test_early_reflections_are_kept_and_late_ones_are_not():
    response = room(np.random.default_rng(4))
    kept = early(response)
    assert kept[0] == response[0] == 1
    assert not kept[EARLY:].any()
    np.testing.assert_array_equal(kept[:EARLY // 2], response[:EARLY // 2])


@pytest.mark.parametrize("make", [coloured, hum, clicks, made])
def test_made_noise_has_an_rms_of_one(make):
    for seed in range(5):
        wave = make(8000, np.random.default_rng(seed))
        assert wave.shape == (8000,) and wave.dtype == np.float32
        assert rms(wave) == pytest.approx(1, rel=1e-3)


def test_swelling_noise_swells():
    rng = np.random.default_rng(0)
    wave = swelling(np.ones(RATE * 4, np.float32), rng)
    assert wave.max() / wave.min() > 2


def test_a_tone_colour_is_a_gain():
    curve = equaliser(257, np.random.default_rng(0))
    assert curve.shape == (257,) and curve.min() >= 0 and curve.max() < 10 ** (6.1 / 20)


def test_pace_changes_length_alone():
    time = np.arange(1700) / RATE
    quick = paced(np.sin(2 * np.pi * 100 * time).astype(np.float32), 1600)
    assert len(quick) == 1600
    np.testing.assert_allclose(quick[50:1500], np.sin(2 * np.pi * 100 * 1700 / 1600 * time[50:1500]), atol=0.02)


def test_speech_with_noisy_pauses_is_left_out():
    rng = np.random.default_rng(0)
    speech = rng.standard_normal(RATE).astype(np.float32) * np.repeat([0.3, 0.0001], RATE // 2).astype(np.float32)
    noisy = speech + rng.standard_normal(RATE).astype(np.float32) * 0.03
    assert dynamic_range(speech) > 60 > 28 > dynamic_range(noisy)
    both = [Sound(Audio(wave[:, None], RATE), name) for name, wave in (("good", speech), ("bad", noisy))]
    assert Library.of(both, quiet_between=True).sources == ("good",)


def test_silence_stays_silence():
    assert not normalised(np.zeros(10, np.float32)).any()
