"""The recipe `harmonic-percussive`: tones that last and beats that do not, told apart by median filters; nothing is learnt.

D. FitzGerald, "Harmonic/percussive separation using median filtering" (DAFx 2010), as librosa has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from entai import Recipe, Run, Split, State
from entai.media.sound.form import Block
from entai.spec import setting
from entai_audio.mixing.sounds import Sounds
from entai_audio.separation.splitter import Splitter
from entai_audio.windows import in_windows

SECONDS, OVERLAP = 12.0, 1.0
FRAME = 0.064


@dataclass(frozen=True)
class HarmonicPercussive(Recipe[Sounds, Splitter]):
    """Settings of the filters."""

    kernel: int = setting(31, "length of the median filters, over frames and over bins", 3, 255)
    power: float = setting(2.0, "how sharp the masks are", 0.5, 10)

    def fit(self, split: Split[Sounds], run: Run) -> State:
        """There is nothing to learn; a bundle holds the settings."""
        return State({"settings": np.array([self.kernel, self.power])})

    def restore(self, state: State) -> Splitter:
        """The filters."""
        kernel, power = state.arrays["settings"]
        return MedianSplitter(int(kernel), float(power))


class MedianSplitter:
    """A `Splitter` by median filters over time and over frequency."""

    names = ("harmonic", "percussive")

    def __init__(self, kernel: int, power: float) -> None:
        self._kernel, self._power = kernel, power

    def split(self, blocks: Iterable[Block], rate: int, channels: int) -> Iterator[tuple[Block, Block]]:
        """Twelve seconds at a time; neighbours are crossfaded over one."""
        for window, harmonic in in_windows(blocks, rate, SECONDS, OVERLAP, lambda sound: self._harmonic(sound, rate)):
            yield harmonic, window - harmonic

    def _harmonic(self, sound: Block, rate: int) -> Block:
        import librosa
        from librosa.decompose import hpss

        n_fft = 1 << round(np.log2(FRAME * rate))
        padded = np.pad(sound, ((0, max(0, n_fft - len(sound))), (0, 0)))
        spectra = librosa.stft(np.ascontiguousarray(padded.T), n_fft=n_fft)
        harmonic, _ = hpss(spectra, kernel_size=self._kernel, power=self._power)
        found: Block = librosa.istft(harmonic, n_fft=n_fft, length=len(padded)).T[:len(sound)]
        return found
