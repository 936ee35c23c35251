"""The values that flow: each kind reads, writes and shows itself, and keeps what a file carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entai.media.audio import Audio
    from entai.media.catalogue import Catalogue
    from entai.media.image import Image
    from entai.media.interactions import Interactions
    from entai.media.media import Media
    from entai.media.parts import Parts
    from entai.media.ranking import Ranking
    from entai.media.table import Table
    from entai.media.text import Text
    from entai.media.video import Video

_HOMES = {"Audio": "audio", "Media": "media", "Table": "table", "Interactions": "interactions", "Catalogue": "catalogue",
          "Ranking": "ranking", "Text": "text", "Image": "image", "Parts": "parts", "Video": "video"}

__all__ = ["Audio", "Catalogue", "Image", "Interactions", "Media", "Parts", "Ranking", "Table", "Text", "Video"]


def __getattr__(name: str) -> Any:
    """Import a kind when it is first named: the list of tasks needs none of them."""
    if name not in _HOMES:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(f"entai.media.{_HOMES[name]}"), name)
