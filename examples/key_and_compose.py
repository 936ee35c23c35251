"""Cut a figure out before a green screen, put it before a sunset, and do the same to a short film.

    python examples/key_and_compose.py [FOLDER]

The picture is made up, so that the right answer is known. FOLDER (the working directory if none is given) gets
`shot.png`, `cut.png` (with alpha), `composed.png`, `shot.mp4` and `composed.mp4`.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

import entai
from entai import Image, Video
from entai_image.keying.composites import composite

SIZE, FRAMES = 240, 25


def sunset() -> Image:
    """From dark blue to orange."""
    share = np.linspace(0, 1, SIZE, dtype=np.float32)[:, None, None]
    return Image.of(np.broadcast_to((1 - share) * (0.10, 0.12, 0.35) + share * (0.95, 0.55, 0.25), (SIZE, SIZE, 3)))


def film(picture: np.ndarray, path: Path) -> None:
    """One second of the picture with fresh grain on every frame."""
    rng = np.random.default_rng(0)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FRAMES, options={"crf": "14"})
        stream.width, stream.height, stream.pix_fmt = SIZE, SIZE, "yuv420p"
        for place in range(FRAMES):
            grainy = np.clip(picture + rng.normal(0, 0.01, picture.shape), 0, 1)
            frame = av.VideoFrame.from_ndarray(np.uint8(np.round(grainy * 255)), "rgb24")
            frame.pts, frame.time_base = place, Fraction(1, FRAMES)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def main() -> None:
    """Write the files, and print how near the cut-out is to the truth."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    made, key = composite(6, SIZE), entai.load("image-keying")
    Image.of(made.picture).save(folder / "shot.png", overwrite=True)
    behind = sunset().save(folder / "sunset.png", overwrite=True)

    cut = key(folder / "shot.png")
    cut.save(folder / "cut.png", overwrite=True)
    print(f"Mean squared error of alpha: {np.mean((cut.alpha - made.alpha) ** 2):.5f}")
    key(folder / "shot.png", background=behind).save(folder / "composed.png", overwrite=True)

    film(made.picture, folder / "shot.mp4")
    key(folder / "shot.mp4", background=behind).save(folder / "composed.mp4", overwrite=True, tell=print)
    print(f"{sum(1 for _ in Video.accept(folder / 'composed.mp4').frames())} frames of {FRAMES}")


if __name__ == "__main__":
    main()
