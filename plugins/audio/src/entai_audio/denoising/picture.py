"""A mask as a picture over time and frequency."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray

COLUMNS = 900
LEAST = -30.0
"""dB that is drawn darkest."""


class MaskPicture:
    """What was kept of each moment and pitch.

    Args:
        gains: `(frames, bins)`, 0 to 1.
        rate: Hz of the recording, whose half is the highest bin.
        seconds: How long it is.
    """

    def __init__(self, gains: NDArray[np.float32], rate: int, seconds: float) -> None:
        self.gains, self.rate, self.seconds = gains, rate, seconds

    def png(self) -> bytes:
        """Drawn, in dB from -30 (taken away) to 0 (kept)."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8.4, 2.8), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        step = max(1, -(-len(self.gains) // COLUMNS))
        decibels = 20 * np.log10(np.maximum(self.gains[::step].T, 10 ** (LEAST / 20)))
        image = axes.imshow(decibels, origin="lower", aspect="auto", cmap="viridis", vmin=LEAST, vmax=0,
                            extent=(0, self.seconds, 0, self.rate / 2000))
        axes.set(xlabel="seconds", ylabel="kHz")
        axes.spines[["top", "right"]].set_visible(False)
        figure.colorbar(image, ax=axes, pad=0.01, label="gain, dB")
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=110)
        return buffer.getvalue()

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png()).decode()
        return (f"<figure><img alt='gain over time and frequency' src='data:image/png;base64,{data}'><figcaption>"
                "The gain at each moment and pitch: bright is kept, dark was taken away</figcaption></figure>")
