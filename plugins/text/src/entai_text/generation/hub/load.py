"""From `preset:FOLDER` to a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from entai import EntaiError
from entai.quiet import import_backend, quiet
from entai_text.generation.hub import chat, smollm
from entai_text.generation.hub.folder import check, document
from entai_text.generation.hub.model import HubModel
from entai_text.generation.hub.tokens import HubTokens

LONGEST = 8192
"""Tokens looked back on at most, whatever a model declares: a cache of more would fill the memory."""
DECLARED = ("max_position_embeddings", "n_positions", "max_sequence_length")


def load(folder: Path) -> HubModel:
    """The causal model in a folder, or `smollm`.

    Raises:
        EntaiError: keras-hub is missing, or the folder lacks something, is damaged, or names foreign classes.
    """
    folder = located(folder)
    return served(network(folder), folder)


def located(folder: Path) -> Path:
    """Where a preset lies that is given by its folder, or as `smollm`."""
    return smollm.preset() if folder == Path(smollm.NAME) and not folder.is_dir() else folder


def network(folder: Path) -> Any:
    """The `keras_hub.models.CausalLM` in a folder.

    Raises:
        EntaiError: As `load`.
    """
    check(folder)
    hub = keras_hub()
    try:
        with quiet():
            found = hub.models.CausalLM.from_preset(str(folder))
            _size(found)
    except Exception as error:  # loaders of some thirty models raise whatever they meet first in a damaged file
        words = " ".join(str(error).split())[:300] or type(error).__name__
        raise EntaiError(f"{folder} holds no causal model that keras-hub can load: {words}") from error
    return found


def served(network: Any, folder: Path) -> HubModel:
    """The network of a folder with its tokens, its context and its chat template."""
    tokens = HubTokens(network.preprocessor.tokenizer, _size(network))
    return HubModel(network, tokens, _context(folder, network), _form(folder))


def _size(network: Any) -> int:
    return int(network.backbone.token_embedding.input_dim)


def keras_hub() -> Any:
    """The library, imported late; without it, what to install."""
    import_backend()
    try:
        import keras_hub
    except ImportError as error:
        raise EntaiError('presets need keras-hub: pip install "entai-text[hub]"') from error
    return keras_hub


def _context(folder: Path, network: Any) -> int:
    config = document(folder, "config.json")
    inner = config.get("config") or {}
    declared = [place[name] for place in (config, inner) for name in DECLARED if isinstance(place.get(name), int)]
    return min(LONGEST, declared[0] if declared else int(getattr(network.preprocessor, "sequence_length", 1024) or 1024))


def _form(folder: Path) -> tuple[str, str] | None:
    source = chat.template(folder)
    if source is None:
        return None
    settings = document(folder, "tokenizer_config.json") if (folder / "tokenizer_config.json").is_file() else {}
    tokens = {name: _name(settings.get(name)) for name in ("bos_token", "eos_token")}
    return chat.around(source, tokens)


def _name(token: Any) -> str:
    return str(token.get("content", "")) if isinstance(token, dict) else str(token or "")
