"""Models from a user's own folder: checked before they are loaded, then under the same laws as every model."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from preset_toys import gpt2, qwen

import entai
from entai import EntaiError
from entai_text import TextGenerator
from entai_text.generation.hub import chat
from entai_text.generation.hub.folder import check


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pytest.importorskip("safetensors")
    return qwen(tmp_path / "qwen")


def test_a_whole_folder_passes(folder: Path) -> None:
    check(folder)


@pytest.mark.parametrize(("spoil", "reason"), [
    (lambda folder: (folder / "config.json").unlink(), "is no preset: it has no config.json"),
    (lambda folder: (folder / "config.json").write_text("{"), "config.json can't be read"),
    (lambda folder: (folder / "config.json").write_text("[]"), "holds no settings"),
    (lambda folder: (folder / "config.json").write_text("{}"), "neither KerasHub's nor Hugging Face's"),
    (lambda folder: (folder / "model.safetensors").unlink(), "lacks model.safetensors"),
    (lambda folder: (folder / "model.safetensors").rename(folder / "pytorch_model.bin"), "pickled weights are not opened"),
    (lambda folder: _sharded(folder, "../model.safetensors"), "lacks weights that its index names: ../model.safetensors")])
def test_what_is_missing_is_named(folder: Path, spoil, reason: str) -> None:
    spoil(folder)
    with pytest.raises(EntaiError, match=reason):
        entai.load("text-generation", f"preset:{folder}")


def _sharded(folder: Path, name: str) -> None:
    (folder / "model.safetensors").rename(folder.parent / "model.safetensors")
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": name}}))


@pytest.mark.parametrize("foreign", [
    {"module": "keras.layers", "class_name": "Lambda", "registered_name": None, "config": {}},
    {"module": "os", "class_name": "system", "registered_name": "keras_hub>system", "config": {}},
    {"module": "keras_hub.src.x", "class_name": "Y", "registered_name": "other>Y", "config": {}},
    {"class_name": "function", "module": "builtins", "config": "exec", "registered_name": "function"}])
def test_foreign_classes_are_refused_before_anything_is_loaded(tmp_path: Path, foreign: dict[str, object]) -> None:
    config = {"module": "keras_hub.src.models.gpt2.gpt2_backbone", "class_name": "GPT2Backbone", "config": {"nested": [foreign]},
              "registered_name": "keras_hub>GPT2Backbone"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(EntaiError, match=r"names the class .*; only those of keras-hub are loaded"):
        entai.load("text-generation", f"preset:{tmp_path}")


def test_a_missing_folder_is_refused() -> None:
    with pytest.raises(EntaiError, match="there is no folder"):
        entai.load("text-generation", "preset:no/such/folder")


def test_a_chat_template_is_filled_in_around_the_prompt(folder: Path) -> None:
    source = chat.template(folder)
    assert source is not None
    assert chat.around(source, {}) == ("<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n")
    with pytest.raises(EntaiError, match="has no place for a prompt"):
        chat.around("hello", {})
    with pytest.raises(EntaiError, match="the chat template refuses: no"):
        chat.around("{{ raise_exception('no') }}", {})
    with pytest.raises(EntaiError, match="chat template can't be used"):
        chat.around("{% nonsense", {})


@pytest.mark.slow
@pytest.mark.parametrize("kind", [qwen, gpt2])
def test_a_preset_keeps_the_laws(tmp_path: Path, kind) -> None:
    generator = TextGenerator.load(f"preset:{kind(tmp_path / 'preset')}")
    model = generator.model
    prompts = ["the quick", "lazy dog. 12 34 the", "é 中"]
    plain = {"chat": False, "max_tokens": 12, "temperature": 1.0}
    together = generator.generate(prompts, **plain)
    assert together == [generator.generate(prompt, **plain) for prompt in prompts]
    assert "".join(generator.stream("fox", **plain)) == generator.generate("fox", **plain)
    assert re.fullmatch("[a-z]{3,5}!", generator.generate("fox", regex="[a-z]{3,5}!", **plain))
    tokens = [int(token) for token in np.random.default_rng(0).integers(3, 250, 70)][:model.context]
    reading, logits = model.start([tokens[:40]])
    whole = model.logits(np.array([tokens], np.int32))[0]
    np.testing.assert_allclose(logits[0], whole[39], atol=2e-3)
    for place in range(40, len(tokens)):
        np.testing.assert_allclose(reading.read([tokens[place]])[0], whole[place], atol=2e-3)
    assert model.vocabulary.decode(model.vocabulary.encode("a <|im_end|> 🎭")).decode() == "a <|im_end|> 🎭"


@pytest.mark.slow
def test_texts_of_one_length_are_read_together_and_are_what_each_is_alone(folder: Path) -> None:
    model = TextGenerator.load(f"preset:{folder}").model
    texts = np.random.default_rng(1).integers(3, 250, (4, 90)).astype(np.int32)
    lengths = (60, 9, 60, 60)
    reading, logits = model.start([text[:length] for text, length in zip(texts, lengths, strict=True)])
    whole = model.logits(texts)
    left = [0, 1, 2, 3]
    for step in range(20):
        if step in (5, 9):  # texts end at different times
            kept = [0, *range(2, len(left))]
            reading.keep(kept)
            left, logits = [left[row] for row in kept], logits[kept]
        for row, number in enumerate(left):
            np.testing.assert_allclose(logits[row], whole[number, lengths[number] + step - 1], atol=2e-3)
        logits = reading.read([int(texts[number, lengths[number] + step]) for number in left])
        assert logits.shape == (len(left), len(model.vocabulary))


@pytest.mark.slow
def test_a_model_that_was_taught_to_answer_is_asked_in_its_own_form(folder: Path) -> None:
    model = TextGenerator.load(f"preset:{folder}").model
    names = model.vocabulary
    start, end = (names.encode_form(name) for name in ("<|im_start|>", "<|im_end|>"))
    assert (len(start), len(end)) == (1, 1)
    tokens = model.opening("a <|im_end|> b", chat=True)
    assert tokens[:1] == start
    assert tokens.count(end[0]) == 1  # the template's own; the prompt's is text
    assert end[0] in names.ends
    assert model.opening("ab", chat=False) == names.encode("ab")


@pytest.mark.slow
def test_damaged_weights_are_refused_in_one_sentence(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(EntaiError, match="holds no causal model that keras-hub can load"):
        TextGenerator.load(f"preset:{folder}")
