"""Measure a denoiser: distortion, and what the ear models of the extra `eval` say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np

from entai import Audio, Chart, Evaluation, Measured, Series
from entai_audio.denoising.cases import Case
from entai_audio.metrics.distortion import si_sdr
from entai_audio.metrics.perceptual import PACKAGES, available
from entai_audio.mixing.library import RATE, Wave, mono

UNITS = {"SI-SDR": "dB", "SI-SDR gain": "dB", "clean kept": "dB"}


def measure(denoise: Callable[[Audio], Audio], given: Iterable[Case]) -> Evaluation:
    """Mean figures over cases.

    `SI-SDR` of the result against the clean recording, `SI-SDR gain` over the noisy one, `clean kept` the SI-SDR of the
    result against the input where that is the clean recording itself; PESQ, ESTOI and OVRL where their packages are.
    """
    figures, missing = available()
    scores: dict[str, list[float]] = defaultdict(list)
    rows: list[tuple[int | None, float, float]] = []
    for case in given:
        cleaned = _fitted(mono(denoise(case.noisy)), len(case.clean))
        before, after = si_sdr(case.clean, _fitted(mono(case.noisy), len(case.clean))), si_sdr(case.clean, cleaned)
        rows.append((case.snr, before, after))
        scores["SI-SDR"].append(after)
        scores["SI-SDR gain"].append(after - before)
        kept = mono(denoise(Audio(case.clean[:, None], RATE)))
        scores["clean kept"].append(si_sdr(case.clean, kept))
        for name, figure in figures.items():
            scores[name].append(figure(case.clean, cleaned))
    measured = {name: Measured.mean(good, UNITS.get(name, "")) for name, values in scores.items()
                if len(good := np.asarray(values)[np.isfinite(values)])}
    return Evaluation(measured, _chart(rows), _told(missing))


def _fitted(wave: Wave, length: int) -> Wave:
    """As long as the clean one: resampling a file of another rate may differ by a sample."""
    return np.pad(wave, (0, max(0, length - len(wave))))[:length]


def _told(missing: tuple[str, ...]) -> tuple[str, ...]:
    if not missing:
        return ()
    packages = ", ".join(PACKAGES[name] for name in missing)
    return (f"{', '.join(missing)} not measured: {packages} not installed (pip install entai-audio[eval])",)


def _chart(rows: list[tuple[int | None, float, float]]) -> tuple[Chart, ...]:
    """Before and after, by the ratio that was mixed at."""
    ratios = sorted({snr for snr, _, _ in rows if snr is not None})
    if not ratios:
        return ()
    lines = {name: Series(tuple(ratios), tuple(float(np.mean([row[at] for row in rows if row[0] == snr])) for snr in ratios))
             for name, at in (("before", 1), ("after", 2))}
    return (Chart("SI-SDR by how much noise there is", "mixed at, dB", "SI-SDR, dB", lines),)
