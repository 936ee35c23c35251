"""From `preset:FOLDER` to a generator."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from entai import EntaiError
from entai.presets import check_preset, document
from entai.quiet import import_backend, quiet
from entai_image.generation.hub.generator import HubGenerator


def load(folder: Path) -> HubGenerator:
    """The text-to-image model in a folder.

    Raises:
        EntaiError: keras-hub is missing, or the folder lacks something, is damaged, or names foreign classes.
    """
    check_preset(folder)
    sides = (document(folder, "config.json").get("config") or {}).get("image_shape") or ()
    height, width = (int(side) for side in (*sides, 0, 0)[:2])
    return HubGenerator(partial(_network, folder), height, width)


def _network(folder: Path, size: tuple[int, int] | None) -> Any:
    """A `keras_hub.models.TextToImage` for pictures of a size, or of its own."""
    import_backend()
    try:
        import keras_hub
    except ImportError as error:
        raise EntaiError('presets need keras-hub: pip install "entai-image[hub]"') from error
    options = {} if size is None else {"image_shape": (*size, 3)}
    try:
        with quiet():
            return keras_hub.models.TextToImage.from_preset(str(folder), **options)
    except Exception as error:  # loaders raise whatever they meet first in a damaged file, or in a size that can't be
        words = " ".join(str(error).split())[:300] or type(error).__name__
        wanted = "" if size is None else f" for {size[1]} x {size[0]}"
        raise EntaiError(f"{folder} holds no text-to-image model that keras-hub can load{wanted}: {words}") from error
