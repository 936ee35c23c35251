"""A made-up shot as a short film: the picture stands still, the grain is new on every frame."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from entai_image.keying.light import Plane

RATE = 25


def film(picture: Plane, path: Path, frames: int, grain: float = 0.012) -> Path:
    """Write a film.

    Args:
        picture: Display values, (height, width, 3), both sides even.
        path: An `.mp4`.
        frames: How many.
        grain: Deviation of the noise.
    """
    rng = np.random.default_rng(0)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "14"})
        stream.width, stream.height, stream.pix_fmt = picture.shape[1], picture.shape[0], "yuv420p"
        for place in range(frames):
            grainy = np.clip(picture + rng.normal(0, grain, picture.shape), 0, 1)
            frame = av.VideoFrame.from_ndarray(np.round(grainy * 255).astype(np.uint8), "rgb24")
            frame.pts, frame.time_base = place, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
