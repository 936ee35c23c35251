"""All stages that mend, over the windows of a recording, and what they found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from entai.media.sound.form import Block
from entai.spec import Options
from entai_audio.enhancement.declick import has_clicks, without_clicks
from entai_audio.enhancement.declip import find_limit, without_clipping
from entai_audio.enhancement.dereverb import ROOM, late_share, without_room
from entai_audio.enhancement.hum import find_hum, without_hum
from entai_audio.windows import in_windows

SECONDS, OVERLAP = 12.0, 1.0
SILENCE = 1e-4
"""Peak below which nothing is mended: -80 dBFS."""
SHORTEST = 0.25
"""Seconds that a stage needs to find its way."""


@dataclass
class Findings:
    """What was found and done, over all windows and channels."""

    limits: list[float] = field(default_factory=list)
    clicks: int = 0
    hums: list[tuple[float, int]] = field(default_factory=list)
    rooms: list[float] = field(default_factory=list)
    reverberant: bool | None = None

    def told(self) -> dict[str, str]:
        """By stage, in words."""
        return {
            "declip": f"clipped at {20 * np.log10(max(self.limits)):.1f} dBFS: peaks drawn anew" if self.limits
                      else "not clipped",
            "declick": f"{self.clicks:,} clicks replaced" if self.clicks else "no clicks",
            "hum": f"hum at {np.mean([base for base, _ in self.hums]):.2f} Hz with up to "
                   f"{max(count for _, count in self.hums)} harmonics taken out" if self.hums else "no hum",
            "dereverb": f"the room's tail, {np.mean(self.rooms):.1f} dB under the sound, taken back" if self.rooms
                        else "no room to take back"}


class Mender:
    """Runs the stages that are on, or that find something to mend.

    Args:
        rate: Hz.
        options: `declip`, `declick`, `hum`, `dereverb`, each `auto`, `on` or `off`.
    """

    def __init__(self, rate: int, options: Options) -> None:
        self._rate, self._options = rate, options
        self.findings = Findings()

    def run(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The recording, mended; as many frames as went in."""
        yield from (changed for _, changed in in_windows(blocks, self._rate, SECONDS, OVERLAP, self._window))

    def _window(self, sound: Block) -> Block:
        if np.abs(sound).max(initial=0) < SILENCE or len(sound) < SHORTEST * self._rate:
            return sound
        return np.stack([self._channel(channel) for channel in sound.T], axis=1).astype(sound.dtype)

    def _channel(self, sound: Block) -> Block:
        if np.abs(sound).max() < SILENCE:
            return sound
        for stage in (self._declip, self._declick, self._hum, self._dereverb):
            if self._options[stage.__name__[1:]] != "off":
                sound = stage(sound, self._options[stage.__name__[1:]] == "on")
        return sound

    def _declip(self, sound: Block, sure: bool) -> Block:
        limit = find_limit(sound)
        if limit is None:
            return sound
        self.findings.limits.append(limit)
        return without_clipping(sound, self._rate, limit)

    def _declick(self, sound: Block, sure: bool) -> Block:
        if not sure and not has_clicks(sound, self._rate):
            return sound
        mended, count = without_clicks(sound, self._rate)
        self.findings.clicks += count
        return mended

    def _hum(self, sound: Block, sure: bool) -> Block:
        hum = find_hum(sound, self._rate, faint=sure)
        if hum is None:
            return sound
        self.findings.hums.append((hum.base, len(hum.harmonics)))
        return without_hum(sound, self._rate, hum)

    def _dereverb(self, sound: Block, sure: bool) -> Block:
        """In auto the first window that is not silent decides for all, so that the room does not come and go."""
        if self.findings.reverberant is None:
            late = late_share(sound, self._rate)
            self.findings.reverberant = sure or late > ROOM
            self.findings.rooms += [late] if self.findings.reverberant else []
        return without_room(sound, self._rate) if self.findings.reverberant else sound
