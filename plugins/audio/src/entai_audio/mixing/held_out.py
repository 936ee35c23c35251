"""Cut sounds in three by who speaks and by what makes the noise, so that validation and test meet neither in training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from entai import EntaiError, Split
from entai_audio.mixing.sounds import KINDS, Sound, Sounds

SHARE = 0.06
LARGEST = 0.03


def by_source(data: Sounds, seed: int) -> Split[Sounds]:
    """Hold out 6 % of the recordings of each kind for validation and 6 % for test, whole sources at a time.

    Pairs of noisy and clean recordings are for test alone.
    """
    if data.pairs:
        return Split(Sounds(name=data.name), Sounds(name=data.name), data, "all pairs are for test", data.fingerprint())
    parts: list[dict[str, tuple[Sound, ...]]] = [{}, {}, {}]
    for kind in KINDS:
        for part, sounds in zip(parts, _cut(data.of_kind(kind), seed), strict=True):
            part[kind] = sounds
    if not all(part["clean"] for part in parts) or not parts[0]["noise"]:
        raise EntaiError(f"{data.name} has too few speakers or noises to hold some out; ten of each are enough")
    train, valid, test = (Sounds(part, name=data.name) for part in parts)
    return Split(train, valid, test, f"by speaker and by noise, {SHARE:.0%} each held out (seed {seed})", test.fingerprint())


def _cut(sounds: Sequence[Sound], seed: int) -> tuple[tuple[Sound, ...], tuple[Sound, ...], tuple[Sound, ...]]:
    """Train, valid, test; a source with more than 3 % of all recordings (many voices under one name) trains."""
    sources = sorted({sound.source for sound in sounds})
    counts = {source: sum(sound.source == source for sound in sounds) for source in sources}
    enough = max(1, round(SHARE * len(sounds)))
    held: tuple[set[str], set[str]] = (set(), set())
    for index in np.random.default_rng(seed).permutation(len(sources)):
        source = sources[index]
        wanting = [part for part in held if sum(counts[name] for name in part) < enough]
        if wanting and counts[source] <= max(1, LARGEST * len(sounds)):
            wanting[0].add(source)
    valid, test = held
    return (tuple(s for s in sounds if s.source not in valid | test), tuple(s for s in sounds if s.source in valid),
            tuple(s for s in sounds if s.source in test))
