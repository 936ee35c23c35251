"""Pictures on a page: inside it, bounded in size; two on top of each other with a slider; what changed; histograms."""

from __future__ import annotations

import base64
import io
from html import escape
from typing import Any

from numpy.typing import NDArray
from PIL import Image as Pillow

SIDE = 960
"""Pixels of the longer side that a page shows at most."""


def data_uri(pixels: NDArray[Any], side: int = SIDE) -> str:
    """A picture as a `data:` address, made smaller where it is too large.

    Args:
        pixels: uint8, `(height, width, 1 to 4)`.
        side: The longer side at most.
    """
    picture = Pillow.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    picture.thumbnail((side, side), Pillow.Resampling.LANCZOS)
    buffer = io.BytesIO()
    if pixels.shape[2] in (2, 4) or picture.width * picture.height < 10_000:
        picture.save(buffer, "PNG")
        return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    picture.save(buffer, "JPEG", quality=88, subsampling=0)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def still(pixels: NDArray[Any], alt: str) -> str:
    """A picture as a fragment of a page; where it is transparent, a chequered ground shows."""
    ground = "background:repeating-conic-gradient(#ccc 0 25%,#fff 0 50%) 0/16px 16px;" if pixels.shape[2] in (2, 4) else ""
    return f"<figure><img alt='{escape(alt, quote=True)}' style='{ground}max-width:100%' src='{data_uri(pixels)}'></figure>"


def moving(content: bytes, kind: str, alt: str) -> str:
    """An animation as a fragment of a page."""
    source = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    return f"<figure><img alt='{escape(alt, quote=True)}' style='max-width:100%' src='{source}'></figure>"


def slider(before: NDArray[Any], after: NDArray[Any], captions: tuple[str, str]) -> str:
    """Two pictures on top of each other; a slider moves the line between them. A few words of script, nothing loaded."""
    first, second = (escape(caption) for caption in captions)
    common = "position:absolute;inset:0;width:100%;height:100%"
    height, width = after.shape[:2]
    rendering = ";image-rendering:pixelated" if max(height, width) < 300 else ""
    return (
        f"<figure><div style='position:relative;max-width:{max(width, 320)}px;aspect-ratio:{width}/{height}'>"
        f"<img alt='{first}' style='{common}{rendering}' src='{data_uri(before)}'>"
        f"<img alt='{second}' style='{common}{rendering};clip-path:inset(0 0 0 50%)' src='{data_uri(after)}'></div>"
        "<input type='range' min='0' max='100' value='50' aria-label='where before ends and after begins' "
        f"style='width:100%;max-width:{max(width, 320)}px' "
        "oninput=\"this.previousElementSibling.lastElementChild.style.clipPath='inset(0 0 0 '+this.value+'%)'\">"
        f"<figcaption>left: {first}; right: {second}</figcaption></figure>")
