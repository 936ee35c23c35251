"""Data to train on and to measure with, by path, by name or as a value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from entai.errors import EntaiError, near
from entai.registry import registry
from entai.spec import TaskSpec, load_object, resolve


def read_data(spec: TaskSpec, data: Any, read: Mapping[str, Any] | None = None) -> tuple[Any, str]:
    """Read training or evaluation data: a path, a data set's name, a frame, a value.

    Returns:
        The data, and its licence where it is a named set.
    """
    kind = load_object(spec.data)
    options = {name: value for name, value in resolve(kind.read_options, dict(read or {}), "reading").items()
               if value is not None}
    if isinstance(data, str | Path) and not Path(data).exists():
        named = registry().dataset(spec.name, str(data))
        if named is None:
            known = [name for task, name in registry().datasets if task == spec.name]
            raise EntaiError(f"there is no file or folder {data}, nor a data set of that name"
                             f"{near(str(data), known) or (' (known: ' + ', '.join(known) + ')' if known else '')}")
        return load_object(named.loader)(), named.licence
    if isinstance(data, str | Path):
        return kind.read(Path(data), **options), ""
    return kind.accept(data), ""
