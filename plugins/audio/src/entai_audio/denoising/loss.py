"""What makes one cleaned recording better than another, for training."""

from __future__ import annotations

from typing import Any

from keras import ops

from entai.blocks.spectral import analysis, compressed, magnitude, synthesis


def loss(clean: Any, cleaned: Any, waveform: float = 0.1) -> Any:
    """Errors of compressed spectra and of the waveform, `(batch, frames, 257, 2)` each to a figure an example, `(batch,)`.

    As GTCRN weighs them (Rong et al. 2024): 70 times that of magnitudes, 30 times that of real and imaginary part, each
    mean square over bins compressed to the power 0.3, and the scale-invariant error-to-signal ratio in bels. The cleaned
    spectrum goes through the waveform first, so that what overlapping frames cancel does not count (Braun & Tashev 2021).
    Both are scaled to one loudness of clean speech, so that a quiet example counts as much.

    Args:
        clean, cleaned: Spectra.
        waveform: How much the ratio weighs: 0.1 is GTCRN's share, and with more the voice suffers less and more noise stays.
    """
    true, wave = synthesis(clean), synthesis(cleaned)
    power = ops.mean(ops.square(true), axis=(1, 2), keepdims=True)
    scale = 0.06 / ops.sqrt(power + 1e-5)
    heard, target = analysis(wave * scale), analysis(true * scale)
    return 30 * _spectral(target, heard) + waveform * _inverse_ratio(true[:, 1:-1], wave[:, 1:-1], power[:, 0, 0])


def _spectral(target: Any, heard: Any) -> Any:
    a, b = compressed(target, least=1e-3), compressed(heard, least=1e-3)
    sizes = ops.square(magnitude(a) - magnitude(b))
    return ops.mean(0.7 * sizes + 0.3 * ops.sum(ops.square(a - b), axis=-1), axis=(1, 2))


def _inverse_ratio(true: Any, wave: Any, power: Any) -> Any:
    """Minus SI-SDR (Le Roux et al. 2019) in bels, no better than 4; 0 where there is no speech."""
    inner = ops.sum(true * wave, axis=(1, 2), keepdims=True)
    energy = ops.sum(ops.square(true), axis=(1, 2), keepdims=True)
    projected = inner / (energy + 1e-8) * true
    speech, rest = (ops.sum(ops.square(part), axis=(1, 2)) for part in (projected, projected - wave))
    bels = ops.log10((rest + 1e-4 * speech + 1e-8) / (speech + 1e-8))
    return ops.where(power > 1e-7, bels, ops.zeros_like(bels))
