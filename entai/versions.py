"""What a result was made with: package versions and the machine, written down beside every result."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("entai", "keras", "tensorflow", "jax", "torch", "numpy", "pandas", "ai-edge-litert")


def installed(package: str) -> str | None:
    """The version of an installed distribution, or None."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that shape a result, without importing any."""
    found = {package: installed(package) for package in PACKAGES}
    return {"python": platform.python_version()} | {name: number for name, number in found.items() if number}


def machine() -> dict[str, str | int]:
    """The system, the processor's architecture, and how many cores this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {"system": platform.system(), "architecture": platform.machine(), "cores": cores,
            "backend": os.environ.get("KERAS_BACKEND", "tensorflow")}
