"""Going on from a folder in another library's format, measuring one, and writing a model in another form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from core_toolbox import one_sentence

import entai
from entai import Bundle, EntaiError, State
from entai.training.run import Run


@pytest.fixture
def mine(here: Path) -> Path:
    """A preset, and data to train on."""
    (here / "data.txt").write_text("one two three four five six seven")
    (here / "mine").mkdir()
    (here / "mine" / "prefix.txt").write_text("pre-")
    return here / "mine"


def test_training_goes_on_from_a_preset_by_the_recipe_for_it_and_from_what_came_of_it(cli, mine: Path) -> None:
    assert cli("train", "toy-begun", "data.txt", "-o", "first", "--from", "preset:mine", "--set", "size=2").code == 0
    first = Bundle.open("first")
    assert first.manifest.recipe == "begun"
    assert first.state().assets == {"begun": {"prefix": "pre-"}}
    assert cli("train", "toy-begun", "data.txt", "-o", "second", "--from", "first").code == 0
    second = Bundle.open("second")
    assert (second.manifest.recipe, second.manifest.config["size"]) == ("begun", 2)
    assert second.state().assets == first.state().assets


@pytest.mark.parametrize(("words", "says"), [
    (["toy-begun", "data.txt", "--recipe", "plain", "--from", "preset:mine"], "the recipe Plain does not go on from a preset"),
    (["toy-begun", "data.txt", "--from", "preset:nowhere"], "there is no folder nowhere"),
    (["toy-begun", "data.txt", "--recipe", "begun"], "there is nothing to go on from"),
    (["toy-shout", "data.txt", "--from", "preset:mine"], "toy-shout takes no presets"),
    (["toy-rest", "data.txt", "--from", "preset:mine"], "toy-rest has no recipe that goes on from a preset")])
def test_what_does_not_go_on_from_a_preset_says_so_and_leaves_nothing_behind(cli, mine: Path, words, says: str) -> None:
    ended = cli("train", *words, "-o", "m")
    assert ended.code == 2
    one_sentence(ended.err)
    assert says in ended.err
    assert not list(mine.parent.glob("m*[!e]"))


def test_a_preset_is_measured_as_a_model_is(cli, mine: Path) -> None:
    ended = cli("evaluate", "toy-begun", "data.txt", "--model", "preset:mine", "-o", "report")
    assert ended.code == 0
    assert "what a preset has learnt is not known here" in ended.err
    report = entai.Report.load("report")
    assert (report.recipe, report.model) == ("preset", "preset:mine")
    assert report.metrics["closeness"].value == pytest.approx(0.5 / len("pre-"))


def test_a_run_is_gone_on_with_from_the_same_model_only(tmp_path: Path) -> None:
    def run(value: float, prefix: str) -> Run:
        return Run("t", "r", folder=tmp_path / "run", start=State({"size": np.array([value])}, {"begun": {"prefix": prefix}}))

    run(1.0, "a").open("data", resume=False)
    run(1.0, "a").open("data", resume=True)
    for other in (run(2.0, "a"), run(1.0, "b"), Run("t", "r", folder=tmp_path / "run")):
        with pytest.raises(EntaiError, match="holds a run with another start"):
            other.open("data", resume=True)


def test_a_model_is_written_in_a_form_of_its_recipe(cli, mine: Path, here: Path) -> None:
    assert cli("train", "toy-begun", "data.txt", "-o", "model", "--from", "preset:mine").code == 0
    ended = cli("export", "model", "--format", "words", "-o", "model.txt")
    assert (ended.code, ended.out) == (0, "model.txt\n")
    assert (here / "model.txt").read_text() == "words: pre-"
    assert entai.export("model", "again.txt", "lines").read_text() == "lines: pre-"


@pytest.mark.parametrize(("words", "says"), [
    (["model", "--format", "wrods", "-o", "out"], "model can't be written as wrods: a model of plain is written in no other form"),
    (["begun", "--format", "wrods", "-o", "out"], "begun can't be written as wrods: a model of begun is written as words, lines"),
    (["begun", "--format", "words", "-o", "data.txt"], "data.txt exists; give another name"),
    (["gone", "--format", "words", "-o", "out"], "there is no bundle at gone")])
def test_another_form_that_can_not_be_is_refused(cli, mine: Path, here: Path, words, says: str) -> None:
    assert cli("train", "toy-shout", "data.txt", "-o", "model").code == 0
    assert cli("train", "toy-begun", "data.txt", "-o", "begun", "--from", "preset:mine").code == 0
    before = (here / "data.txt").read_bytes()
    ended = cli("export", *words)
    assert ended.code == 2
    one_sentence(ended.err)
    assert says in ended.err
    assert not (here / "out").exists()
    assert (here / "data.txt").read_bytes() == before
