"""Mixtures as a dataset: spectra by index, each made when it is asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai.data import Dataset
from entai.data.dataset import Batch
from entai_audio.denoising.frames import real, spectra
from entai_audio.denoising.tracking import Tracker
from entai_audio.mixing.mixture import Mixer


class Mixtures(Dataset):
    """Noisy spectra with the tracker's gains, and the clean ones to become: `(batch, frames, 257, 3)` and `(..., 2)`.

    Args:
        mixer: Makes them.
        count: How many make an epoch; every step draws new ones.
        frames: How long each is, in hops of 16 ms.
        fixed: A seed by which example i is the same in every epoch, for validation; None for training.
    """

    def __init__(self, mixer: Mixer, count: int, frames: int, fixed: int | None = None) -> None:
        self._mixer, self._count, self._frames, self._fixed = mixer, count, frames, fixed

    def __len__(self) -> int:
        return self._count

    def examples(self, indices: NDArray[np.int64], rng: np.random.Generator) -> Batch:
        """Make them; what is drawn follows from `rng`, or from the index alone where they are fixed."""
        length = 256 * (self._frames + 1)
        made = [self._mixer.mixture(length, np.random.default_rng((self._fixed, index)) if self._fixed is not None else rng)
                for index in indices]
        noisy, clean = (spectra(np.stack([mixture[part] for mixture in made])) for part in range(2))
        gains, _ = Tracker().gains(noisy.swapaxes(0, 1), None)
        return np.concatenate([real(noisy), gains.swapaxes(0, 1)[..., None]], axis=-1), real(clean)
