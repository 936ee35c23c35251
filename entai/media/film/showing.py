"""A film on a page: its first seconds, small, inside the page."""

from __future__ import annotations

import base64
import tempfile
from fractions import Fraction
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from entai.media.video import Video

FRAMES, SIDE = 72, 480


def shown(video: Video) -> str:
    """A player that begins by itself, without sound; what is transparent is shown on grey."""
    rate = video.described().rate or Fraction(25)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shown.mp4"
        with av.open(str(path), "w") as container:
            stream = None
            for picture in islice(video.frames(), FRAMES):
                alpha = 1.0 if picture.alpha is None else picture.alpha[..., None]
                step = max(1, -(-max(picture.height, picture.width) // SIDE))
                pixels = (picture.rgb * alpha + 0.5 * (1 - alpha))[::step, ::step]
                pixels = pixels[:len(pixels) // 2 * 2, :pixels.shape[1] // 2 * 2]
                frame = av.VideoFrame.from_ndarray(np.round(np.clip(pixels, 0, 1) * 255).astype(np.uint8), "rgb24")
                if stream is None:
                    stream = container.add_stream("libx264", rate=rate, options={"crf": "24"})
                    stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
                container.mux(stream.encode(frame))
            if stream is not None:
                container.mux(stream.encode(None))
        data = base64.b64encode(path.read_bytes()).decode()
    return (f"<figure><video controls loop muted autoplay playsinline style='max-width:100%' "
            f"aria-label='{escape(video.name, quote=True)}' src='data:video/mp4;base64,{data}'></video></figure>")
