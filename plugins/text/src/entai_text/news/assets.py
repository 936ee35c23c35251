"""Reading the TOML data and samples that travel inside the package."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


def asset(path: str) -> str:
    """The text of a file under `data/`."""
    return resources.files(__package__).joinpath("data", *path.split("/")).read_text("utf-8")


@cache
def toml_asset(path: str) -> dict[str, Any]:
    """A TOML file under `data/`, parsed once; callers must not change it."""
    return tomllib.loads(asset(path))
