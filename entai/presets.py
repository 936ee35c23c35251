"""Presets: models in KerasHub's form, in a user's own folder, looked through before anything in them is loaded.

Weights are data; a configuration can name classes. Keras' own loader would import whatever class is named in one, so each is
looked up here first: classes of keras-hub, and a few of Keras that hold no code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from entai.errors import EntaiError

HARMLESS = ("keras.initializers", "keras.dtype_policies", "keras.src.initializers", "keras.src.dtype_policies")
POLICIES = ("DTypePolicy", "FloatDTypePolicy", "DTypePolicyMap")
UNEXPORTED = (("keras_hub.src.models.vae.vae_backbone", "VAEBackbone"),
              ("keras_hub.src.models.stable_diffusion_3.t5_encoder", "T5Encoder"))
"""Classes of keras-hub that it does not register by name, though its own presets hold them."""
WEIGHTS = ("model.weights.h5", "model.weights.json")


def check_preset(folder: Path) -> None:
    """Refuse a folder that is not KerasHub's, names a class that is not keras-hub's, or lacks its weights.

    Raises:
        EntaiError: With the file and the reason.
    """
    if not str(document(folder, "config.json").get("registered_name", "")).startswith("keras_hub>"):
        raise EntaiError(f"{folder}/config.json is not KerasHub's")
    for name in sorted(path.name for path in folder.glob("*.json")):
        _check_classes(folder / name, document(folder, name))
    if not any((folder / name).is_file() for name in WEIGHTS):
        raise EntaiError(f"{folder} lacks its weights: {WEIGHTS[0]}")


def document(folder: Path, name: str) -> dict[str, Any]:
    """A JSON file of the folder."""
    path = folder / name
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EntaiError(f"{folder} is no preset: it has no {name}") from None
    except (OSError, ValueError) as error:
        raise EntaiError(f"{path} can't be read: {error}") from error
    if not isinstance(content, dict):
        raise EntaiError(f"{path} holds no settings")
    return content


def _check_classes(path: Path, config: dict[str, Any]) -> None:
    for named in classes(config):
        name, module, registered = (named.get(key) or "" for key in ("class_name", "module", "registered_name"))
        exported = str(module).startswith("keras_hub.") and registered == f"keras_hub>{name}"
        ours = exported or ((module, name) in UNEXPORTED and registered == name)
        if not (ours or module in HARMLESS or (module == "keras" and name in POLICIES)):
            raise EntaiError(f"{path} names the class {module}.{name}; only those of keras-hub are loaded")


def classes(value: Any) -> Iterator[dict[str, Any]]:
    """Every serialised object in a configuration."""
    if isinstance(value, dict):
        if "class_name" in value:
            yield value
        for entry in value.values():
            yield from classes(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from classes(entry)
