"""What a preset folder must hold, and what it may not: looked at before anything in it is loaded."""

from __future__ import annotations

from pathlib import Path

from entai import EntaiError
from entai.presets import check_preset, document

__all__ = ["check", "document"]

PICKLES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")


def check(folder: Path) -> None:
    """Refuse a folder that lacks something, or names a class that is not keras-hub's.

    Raises:
        EntaiError: With the file and the reason.
    """
    config = document(folder, "config.json")
    if "model_type" in config:
        _check_weights(folder)
    elif str(config.get("registered_name", "")).startswith("keras_hub>"):
        check_preset(folder)
    else:
        raise EntaiError(f"{folder}/config.json is neither KerasHub's nor Hugging Face's")


def _check_weights(folder: Path) -> None:
    """Safetensors alone: the other formats are pickles, which run code."""
    if (folder / "model.safetensors").is_file():
        return
    if (folder / "model.safetensors.index.json").is_file():
        named = set(map(str, document(folder, "model.safetensors.index.json").get("weight_map", {}).values()))
        odd = sorted(name for name in named if Path(name).name != name or not (folder / name).is_file())
        if odd:
            raise EntaiError(f"{folder} lacks weights that its index names: {odd[0]}")
        return
    pickled = any(path.suffix in PICKLES for path in folder.iterdir())
    raise EntaiError(f"{folder} lacks model.safetensors" + ("; pickled weights are not opened" if pickled else ""))
