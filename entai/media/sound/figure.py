"""Waveforms and spectrograms drawn with matplotlib, in the quiet style of the other plots."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from entai.media.sound.form import Block
from entai.plots import COLOURS, INK

RANGE = 80.0
"""dB from the loudest to the darkest point of a spectrogram."""
COLUMNS = 900


def draw_sound(blocks: Mapping[str, Block], rate: int) -> bytes:
    """Waveform and spectrogram of each version below the other, as PNG; all share one scale.

    Args:
        blocks: `(frames, channels)` by name; channels are averaged.
        rate: Hz.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 0.3 + 2.6 * len(blocks)), layout="constrained")
    FigureCanvasAgg(figure)
    rows = figure.subplots(2 * len(blocks), 1, sharex=True, squeeze=False,
                           gridspec_kw={"height_ratios": [1, 2.2] * len(blocks)})[:, 0]
    mono = {name: block.mean(1) for name, block in blocks.items()}
    powers = {name: spectrogram(samples, rate) for name, samples in mono.items()}
    top = max(float(power.max()) for power in powers.values())
    peak = max(1e-4, *(float(np.abs(samples).max(initial=0)) for samples in mono.values()))
    for index, (name, samples) in enumerate(mono.items()):
        _waveform(rows[2 * index], samples, rate, peak, name)
        image = _spectrogram(rows[2 * index + 1], powers[name], len(samples) / rate, rate, top)
    rows[-1].set_xlabel("seconds")
    figure.colorbar(image, ax=list(rows[1::2]), pad=0.01, aspect=18 * len(blocks), label="dB")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    return buffer.getvalue()


def spectrogram(samples: Any, rate: int) -> Any:
    """Power in dB, `(bins, columns)`: Hann windows of 32 ms, at most 900 of them, each the loudest of its neighbours."""
    n_fft = max(64, 1 << round(np.log2(0.032 * rate)))
    hop = max(n_fft // 4, 1)
    padded = np.pad(samples, (n_fft // 2, n_fft // 2 + hop))
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop]
    window = np.hanning(n_fft).astype(np.float32) * 2 / n_fft
    step = -(-len(frames) // COLUMNS)
    columns = [np.abs(np.fft.rfft(frames[start:start + step] * window)).max(0) for start in range(0, len(frames), step)]
    return 20 * np.log10(np.maximum(np.array(columns).T, 1e-7))


def _waveform(axes: Any, samples: Any, rate: int, peak: float, name: str) -> None:
    step = max(1, len(samples) // COLUMNS)
    cut = samples[:len(samples) // step * step].reshape(-1, step)
    time = (np.arange(len(cut)) + 0.5) * step / rate
    axes.fill_between(time, cut.min(1), cut.max(1), color=COLOURS[0], linewidth=0.4)
    axes.set(ylim=(-1.05 * peak, 1.05 * peak))
    axes.set_title(name, loc="left", fontsize=9, color=INK)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.tick_params(bottom=False)


def _spectrogram(axes: Any, power: Any, seconds: float, rate: int, top: float) -> Any:
    image = axes.imshow(power, origin="lower", aspect="auto", cmap="magma", vmin=top - RANGE, vmax=top,
                        extent=(0, seconds, 0, rate / 2000), interpolation="bilinear")
    axes.set(ylabel="kHz")
    axes.spines[["top", "right"]].set_visible(False)
    return image
