"""What the hole is: a mask picture, a box, a colour, and what was found."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError, Image
from entai.spec import Options

Mask = NDArray[np.bool_]
NAMES = ("mask", "box", "colour", "find")


def named(picture: Image, options: Options) -> Mask:
    """The hole `(height, width)` that a mask, a box and a colour name together.

    Raises:
        EntaiError: Nothing is named, nor anything to be found; or the mask is of another size.
    """
    if not any(options[name] for name in NAMES):
        raise EntaiError("say where the hole is: --set mask=MASK.png (white is the hole), box=x,y,width,height, "
                         "colour=#rrggbb or find=scratches")
    hole = np.zeros((picture.height, picture.width), bool)
    if options["mask"]:
        hole |= of_mask(Path(options["mask"]), picture)
    if options["box"]:
        hole |= of_box(options["box"], picture)
    if options["colour"]:
        hole |= grown(of_colour(options["colour"], picture, options["tolerance"]), 1)
    return hole


def whole(picture: Image, named: Mask, found: Mask | None, grow: int) -> Mask:
    """What was named, and what was found with a pixel around.

    Raises:
        EntaiError: That is all of the picture.
    """
    hole = named if found is None else named | grown(found, 1)
    if hole.all():
        raise EntaiError(f"the hole is all of {picture.name}: nothing is left to fill it from")
    return grown(hole, grow)


def of_mask(path: Path, picture: Image) -> Mask:
    """White of a mask picture; it must be of the picture's size."""
    mask = Image.read(path)
    if (mask.height, mask.width) != (picture.height, picture.width):
        raise EntaiError(f"the mask {path} is {mask.width} x {mask.height}, and {picture.name} is "
                         f"{picture.width} x {picture.height}: they must be of one size")
    return np.asarray(mask.pixels.mean(2) > 0.5)


def of_box(text: str, picture: Image) -> Mask:
    """`x,y,width,height` in pixels, from the top left corner."""
    numbers = re.fullmatch(r"\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*", text)
    if not numbers:
        raise EntaiError(f"a box is x,y,width,height in whole pixels, not {text!r}")
    left, top, width, height = map(int, numbers.groups())
    if not width or not height or left + width > picture.width or top + height > picture.height:
        raise EntaiError(f"the box {text} does not lie in {picture.name}, which is {picture.width} x {picture.height}")
    hole = np.zeros((picture.height, picture.width), bool)
    hole[top:top + height, left:left + width] = True
    return hole


def of_colour(text: str, picture: Image, tolerance: float) -> Mask:
    """Pixels of a colour, up to `tolerance` grey levels in each channel."""
    if not re.fullmatch(r"#?[0-9a-fA-F]{6}", text):
        raise EntaiError(f"a colour is #rrggbb, not {text!r}")
    digits = text.removeprefix("#")
    wanted = np.array([int(digits[i:i + 2], 16) for i in (0, 2, 4)], np.float32) / 255
    return np.asarray(np.abs(picture.rgb - wanted).max(2) <= tolerance / 255 + 1e-6)


def grown(hole: Mask, pixels: int) -> Mask:
    """The hole made larger at each side."""
    import cv2

    if not pixels:
        return hole
    side = 2 * pixels + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(hole.astype(np.uint8), disc) > 0)
