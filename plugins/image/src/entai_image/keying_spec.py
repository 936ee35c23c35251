"""The declaration of image-keying. Cheap to import."""

from __future__ import annotations

from pathlib import Path

from entai import Option, TaskSpec

OPTIONS = (
    Option("key", str, "auto", "the screen's colour, about: #rrggbb, or auto to find it"),
    Option("background", Path, help="a picture to put the figure before; it is scaled to cover, and never stretched"),
    Option("box", str, help="x,y,width,height in pixels: what lies outside is left out (a garbage matte)"),
    Option("despill", float, 1.0, "how much of the screen's light on the figure is taken away", 0, 1),
    Option("light", str, "auto", "whether edges are mixed in linear light, as by a lens, or in display values",
           choices=("auto", "linear", "display")),
    Option("refine", bool, False, "find soft edges anew by closed-form matting (PyMatting), at twenty times the cost"),
)


def keying() -> TaskSpec:
    """Cutting out before a screen; closed forms, without a model."""
    return TaskSpec(
        "image-keying", "cut a figure out before a green, blue or other screen, or put it before another background",
        input="entai.media:Image", output="entai.media:Image", data="entai_image.keying.data:Composites",
        implementation="entai_image.keying.task:Keying", options=OPTIONS, needs_model=False)
