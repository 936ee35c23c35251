"""Which part of each moment and pitch went into the first stem."""

from __future__ import annotations

from typing import Any

import numpy as np

from entai import Audio, Explanation
from entai.media.sound.showing import Compared, beginning
from entai_audio.denoising.picture import MaskPicture

SECONDS = 0.032


def explained(separator: Any, value: Audio) -> Explanation:
    """The share of the first stem over time and frequency, and all stems side by side."""
    if not value.again:
        value.samples  # noqa: B018  a pipe is needed twice: it is kept
    stems = dict(separator(value))
    first, rest = (beginning(stem).mean(1) for stem in stems.values())
    powers = [_power(stem, value.rate) for stem in (first, rest)]
    share = np.sqrt(powers[0] / (powers[0] + powers[1] + 1e-12)).astype(np.float32)
    names = list(stems)
    text = f"Bright is {names[0]}, dark is {names[1]}; both add up to the input."
    return Explanation(f"Where {names[0]} was found", text, (),
                       (MaskPicture(share, value.rate, len(first) / value.rate), Compared({"input": value, **stems})))


def _power(sound: Any, rate: int) -> Any:
    """`(frames, bins)` under a Hann window."""
    size = max(32, round(SECONDS * rate))
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(sound, (0, size)), size)[::size // 2]
    return np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)) ** 2
