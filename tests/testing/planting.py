"""Plugins that are installed as far as Python can tell: modules, and the metadata that pip would write."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from entai.registry import registry


@contextmanager
def planted(folder: Path, distribution: str, module: str, sources: Mapping[str, str]) -> Iterator[None]:
    """Write modules and metadata into `folder`, and let Python find them until the block ends."""
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source)
    metadata = folder / f"{distribution.replace('-', '_')}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[entai.plugins]\n{distribution} = {module}\n")
    sys.path.insert(0, str(folder))
    try:
        _forget(sources)
        yield
    finally:
        sys.path.remove(str(folder))
        _forget(sources)


def _forget(sources: Mapping[str, str]) -> None:
    for name in sources:
        sys.modules.pop(name, None)
    importlib.invalidate_caches()
    registry.cache_clear()
