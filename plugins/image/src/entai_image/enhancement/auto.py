"""Without a model named: look, choose one, and say why."""

from __future__ import annotations

from dataclasses import dataclass

from entai import Image
from entai.spec import Options
from entai_image.enhancement.look import Findings, look
from entai_image.enhancement_spec import COMPRESSED

DARK, DIM = 0.15, 0.21
"""Linear light: a picture is dark whose median is below the first and whose highlights are below the second."""
NOISY = 3.5
"""Grey levels of noise from which it is worth repairing."""
BLOCKY = 1.5
"""Steps across the grid over steps beside it."""
LOSSY = (".jpg", ".jpeg", ".webp", ".avif")
"""Formats whose codec goes over noise."""


@dataclass(frozen=True)
class Choice:
    """Which model a picture needs, and why.

    Args:
        model: Its name; empty where nothing ails the picture.
        reason: One sentence.
        findings: What was measured.
    """

    model: str
    reason: str
    findings: Findings


def choose(picture: Image, film: bool = False) -> Choice:
    """The model that a picture needs: darkness comes before noise, as `relight` repairs both, and noise before blocks.

    Args:
        picture: What to look at.
        film: Whether it is a frame of a film, and so went through a codec, as did files of lossy formats.
    """
    found = look(picture.rgb)
    if found.light < DARK and found.highlights < DIM:
        return Choice("relight", f"it is dark: half of it gets less than {found.light:.1%} of full light, "
                                 f"and the brightest spots {found.highlights:.0%}", found)
    if found.noise > NOISY:
        noisy = f"it is noisy: about {found.noise:.0f} of 255 grey levels"
        if film or picture.format in LOSSY:
            return Choice(COMPRESSED, f"{noisy}, and a codec went over it", found)
        return Choice("denoise", noisy, found)
    if found.blocking > BLOCKY:
        return Choice("deblock", f"steps across the grid of JPEG are {found.blocking:.1f} times those beside it", found)
    return Choice("", f"nothing ails it: noise {found.noise:.1f} grey levels, grid {found.blocking:.2f}, "
                      f"highlights {found.highlights:.0%}; it stays as it is", found)


def repaired(picture: Image, choice: Choice, options: Options) -> Image:
    """The picture through the chosen model, with the task's options; where none is needed, itself."""
    import entai

    if not choice.model:
        return picture
    return entai.load("image-enhancement", choice.model)(picture, **options)  # type: ignore[no-any-return]
