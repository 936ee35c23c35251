"""The one folder for caches, downloads and logs."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """`ENTAI_HOME` where it is set, else the system's cache folder for entai."""
    chosen = os.environ.get("ENTAI_HOME")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("entai", appauthor=False)
