"""Sound: denoising, enhancement and separation of recordings and live streams.

from entai_audio import Denoiser

stream = Denoiser.load().stream(sample_rate=16_000)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entai_audio.denoise import Denoiser
    from entai_audio.enhance import Enhancer
    from entai_audio.separate import Separator

_HOMES = {"Denoiser": "denoise", "Enhancer": "enhance", "Separator": "separate"}
__all__ = ["Denoiser", "Enhancer", "Separator"]


def __getattr__(name: str) -> Any:
    """Import a task when it is first named."""
    if name not in _HOMES:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(f"entai_audio.{_HOMES[name]}"), name)
