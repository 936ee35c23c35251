"""What a user says in words: a colour, and a box."""

from __future__ import annotations

import re

import numpy as np

from entai import EntaiError
from entai_image.keying.light import Plane


def colour(text: str) -> Plane | None:
    """`#rrggbb` as display values, (3,); None for `auto`."""
    if text == "auto":
        return None
    if not re.fullmatch(r"#?[0-9a-fA-F]{6}", text):
        raise EntaiError(f"key takes auto or a colour as #rrggbb, such as #00b140, not {text!r}")
    found = np.array([int(text.lstrip("#")[place:place + 2], 16) for place in (0, 2, 4)], np.float32) / 255
    if float(np.ptp(found)) < 0.15:
        raise EntaiError(f"the key {text} is nearly grey; a screen needs a colour")
    return found


def box(text: str | None, height: int, width: int) -> tuple[slice, slice]:
    """`x,y,width,height` in pixels as rows and columns of a picture; all of it where none is given."""
    if text is None:
        return slice(0, height), slice(0, width)
    parts = text.replace(" ", "").split(",")
    if len(parts) != 4 or not all(re.fullmatch(r"\d{1,6}", part) for part in parts):
        raise EntaiError(f"box takes x,y,width,height in pixels, such as 100,0,800,720, not {text!r}")
    x, y, wide, high = map(int, parts)
    if not wide or not high or x >= width or y >= height:
        raise EntaiError(f"the box {text} holds nothing of a picture of {width} x {height}")
    return slice(y, min(y + high, height)), slice(x, min(x + wide, width))
