"""The recipe lean: what Keras trains is what NumPy serves."""

from pathlib import Path

import numpy as np
import pytest

import entai
from entai import EntaiError
from entai.bundle import Bundle
from entai_text import TextGenerator
from entai_text.generation.lean import Lean

SMALL = {"layers": 2, "heads": 2, "width": 16, "context": 16}
QUICK = {"epochs": 1, "steps_per_epoch": 3, "batch_size": 4, "jit": False}
VERSE = "the king sees a ghost at dawn.\nthe ghost fears the queen in the rain.\n"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A model of a folder of Chinese and English poems, trained for three steps."""
    folder = tmp_path_factory.mktemp("poems")
    for index in range(12):
        (folder / f"{index}.txt").write_text(VERSE * 2 + "关关雎鸠，在河之洲。" * (index + 1), encoding="utf-8")
    return entai.train("text-generation", folder, folder.parent / "model", config=SMALL, trainer=QUICK)


def test_numpy_serves_what_keras_trained(bundle: Bundle) -> None:
    state = bundle.state()
    recipe = Lean.configure(bundle.manifest.config)
    network = recipe.build(state.assets["sizes"])
    rng = np.random.default_rng(0)
    arrays = {name: (array + rng.normal(size=array.shape) * 0.3).astype(np.float16) for name, array in state.arrays.items()}
    network.set_weights([array.astype(np.float32) for array in arrays.values()])
    rows = rng.integers(0, state.assets["sizes"]["vocabulary"], (3, 16))
    served = recipe.restore(entai.State(arrays, state.assets))
    np.testing.assert_allclose(served.logits(rows), np.asarray(network(rows)), atol=2e-4)


def test_a_bundle_keeps_half_precision_and_its_report_says_what_it_costs(bundle: Bundle) -> None:
    assert {array.dtype for array in bundle.state().arrays.values()} == {np.dtype(np.float16)}
    report = entai.Report.from_json(bundle.document("report.json") or "")
    assert 0 < report.metrics["loss"].value < 8
    assert report.metrics["loss"].unit == "nats/character"


def test_a_trained_model_writes_and_its_characters_are_tokens(bundle: Bundle) -> None:
    generator = TextGenerator.load(bundle.path)
    assert generator.generate("the 关", max_tokens=20, seed=1) == generator.generate("the 关", max_tokens=20, seed=1)
    assert len(generator.model.vocabulary.encode("关")) == 1
    assert generator.model.opening("", chat=True) == [generator.model.vocabulary.ends[0]]


@pytest.mark.slow
def test_training_goes_on_from_a_bundle_with_its_vocabulary(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("何 entirely different ~ " * 40, encoding="utf-8")
    more = entai.train("text-generation", tmp_path / "more.txt", tmp_path / "more", trainer=QUICK, start=bundle.path)
    assert more.state().assets["vocabulary"] == bundle.state().assets["vocabulary"]


def test_pieces_of_words_and_early_stopping(tmp_path: Path) -> None:
    (tmp_path / "verse.txt").write_text(VERSE * 12, encoding="utf-8")
    made = entai.train("text-generation", tmp_path / "verse.txt", tmp_path / "bpe", trainer=QUICK | {"patience": 1},
                       config=SMALL | {"tokens": "bpe", "vocabulary": 300})
    vocabulary = made.state().assets["vocabulary"]
    assert vocabulary["kind"] == "bpe"
    assert "val_loss" in made.state().assets["history"][0]
    assert TextGenerator.load(made.path).generate("the king", max_tokens=5)


def test_heads_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "verse.txt").write_text(VERSE * 12, encoding="utf-8")
    with pytest.raises(EntaiError, match="width must be a multiple of twice the heads: 16 is none of 10"):
        entai.train("text-generation", tmp_path / "verse.txt", tmp_path / "model", config=SMALL | {"heads": 5})
