"""Sound on a page: a player, and pictures of its waveform and spectrogram."""

from __future__ import annotations

import base64
import io
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from entai.media.sound.form import Block, Form
from entai.media.sound.writing import write_sound

if TYPE_CHECKING:
    from entai.media.audio import Audio

SECONDS = 30
"""Of a long recording the first half minute is shown."""


def beginning(audio: Audio, seconds: float = SECONDS) -> Block:
    """The first seconds of a recording, without reading more; one that came but once is read whole."""
    wanted, found, count = int(seconds * audio.rate), [], 0
    blocks = audio.blocks() if audio.again else iter((audio.samples,))
    for block in blocks:
        found.append(block)
        count += len(block)
        if count >= wanted:
            break
    return np.concatenate(found)[:wanted]


def player(block: Block, rate: int) -> str:
    """An `<audio>` element that carries 16-bit sound, of two channels at most."""
    buffer = io.BytesIO()
    shown = block if block.shape[1] <= 2 else block.mean(1, keepdims=True)
    peak = max(1.0, float(np.abs(shown).max(initial=0)))
    write_sound([shown / peak], Form(rate, shown.shape[1], "WAV", "PCM_16"), len(shown), buffer, "the player's sound")
    data = base64.b64encode(buffer.getvalue()).decode()
    return f"<audio controls preload='metadata' src='data:audio/wav;base64,{data}'></audio>"


def shown(audio: Audio) -> str:
    """A player with waveform and spectrogram."""
    from entai.media.sound.figure import draw_sound

    block = beginning(audio)
    more = "" if audio.frames is None or len(block) >= audio.frames else f"; the first {SECONDS} s are shown"
    length = audio.frames / audio.rate if audio.frames else len(block) / audio.rate
    caption = f"{length:,.2f} s, {audio.channels} channel{'s' * (audio.channels > 1)} at {audio.rate:,} Hz{more}"
    return _figure(draw_sound({"": block}, audio.rate), player(block, audio.rate), escape(caption))


def _figure(picture: bytes, players: str, caption: str) -> str:
    data = base64.b64encode(picture).decode()
    return (f"<figure>{players}<img alt='waveform and spectrogram' src='data:image/png;base64,{data}'>"
            f"<figcaption>{caption}</figcaption></figure>")


class Compared:
    """Several versions of one recording, one below the other on one scale, each with its player.

    Args:
        versions: By name, in order, say `{"before": a, "after": b}`.
        caption: A sentence below.
    """

    def __init__(self, versions: dict[str, Audio], caption: str = "") -> None:
        self.versions, self.caption = versions, caption

    def _repr_html_(self) -> str:
        from entai.media.sound.figure import draw_sound

        blocks: dict[str, Any] = {name: beginning(audio) for name, audio in self.versions.items()}
        rate = next(iter(self.versions.values())).rate
        players = "".join(f"<p class='soft'>{escape(name)}</p>{player(block, self.versions[name].rate)}"
                          for name, block in blocks.items())
        return _figure(draw_sound(blocks, rate), players, escape(self.caption))
