"""The recipe lora: a preset learns from a text, its own weights stay as they are, and what was learnt can be merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from preset_toys import gpt2, neox, qwen

import entai
from entai import EntaiError, Run, Split, State
from entai.training.checkpoint import Checkpoint
from entai_text import TextGenerator
from entai_text.generation import made_up, measure, parts
from entai_text.generation.corpus import Corpus
from entai_text.generation.hub import lora as hub_lora
from entai_text.generation.hub.lora import Lora

TASK = "text-generation"
QUICK = {"epochs": 2, "steps_per_epoch": 20, "batch_size": 4, "learning_rate": 0.02}
SMALL = {"rank": 4, "context": 32}
ROWS = np.random.default_rng(0).integers(3, 250, (2, 40)).astype(np.int32)


@dataclass
class Adapted:
    """A preset that was adapted to made-up sentences."""

    folder: Path
    state: State
    networks: list[Any]
    """Every keras-hub model that was opened on the way."""

    @property
    def model(self) -> Any:
        return Lora.configure(SMALL).restore(self.state)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    pytest.importorskip("keras_hub")
    folder = tmp_path_factory.mktemp("lora")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTAI_HOME", str(folder / "home"))
        yield folder


def sentences() -> Split[Corpus]:
    return parts.split(made_up.corpus(0, 60), 0)


def fit(start: State, config: dict[str, Any] = SMALL, train: dict[str, Any] = QUICK, folder: Path | None = None) -> State:
    run = Run(TASK, "lora", config, train, seed=1, folder=folder, start=start)
    return Lora.configure(config).fit(sentences().closed(), run)


@pytest.fixture(scope="module")
def adapted(home: Path) -> Adapted:
    folder, opened = qwen(home / "qwen"), []
    with pytest.MonkeyPatch.context() as patch:
        real = hub_lora.network
        patch.setattr(hub_lora, "network", lambda place: opened.append(real(place)) or opened[-1])
        return Adapted(folder, fit(Lora.from_preset(folder)), opened)


def test_a_bundle_holds_the_adapter_alone(adapted: Adapted) -> None:
    arrays = adapted.state.arrays
    assert len(arrays) == 2 * 2 * 2  # A and B, query and value, two layers
    assert {name.rsplit("/", 1)[1] for name in arrays} == {"lora_kernel_a", "lora_kernel_b"}
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float16)}
    assert adapted.state.notes["parameters"] == sum(array.size for array in arrays.values())
    assert adapted.state.assets.keys() == {"base", "sizes", "history"}
    assert adapted.state.notes["base"].startswith("qwen, fingerprint ")


def test_the_base_is_bit_for_bit_as_it_was(adapted: Adapted) -> None:
    trained, fresh = adapted.networks[0], hub_lora.network(adapted.folder)
    before = [np.asarray(weight) for weight in fresh.weights]
    after = [np.asarray(weight) for weight in trained.weights if "lora_kernel" not in weight.path]
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
    assert {weight.name for weight in trained.trainable_variables} == {"lora_kernel_a", "lora_kernel_b"}


def test_held_out_text_costs_less_than_it_cost_the_base(adapted: Adapted) -> None:
    def loss(model: Any) -> float:
        nats, characters, _ = measure.costs(model, sentences().test)
        return float(nats.sum() / characters.sum())

    before, after = loss(TextGenerator.load(f"preset:{adapted.folder}").model), loss(adapted.model)
    assert after < before - 0.5


def test_base_and_adapter_the_model_served_and_the_merged_preset_say_the_same(adapted: Adapted, tmp_path: Path) -> None:
    from entai.runtime import set_weights
    from entai_text.generation.hub.adapter import Adapted as Network

    beside = Network(hub_lora.network(adapted.folder), 4)
    bare = np.asarray(beside(ROWS))
    set_weights(beside, adapted.state.arrays)
    expected = np.asarray(beside(ROWS))
    assert np.abs(expected - bare).max() > 0.1
    np.testing.assert_allclose(adapted.model.logits(ROWS), expected, atol=1e-4)
    Lora.configure(SMALL).export(adapted.state, "preset", tmp_path / "merged")
    merged = TextGenerator.load(f"preset:{tmp_path / 'merged'}").model
    np.testing.assert_allclose(merged.logits(ROWS), expected, atol=1e-4)
    assert (merged.context, merged.vocabulary.pieces) == (adapted.model.context, adapted.model.vocabulary.pieces)
    assert merged.opening("fox", chat=True) == adapted.model.opening("fox", chat=True)  # the chat template came along
    import keras_hub

    alone = keras_hub.models.CausalLM.from_preset(str(tmp_path / "merged"))
    given = {"token_ids": ROWS, "padding_mask": np.ones_like(ROWS)}
    np.testing.assert_allclose(np.asarray(alone(given)), expected, atol=1e-4)


def test_a_checkpoint_holds_no_weights_of_the_base(adapted: Adapted, tmp_path: Path) -> None:
    written: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        real = Checkpoint._write
        patch.setattr(Checkpoint, "_write", lambda self, epoch: written.append(len(self.model.variables)) or real(self, epoch))
        again = fit(Lora.from_preset(adapted.folder), train=QUICK | {"checkpoint_seconds": 0}, folder=tmp_path / "run")
    assert written == [8, 8]
    for name, array in adapted.state.arrays.items():
        np.testing.assert_array_equal(array, again.arrays[name])  # and same seed, same weights


def test_training_goes_on_from_an_adapter(adapted: Adapted) -> None:
    still = fit(adapted.state, train=QUICK | {"learning_rate": 0.0, "epochs": 1, "steps_per_epoch": 1})
    for name, array in adapted.state.arrays.items():
        np.testing.assert_array_equal(array, still.arrays[name])
    with pytest.raises(EntaiError, match="the model gone on from has rank 4, and keeps it: leave rank=8 out"):
        fit(adapted.state, config={"rank": 8})


def test_an_adapter_of_another_model_is_refused(adapted: Adapted, home: Path) -> None:
    other = Lora.from_preset(gpt2(home / "gpt2")).assets["base"]
    recipe = Lora.configure(SMALL)
    with pytest.raises(EntaiError, match=r"this adapter is of another model: 000/.* does not fit"):
        recipe.restore(State(adapted.state.arrays, {"base": other}))
    fewer = dict(list(adapted.state.arrays.items())[:4])
    with pytest.raises(EntaiError, match="this adapter is of another model: it is for 2 matrices, not 4"):
        recipe.restore(State(fewer, adapted.state.assets))


def test_dropout_is_the_presets_own_at_the_rate_asked_for(home: Path) -> None:
    from entai_text.generation.hub.adapter import with_dropout

    network = hub_lora.network(gpt2(home / "dropping"))
    given = {"token_ids": ROWS, "padding_mask": np.ones_like(ROWS)}
    for rate, random in ((0.5, True), (0.0, False)):
        other = with_dropout(network, rate)
        np.testing.assert_allclose(np.asarray(other(given)), np.asarray(network(given)), atol=1e-6)
        one, two = (np.asarray(other(given, training=True)) for _ in range(2))
        assert (np.abs(one - two).max() > 0) == random


def test_a_preset_without_layers_for_an_adapter_is_refused(home: Path) -> None:
    with pytest.raises(EntaiError, match="GPTNeoXCausalLM has no layers for an adapter: none is called query_dense or"):
        fit(Lora.from_preset(neox(home / "neox")))


@pytest.mark.slow
def test_an_adapter_is_a_model_like_any(adapted: Adapted, home: Path, cli, tmp_path: Path) -> None:
    (tmp_path / "corpus.txt").write_text(made_up.corpus(0, 60).documents[0])
    words = [word for name, value in (SMALL | {f"train.{name}": value for name, value in QUICK.items()}).items()
             for word in ("--set", f"{name}={value}")]
    model, text = str(tmp_path / "mine"), str(tmp_path / "corpus.txt")
    code, said, _ = cli("train", TASK, text, "-o", model, "--from", f"preset:{adapted.folder}", *words)
    assert (code, "loss " in said) == (0, True)
    bundle = entai.Bundle.open(model)
    assert bundle.manifest.recipe == "lora"
    assert sum(file["bytes"] for name, file in bundle.manifest.files.items() if name == "weights.npz") < 10_000
    assert "| base | qwen, fingerprint " in (bundle.document("CARD.md") or "")
    assert not any(str(home).encode() in path.read_bytes() for path in Path(model).rglob("*") if path.is_file())
    asked = ("run", TASK, "--text", "the king", "--model", model, "--set", "max_tokens=12")
    code, said, _ = cli(*asked)
    assert (code, said) == (0, TextGenerator.load(model).generate("the king", max_tokens=12))
    assert cli(*asked, "--set", 'choices=["sees", "fears"]')[1] in ("sees", "fears")
    assert len(cli(*asked, "--set", "regex=[a-z]{3}", "--set", "chat=off")[1]) == 3
    assert cli("explain", TASK, text, "--model", model, "-o", str(tmp_path / "why.html"), "--set", "max_tokens=3",
               "--set", "long_prompt=slide")[0] == 0
    before, after = str(tmp_path / "before"), str(tmp_path / "after")
    assert cli("evaluate", TASK, text, "--model", f"preset:{adapted.folder}", "-o", before)[0] == 0
    assert cli("evaluate", TASK, text, "--model", model, "-o", after)[0] == 0
    losses = [entai.Report.load(folder).metrics["loss"].value for folder in (before, after)]
    assert losses[1] < losses[0]
    assert cli("train", TASK, text, "-o", str(tmp_path / "more"), "--from", model, "--set", "train.epochs=1")[0] == 0
    assert entai.Bundle.open(tmp_path / "more").manifest.config["rank"] == 4
    assert cli("export", model, "--format", "preset", "-o", str(tmp_path / "whole"))[0] == 0
    assert cli("run", TASK, "--text", "the king", "--model", f"preset:{tmp_path / 'whole'}", "--set", "max_tokens=3")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("check", ["spec", "same seed, same weights", "save and load", "run", "lazy", "explanation",
                                   "hostile settings", "signatures", "options", "kill and resume"])
def test_lora_keeps_the_laws_of_the_kit(home: Path, check: str) -> None:
    from entai.testing import plan

    found, = (entry for entry in plan("entai-text", [check]) if str(entry.subject) == f"{TASK}/lora")
    outcome = found.run()
    assert outcome.status == "passed", str(outcome)
