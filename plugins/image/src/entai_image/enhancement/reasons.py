"""Why a repaired picture looks as it does."""

from __future__ import annotations

from typing import Any

from entai import Chart, Explanation, Image, Series
from entai.media.picture.compared import Compared, brightness
from entai_image.enhancement.auto import choose
from entai_image.enhancement.restorer import Restorer


def of_repair(before: Image, after: Image, model: Restorer | None) -> Explanation:
    """What was found in a picture, and three ways to see what became of it."""
    choice = choose(before)
    why = choice.reason if model is None else f"what was repaired is {model.repairs}"
    text = f"{before.name}: {why}. "
    values: list[Any] = [Compared(before, after)]
    if before.pixels.shape == after.pixels.shape:
        values.append(Compared(before, after).difference())
        text += "The second picture is what changed, four times enlarged around grey. "
    found = choice.findings
    text += (f"Measured before: noise {found.noise:.1f} grey levels, grid of JPEG {found.blocking:.2f}, "
             f"median light {found.light:.1%}, highlights {found.highlights:.0%}.")
    return Explanation("What was repaired", text, values=(*values, _histograms(before, after)))


def _histograms(before: Image, after: Image) -> Chart:
    lines = {label: Series(*brightness(image)) for label, image in (("before", before), ("after", after))}
    return Chart("Brightness", "level, 0 black to 1 white", "share of pixels", lines)
