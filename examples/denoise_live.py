"""Listen to a microphone without its noise: 32 ms behind, plus what the sound card needs.

Needs a sound card and entai-audio[live]; Control-C ends it:

    python examples/denoise_live.py [RATE]
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from entai_audio import Denoiser


def main(rate: int) -> None:
    """Denoise from the default input to the default output until interrupted."""
    import sounddevice

    stream = Denoiser.load().stream(rate)
    ready = np.zeros(stream.latency - stream.hop, np.float32)  # silence while the first frame fills

    def callback(heard: Any, played: Any, frames: int, time: Any, status: Any) -> None:
        nonlocal ready
        ready = np.concatenate([ready, stream.push(heard[:, 0])])
        played[:, 0], ready = ready[:frames], ready[frames:]

    with sounddevice.Stream(rate, stream.hop, channels=1, dtype="float32", callback=callback):
        print(f"Denoising at {rate} Hz; Control-C ends it.")
        while True:
            sounddevice.sleep(1000)


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 16_000)
    except KeyboardInterrupt:
        print("Done.")
