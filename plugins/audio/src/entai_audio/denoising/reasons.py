"""Why the result sounds as it does: the mask, and what was taken from each band."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entai import Attribution, Audio, EntaiError, Explanation, Part
from entai.media.sound.showing import Compared, beginning
from entai_audio.denoising.frames import OVERLAP, analysis, hop_at
from entai_audio.denoising.masker import Masker
from entai_audio.denoising.picture import MaskPicture
from entai_audio.denoising.stream import Samples, Stream

EDGES = (0, 125, 250, 500, 1000, 2000, 4000, 8000)
"""Hz, where bands begin."""


def explained(model: Masker, audio: Audio, strength: float) -> Explanation:
    """The mask over the first half minute, before and after, and a sum over bands of the energy taken away."""
    block = beginning(audio)
    if not len(block):
        raise EntaiError(f"{audio.name} holds no sound to explain")
    stream = Stream(model, audio.rate, audio.channels, strength)
    clean, _ = stream.parts(block)
    gains = np.abs(1 - strength * (1 - stream.masks)).astype(np.float32)
    rest, _ = stream.rest()
    result = np.concatenate([clean, rest])
    text = (f"The model looks at 32 ms of sound at a time, and at what it remembers, and gives each of {gains.shape[1]} "
            "frequencies a gain: 1 where it hears speech, towards 0 where it hears anything else. Above 8 kHz the gain is "
            "the mean of that from 4 to 8 kHz. The bars tell how much of the recording's energy was taken from which band.")
    values = (MaskPicture(gains, audio.rate, len(block) / audio.rate),
              Compared({"before": audio.like(block), "after": audio.like(result)}, "The same scale before and after"))
    return Explanation(f"What was kept of {audio.name}", text, (_taken(block, result, audio.rate),), values)


def _taken(before: Samples, after: Samples, rate: int) -> Attribution:
    """The share of all energy that is gone, as a sum over bands."""
    there, left = (_energy(sound, rate) for sound in (before, after))
    total = float(there.sum()) or 1.0
    hertz = np.arange(len(there)) * rate / (2 * (len(there) - 1))
    parts = []
    for low, high in zip(EDGES, (*EDGES[1:], np.inf), strict=True):
        inside = (hertz >= low) & (hertz < high)
        if inside.any():
            name = f"{low:,} Hz and above" if high == np.inf else f"{low:,} to {high:,.0f} Hz"
            parts.append(Part(name, float((there - left)[inside].sum()) / total))
    return Attribution("energy taken away", sum(part.amount for part in parts), tuple(parts))


def _energy(sound: Samples, rate: int) -> NDArray[np.float64]:
    """By bin, summed over frames and channels."""
    hop = hop_at(rate)
    around = (OVERLAP - 1) * hop
    padded = np.pad(sound, ((around, around + -len(sound) % hop), (0, 0)))
    spectra = analysis(padded.reshape(-1, hop, sound.shape[1]))
    found: NDArray[np.float64] = (np.abs(spectra) ** 2).sum(axis=(0, 2), dtype=np.float64)
    return found
