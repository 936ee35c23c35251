"""audio-separation: stems that add up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

import entai
from entai import Audio, EntaiError
from entai.cli.main import main
from entai_audio.denoising.wiener import Wiener
from entai_audio.metrics.distortion import si_sdr
from entai_audio.mixing.synthetic import sounds
from entai_audio.separate import Separator
from entai_audio.separation.demo import chords_and_beats, over
from entai_audio.separation.measuring import cases, measure
from entai_audio.separation.speech_music import SpeechFromMusic, SpeechMusic
from entai_audio.separation.voices_and_music import VoicesAndMusic, by_voice_and_piece


def separator() -> Separator:
    return Separator.load("harmonic-percussive")


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("frames", [1, 700, 48_000])
def test_stems_add_up_to_the_input(channels: int, frames: int) -> None:
    sound = (np.random.default_rng(0).standard_normal((frames, channels)) * 0.1).astype(np.float32)
    stems = separator()(Audio(sound, 16_000) if frames >= channels else Audio(np.zeros((2, 2)), 16_000))
    total = sum(np.asarray(stem) for stem in stems.values())
    assert list(stems) == ["harmonic", "percussive"]
    assert np.abs(total - (sound if frames >= channels else 0)).max() < 1e-6


def test_tones_and_beats_are_told_apart() -> None:
    found = measure(separator(), sounds(0)).measured
    assert found["SI-SDR of harmonic"].values is not None and found["SI-SDR of harmonic"].values.mean() > 12
    assert found["stems off the input"].values is not None and found["stems off the input"].values.max() < 1e-6


def test_a_voice_in_the_street_is_told_from_music() -> None:
    music = chords_and_beats()
    both = over(music)
    voice = both.samples[:, 0] - music.samples[:len(both.samples), 0] * gain(both, music)
    stems = Separator.load()(both)
    assert si_sdr(voice, stems["speech"].samples[:, 0]) > 2 + si_sdr(voice, both.samples[:, 0])


def gain(both: Audio, music: Audio) -> float:
    """How loud the music is in the mixture, by least squares: the voice knows nothing of it."""
    behind = music.samples[:len(both.samples), 0]
    return float(both.samples[:, 0] @ behind / (behind @ behind))


def test_files_are_written_by_name_and_still_add_up(tmp_path: Path) -> None:
    sound = np.random.default_rng(0).standard_normal((20_000, 2)) * 0.1
    soundfile.write(tmp_path / "song.flac", sound, 44_100, "PCM_16")
    with pytest.raises(SystemExit) as ended:
        main(["run", "audio-separation", str(tmp_path / "song.flac"), "-o", str(tmp_path / "out")])
    assert ended.value.code == 0
    stems = [soundfile.read(tmp_path / "out" / "song" / f"{name}.wav")[0] for name in ("speech", "music")]
    assert np.abs(sum(stems) - soundfile.read(tmp_path / "song.flac")[0]).max() < 1e-6


def test_speech_and_music_add_up_for_any_mask() -> None:
    masker = Wiener().restore(Wiener().fit(by_voice_and_piece(Separator.synthetic(0), 0), None))  # type: ignore[arg-type]
    split = SpeechFromMusic(masker)
    sound = (np.random.default_rng(1).standard_normal((30_000, 1)) * 0.1).astype(np.float32)
    stems = [np.concatenate(parts) for parts in zip(*split.split(np.array_split(sound, 9), 16_000, 1), strict=True)]
    assert split.names == ("speech", "music")
    assert np.abs(stems[0] + stems[1] - sound).max() < 1e-6


def test_training_mixes_voices_over_music() -> None:
    recipe = SpeechMusic(frames=20)
    split = by_voice_and_piece(Separator.synthetic(0), 0)
    train, valid = recipe.examples(split)
    assert valid is not None
    noisy, clean = train.examples(np.arange(4), np.random.default_rng(0))
    assert noisy.shape[:3] == clean.shape[:3] == (4, 20, 257)
    assert len(list(cases(split.valid, ("speech", "music")))) >= 1


def test_folders_are_read_and_odd_ones_refused(tmp_path: Path) -> None:
    for kind, name in (("clean", "a"), ("mix", "x"), ("speech", "x")):
        (tmp_path / kind).mkdir()
        soundfile.write(tmp_path / kind / f"{name}.wav", np.ones(99) * 0.1, 16_000)
    assert len(VoicesAndMusic.read(tmp_path).pairs) == 1
    (tmp_path / "mix" / "x.wav").unlink()
    with pytest.raises(EntaiError, match="same stem"):
        VoicesAndMusic.read(tmp_path)
    (tmp_path / "mix").rmdir()
    with pytest.raises(EntaiError, match="no music"):
        VoicesAndMusic.read(tmp_path)


@pytest.mark.parametrize(("model", "stem"), [("speech-music", "speech"), ("harmonic-percussive", "harmonic")])
def test_why_shows_where_a_stem_was_found(model: str, stem: str) -> None:
    sound = (np.random.default_rng(0).standard_normal(8_000) * 0.1).astype(np.float32)
    page = entai.explain("audio-separation", (sound, 16_000), model)._repr_html_()
    assert page.count("<audio") == 3 and f"Where {stem} was found" in page
