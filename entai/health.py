"""Is this installation well, and if not, which command mends it?"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from entai.home import home
from entai.registry import registry
from entai.versions import machine, versions

BACKENDS = ("tensorflow", "jax", "torch")


@dataclass(frozen=True)
class Health:
    """What was found; `problems` maps each to the command that mends it."""

    versions: dict[str, str]
    machine: dict[str, Any]
    plugins: dict[str, str]
    problems: dict[str, str]


def examine() -> Health:
    """Look at versions, backends, devices and plugins. Imports the backend, to ask it for devices."""
    found = registry()
    plugins = {f"{plugin.distribution} {plugin.version}": "tasks: " + ", ".join(sorted(
        name for name, owner in found.owners.items() if owner == plugin and "/" not in name)) for plugin in found.plugins}
    backends = [name for name in BACKENDS if find_spec(name)]
    facts = machine() | {"backends installed": ", ".join(backends), "devices": _devices(),
                         "caches and logs": str(home())}
    problems = {f"{failure.plugin} does not load ({failure.reason})": f"pip install --force-reinstall {failure.plugin}"
                for failure in found.failures}
    chosen = os.environ.get("KERAS_BACKEND", "tensorflow")
    if chosen not in backends:
        problems[f"the backend {chosen}"] = f"pip install {chosen}"
    if not find_spec("ai_edge_litert"):
        problems["LiteRT, which runs shipped models without TensorFlow"] = "pip install ai-edge-litert"
    if not found.tasks:
        problems["any task plugin"] = "pip install entai-recommendation"
    if not _writable():
        problems[f"a writable folder for caches and logs ({home()})"] = "export ENTAI_HOME=/a/folder/you/may/write"
    return Health(versions(), facts, plugins, problems)


def _devices() -> str:
    try:
        keras: Any = importlib.import_module("keras")
        return ", ".join(keras.distribution.list_devices())
    except Exception as error:  # whatever a broken backend raises is the very finding
        return f"unknown ({type(error).__name__}: {error})"


def _writable() -> bool:
    try:
        home().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(home(), os.W_OK)
