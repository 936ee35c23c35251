"""How fast denoising is: against a stack of 20 convolutions of 64 channels (the size of CDnCNN), and as a whole process.

    python benchmarks/image_speed.py [--models denoise,upscale-x2]

Both networks run in LiteRT, float32, one thread, in turn in this process; CPU seconds, the best of three. The whole
process reads a photograph of one megapixel, repairs and writes it, with each of the models.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["ENTAI_THREADS"] = "1"

import numpy as np

import entai
from entai import Image
from entai.runtime import export, litert
from entai_image.demo_photos import photograph
from entai_image.enhancement.subpixels import fold

SIDE = 512


def stack() -> bytes:
    """20 convolutions of 3 x 3 over 64 channels, as CDnCNN has them, as a LiteRT program."""
    import keras

    x = pixels = keras.Input((None, None, 3))
    for _ in range(19):
        x = keras.layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    model = keras.Model(pixels, keras.layers.Conv2D(3, 3, padding="same")(x))
    program = export(model, (np.zeros((1, 16, 16, 3), np.float32),))
    assert program is not None
    return program


def megapixels_a_second(run: Callable[..., Any], pixels: np.ndarray) -> float:
    """The best of three, of CPU time."""
    run(pixels)
    times = []
    for _ in range(3):
        started = time.process_time()
        run(pixels)
        times.append(time.process_time() - started)
    return SIDE * SIDE / 1e6 / min(times)


def whole_process(model: str) -> str:
    """A photograph of 1000 x 1000 from file to file."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.png", Path(folder) / "out.png"
        photo = photograph("spices").pixels
        noisy = np.tile(photo, (4, 3, 1))[:1000, :1000] + np.random.default_rng(0).normal(0, 25 / 255, (1000, 1000, 3))
        Image.of(noisy).save(source)
        command = [sys.executable, "-m", "entai", "run", "image-enhancement", str(source), "--model", model, "-o",
                   str(target), "--threads", "1"]
        started = time.perf_counter()
        _, status, used = os.wait4(subprocess.Popen(command).pid, 0)
        elapsed = time.perf_counter() - started
        if status:
            raise SystemExit(f"{' '.join(command)} failed")
        return (f"whole process, 1 megapixel, {model}: {used.ru_utime + used.ru_stime:.2f} CPU s, {elapsed:.2f} s elapsed, "
                f"{used.ru_maxrss // 1024} MiB at most")


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", default="denoise", help="with commas between")
    for model in parser.parse_args().models.split(","):
        print(whole_process(model), flush=True)
    pixels = np.random.default_rng(0).random((1, SIDE, SIDE, 3)).astype(np.float32)
    restorer = entai.load("image-enhancement", "denoise").model
    ours = megapixels_a_second(restorer.network, fold(pixels, restorer.folded))
    theirs = megapixels_a_second(litert(stack()), pixels)
    print(f"denoise {ours:.3f} MP/s, 20 x 64 convolutions {theirs:.3f} MP/s: ratio {ours / theirs:.1f}")


if __name__ == "__main__":
    main()
