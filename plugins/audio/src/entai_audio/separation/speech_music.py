"""The recipe `speech-music`: the denoiser's net, taught to keep a voice and to leave music."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from entai import TrainConfig
from entai.media.sound.form import Block
from entai.spec import setting
from entai_audio.denoising.recipe import Crn
from entai_audio.denoising.stream import Stream
from entai_audio.mixing.library import Library, Wave, normalised
from entai_audio.mixing.mixture import Mixer
from entai_audio.mixing.sounds import Sounds

if TYPE_CHECKING:
    from entai.state import State
    from entai_audio.denoising.masker import Masker


@dataclass(frozen=True)
class MusicMixer(Mixer):
    """Voices over music: one piece, or two at once, faster or slower by a fifth at most."""

    snr: tuple[float, float] = (-8.0, 12.0)

    def _noise(self, length: int, rng: np.random.Generator) -> Wave:
        first = self._piece(length, rng)
        return normalised(first + self._piece(length, rng) * np.float32(0.5)) if rng.random() < 0.2 else first

    def _piece(self, length: int, rng: np.random.Generator) -> Wave:
        import soxr

        piece = self.noise.cut(int(length * rng.uniform(0.8, 1.2)), rng)
        heard: Wave = soxr.resample(piece, len(piece), length, "QQ")
        return normalised(np.pad(heard, (0, max(0, length - len(heard))))[:length])


@dataclass(frozen=True)
class SpeechMusic(Crn):
    """Settings of the net and of the mixtures it learns from."""

    share_alike: bool = setting(True, "learn from music under share-alike licences, too: the model is then under one")

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=50, batch_size=4, steps_per_epoch=150, optimizer="adamw", learning_rate=2e-3, schedule="cosine",
        warmup_steps=100, weight_decay=0.01, clip_norm=3.0, ema=0.995)

    def _mixer(self, sounds: Sounds) -> Mixer:
        made = super()._mixer(sounds)
        return MusicMixer(made.speech, made.noise, Library.of(()), made.rooms)

    def restore(self, state: State) -> Any:
        """The net as a splitter."""
        return SpeechFromMusic(super().restore(state))


class SpeechFromMusic:
    """A `Splitter` by masks; music is what speech leaves."""

    names = ("speech", "music")

    def __init__(self, masker: Masker) -> None:
        self.masker = masker

    def split(self, blocks: Iterable[Block], rate: int, channels: int) -> Iterator[tuple[Block, Block]]:
        """As the denoiser does it, the same for any blocks."""
        stream = Stream(self.masker, rate, channels)
        for block in blocks:
            yield stream.parts(block)
        yield stream.rest()
