"""The examples run, on the real data that travels with the plugin, and print what they promise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
from doc_blocks import ROOT

import entai


def test_recommend_films(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "recommend_films.py"), str(tmp_path / "models")],
                          cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    ndcg = next(line for line in done.stdout.splitlines() if line.startswith("NDCG@10"))
    assert "For someone new" in done.stdout
    assert ndcg.endswith("B is better"), ndcg


def test_write_game_report(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "write_game_report.py")], cwd=tmp_path,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "home.pts = 113 (home_line.TEAM-PTS)" in done.stdout
    assert "Marks in our own report: 0" in done.stdout
    assert done.stdout.count("In the draft: ") >= 3


def test_denoise_recording(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "denoise_recording.py"), str(tmp_path)], cwd=tmp_path,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "128000 samples in, 128000 out" in done.stdout
    before, after = (int(word) for word in done.stdout.split("The pauses were at ")[1].replace(" dBFS and are at", "").split()[:2])
    assert after < before - 6
    assert sorted(path.name for path in tmp_path.rglob("*.flac")) == ["clean.flac", "clean.flac", "residual.flac"]


def test_key_and_compose(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "key_and_compose.py"), str(tmp_path)], cwd=tmp_path,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split("alpha: ")[1].split()[0]) < 0.005
    assert "25 frames of 25" in done.stdout and "of the source's" in done.stdout
    assert {"cut.png", "composed.png", "composed.mp4"} <= {path.name for path in tmp_path.iterdir()}


def test_restore_photo(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "restore_photo.py"), "", str(tmp_path / "out")],
                          cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "it is noisy" in done.stdout
    assert {"before.png", "after.png", "why.html"} <= {path.name for path in (tmp_path / "out").iterdir()}


def test_write_verse(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "write_verse.py"), str(tmp_path)], cwd=tmp_path,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("JULIET:\nO gentle night, ")
    assert re.search(r'Bound to a form: {"mood":"(merry|sad|wroth)","lines":-?[0-9]+}', done.stdout)
    assert re.search(r"Bound to a pattern: [0-9]{2} (May|June), 1[56][0-9]{2}", done.stdout)
    assert "One of three: lord" in done.stdout
    assert "Trained for seconds on one rhyme:" in done.stdout


def test_master_podcast(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "master_podcast.py"), str(tmp_path)], cwd=tmp_path,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "mastered.wav: 128000 samples, -16.0 LUFS" in done.stdout or "mastered.wav: 128000 samples, -16.1 LUFS" in done.stdout
    assert "hum at 50.0" in done.stdout and "clicks replaced" in done.stdout


def test_split_speech_and_music(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "split_speech_and_music.py"), str(tmp_path)], cwd=tmp_path,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split("miss the recording by ")[1].split()[0]) < 1e-6
    assert {path.name for path in tmp_path.iterdir()} == {"talk.wav", "speech.wav", "music.wav", "clearer.wav"}


def test_grow_texture(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "grow_texture.py"), str(tmp_path)], cwd=tmp_path,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "wall.png: 288 x 192" in done.stdout and "coast.png: 96 x 64" in done.stdout
    assert len(list(tmp_path.glob("*.png"))) == 5


SOUND_CARD = '''
"""Stands for a sound card: it plays noise to the callback, block by block, and keeps what comes back."""
import numpy as np

class Stream:
    def __init__(self, rate, block, channels, dtype, callback):
        self.block, self.channels, self.dtype, self.callback = block, channels, dtype, callback
    def __enter__(self):
        heard = (0.1 * np.random.default_rng(0).standard_normal((100 * self.block, self.channels))).astype(self.dtype)
        played = np.full_like(heard, np.nan)
        for at in range(0, len(heard), self.block):
            self.callback(heard[at:at + self.block], played[at:at + self.block], self.block, None, None)
        np.savez("sound.npz", heard=heard, played=played)
    def __exit__(self, *error):
        pass

def sleep(milliseconds):
    raise KeyboardInterrupt
'''


def test_a_microphone_is_denoised_32_ms_behind(tmp_path):
    (tmp_path / "sounddevice.py").write_text(SOUND_CARD)
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "denoise_live.py")], cwd=tmp_path, capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0, done.stderr[-2000:]
    heard, played = np.load(tmp_path / "sound.npz").values()
    clean = entai.load("audio-denoising")(entai.Audio(heard, 16_000)).samples
    behind = 384  # and the block of 128 that the card waits for
    assert not played[:behind].any()
    np.testing.assert_allclose(played[behind:], clean[:-behind], atol=1e-5)
