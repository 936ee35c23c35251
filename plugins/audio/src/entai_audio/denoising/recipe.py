"""The recipe `crn`: a causal convolutional recurrent net of some 27,000 parameters, trained on mixtures made on the fly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np

from entai import KerasRecipe, Split, State, TrainConfig
from entai.data import Dataset
from entai.spec import setting
from entai_audio.denoising.frames import HOP, RATE
from entai_audio.denoising.masker import Masker
from entai_audio.mixing.sounds import Sounds, free_of_share_alike

if TYPE_CHECKING:
    import keras

    from entai.state import Array
    from entai_audio.denoising.network import MaskNet
    from entai_audio.mixing.mixture import Mixer

Net = TypeVar("Net", bound="MaskNet")
VALIDATED = 32


@dataclass(frozen=True)
class Crn(KerasRecipe[Sounds, Masker]):
    """Settings of the net and of the mixtures it learns from."""

    channels: int = setting(20, "features of a band in encoder and decoder", 4)
    slots: int = setting(24, "bands between them", 4)
    width: int = setting(24, "features of a slot; a multiple of 4", 4)
    blocks: int = setting(2, "blocks that look along time and along frequency", 1, 8)
    frames: int = setting(160, "length of an example in hops of 16 ms", 8)
    waveform: float = setting(0.1, "weight of the waveform's error in the loss: with more the voice suffers less", 0)
    share_alike: bool = setting(False, "learn from sounds under share-alike licences, too")

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=150, batch_size=4, steps_per_epoch=200, optimizer="adamw", learning_rate=2e-3, schedule="cosine",
        warmup_steps=100, weight_decay=0.01, clip_norm=3.0, ema=0.995)

    def sizes(self, split: Split[Sounds]) -> dict[str, int]:
        """How many hops an example has: no more than the longest recording."""
        hops = 8
        for sound in split.train.of_kind("clean"):
            audio = sound.open()
            hops = min(self.frames, max(hops, int((audio.frames or 0) * RATE / audio.rate) // HOP - 1))
            if hops == self.frames:
                break
        return {"frames": hops}

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """Noisy spectra and the tracker's gains to clean spectra, `(batch, frames, 257, 3)` to `(batch, frames, 257, 2)`."""
        from entai_audio.denoising.network import MaskNet, cleaning

        return cleaning(self.nets(MaskNet), sizes["frames"])

    def served(self, sizes: Mapping[str, int]) -> keras.Model:
        """One frame and the states, to its mask and the next states."""
        from entai_audio.denoising.network import OneFrame, serving

        return serving(self.nets(OneFrame))

    def nets(self, kind: type[Net]) -> list[Net]:
        """Those whose masks are averaged: one."""
        return [kind(self.channels, self.slots, self.width, self.blocks, name="net")]

    @property
    def remembered(self) -> tuple[int, int, int]:
        """How much a stream keeps: blocks, slots, and the features of a slot."""
        return self.blocks, self.slots, self.width

    def sample(self, data: Dataset) -> tuple[Array, ...]:
        """A frame in the middle of an example, and states at random."""
        spectra = data.examples(np.arange(1), np.random.default_rng(0))[0]
        states = np.random.default_rng(1).uniform(-0.5, 0.5, (1, *self.remembered))
        return spectra[:, spectra.shape[1] // 2], states.astype(np.float32)

    def loss(self) -> Callable[[Any, Any], Any]:
        """Errors of compressed spectra and of the waveform."""
        from entai_audio.denoising.loss import loss

        return partial(loss, waveform=self.waveform)

    def examples(self, split: Split[Sounds]) -> tuple[Dataset, Dataset | None]:
        """Mixtures without end; to validate, a few fixed ones of speakers and noises that training never meets."""
        from entai_audio.mixing.mixtures import Mixtures

        frames = self.sizes(split)["frames"]
        train, valid = self._mixer(split.train), self._mixer(split.valid)
        return (Mixtures(train, train.speech.examples(frames * HOP), frames),
                Mixtures(valid, min(VALIDATED, valid.speech.examples(frames * HOP)), frames, fixed=1))

    def _mixer(self, sounds: Sounds) -> Mixer:
        from entai_audio.mixing.library import Library
        from entai_audio.mixing.mixture import Mixer

        kept = {kind: found if self.share_alike else free_of_share_alike(found) for kind, found in sounds.kinds.items()}
        return Mixer(Library.of(kept.get("clean", ()), quiet_between=True), Library.of(kept.get("noise", ())),
                     Library.of(kept.get("music", ())), Library.of(kept.get("rooms", ())))

    def restore(self, state: State) -> Masker:
        """The net, frame by frame."""
        from entai_audio.denoising.served import ServedNet

        return ServedNet(self.network(state), self.remembered)
