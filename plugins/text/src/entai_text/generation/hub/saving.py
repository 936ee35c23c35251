"""Writing a model as a preset of KerasHub's, for entai and for keras-hub alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from entai.quiet import quiet
from entai_text.generation.hub.model import HubModel

FORM = ("chat_template.jinja", "tokenizer_config.json")
"""Where Hugging Face keeps how a model is to be asked; KerasHub writes neither."""


def save(model: HubModel, source: Path, out: Path) -> None:
    """Write the model into a new folder.

    Args:
        model: Its network is written as it is.
        source: The preset that it came from.
        out: The folder.
    """
    model.network.preprocessor.sequence_length = model.context
    with quiet():
        model.network.save_to_preset(str(out))
    for name in FORM:
        if (source / name).is_file() and not (out / name).exists():
            shutil.copyfile(source / name, out / name)
