"""Tiny presets with random weights: a Qwen 2 as Hugging Face keeps it, a GPT-2 and a GPT-NeoX as KerasHub does."""

import json
from pathlib import Path

import numpy as np

TEXT = "the quick brown fox jumps over the lazy dog. 12 34 " * 9
TEMPLATE = ("{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
            "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
WIDTH, HEADS, LAYERS, HIDDEN = 16, 2, 2, 24


def tokenizer() -> dict:
    """A byte-level tokenizer.json with Qwen's control tokens."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.train_from_iterator([TEXT], trainers.BpeTrainer(vocab_size=300, special_tokens=SPECIAL, show_progress=False,
                                                         initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return json.loads(made.to_str())


def qwen(folder: Path) -> Path:
    """As transformers saves it: config.json, model.safetensors, tokenizer.json, tokenizer_config.json."""
    from safetensors.numpy import save_file

    folder.mkdir()
    document = tokenizer()
    size = len(document["model"]["vocab"])
    config = {"model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"], "vocab_size": size, "hidden_size": WIDTH, "num_hidden_layers": LAYERS,
              "num_attention_heads": HEADS, "num_key_value_heads": 1, "intermediate_size": HIDDEN, "rms_norm_eps": 1e-6,
              "rope_theta": 10000.0, "use_sliding_window": False, "sliding_window": 32, "tie_word_embeddings": True,
              "max_position_embeddings": 128}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer.json").write_text(json.dumps(document))
    (folder / "tokenizer_config.json").write_text(json.dumps({"chat_template": TEMPLATE, "eos_token": "<|im_end|>"}))
    save_file(_weights(size), folder / "model.safetensors")
    return folder


def _weights(size: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    each = WIDTH // HEADS
    shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (size, WIDTH), "model.norm.weight": (WIDTH,)}
    for index in range(LAYERS):
        layer = f"model.layers.{index}"
        for name, rows in (("q", WIDTH), ("k", each), ("v", each)):
            shapes |= {f"{layer}.self_attn.{name}_proj.weight": (rows, WIDTH), f"{layer}.self_attn.{name}_proj.bias": (rows,)}
        shapes |= {f"{layer}.self_attn.o_proj.weight": (WIDTH, WIDTH), f"{layer}.mlp.up_proj.weight": (HIDDEN, WIDTH),
                   f"{layer}.mlp.gate_proj.weight": (HIDDEN, WIDTH), f"{layer}.mlp.down_proj.weight": (WIDTH, HIDDEN),
                   f"{layer}.input_layernorm.weight": (WIDTH,), f"{layer}.post_attention_layernorm.weight": (WIDTH,)}
    return {name: (rng.normal(size=shape) * 0.5).astype(np.float32) for name, shape in shapes.items()}


def gpt2(folder: Path) -> Path:
    """As KerasHub saves it."""
    return _saved(folder, "GPT2", max_sequence_length=64)


def neox(folder: Path) -> Path:
    """A model that has one matrix for queries, keys and values."""
    return _saved(folder, "GPTNeoX", max_sequence_length=64)


def _saved(folder: Path, kind: str, **more: int) -> Path:
    import keras_hub

    document = tokenizer()["model"]
    merges = [" ".join(pair) for pair in document["merges"]]
    tokens, backbone, preprocessor, network = (
        getattr(keras_hub.models, f"{kind}{part}") for part in ("Tokenizer", "Backbone", "CausalLMPreprocessor", "CausalLM"))
    inner = backbone(len(document["vocab"]), LAYERS, HEADS, WIDTH, HIDDEN, **more)
    reader = preprocessor(tokens(vocabulary=document["vocab"], merges=merges), sequence_length=64)
    network(inner, reader).save_to_preset(str(folder))
    return folder
