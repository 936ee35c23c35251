"""Photographs that travel with the plugin, for the demo and for tests."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from entai import Image


def photograph(name: str) -> Image:
    """`spices` or `desert`, 480 x 320."""
    return Image.read(Path(str(files("entai_image"))) / "samples" / f"{name}.jpg")
