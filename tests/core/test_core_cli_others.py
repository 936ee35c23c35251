"""The other commands, on a stranger's task."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from core_toolbox import one_sentence

import entai
from entai import Bundle, EntaiError

WORDS = "one two three four five six seven"


@pytest.fixture
def data(here: Path) -> Path:
    (here / "data.txt").write_text(WORDS)
    return here / "data.txt"


@pytest.fixture
def model(cli, data, here) -> Path:
    assert cli("train", "toy-shout", "data.txt", "-o", "model").code == 0
    return here / "model"


def test_tasks_are_listed_for_people_and_machines(cli):
    listed = cli("tasks")
    assert listed.code == 0
    assert "toy-shout" in listed.out
    assert "(toy)" in listed.out
    found = json.loads(cli("tasks", "--json").out)
    shout = next(task for task in found["tasks"] if task["name"] == "toy-shout")
    assert shout["plugin"] == "toy"
    assert shout["version"] == "1.2"
    times = next(option for option in shout["options"] if option["name"] == "times")
    assert times == {"name": "times", "type": "int", "default": 1, "help": "how often", "minimum": 1, "maximum": 5,
                     "choices": []}
    assert found["failures"] == []


def test_models_and_recipes_are_listed(cli):
    listed = cli("models", "toy-shout")
    assert listed.code == 0
    assert "plain" in listed.out
    assert "tiny" in listed.out
    found = json.loads(cli("models", "toy-shout", "--json").out)
    assert found["recipes"] == [{"name": "plain", "summary": "a stretch for each word", "default": True}]
    assert found["models"][0]["licence"] == "Apache-2.0"
    assert cli("models", "toy-shot").code == 2


def test_a_model_is_trained_shown_and_verified(cli, data, here):
    ended = cli("train", "toy-shout", "data.txt", "-o", "model", "--set", "size=2", "--seed", "7", "--licence", "MIT")
    assert ended.code == 0
    assert "closeness" in ended.out
    assert not (here / "model.run").exists()
    opened = Bundle.open(here / "model")
    assert opened.state().arrays["size"] == 2
    assert opened.state().arrays["seed"] == 7
    assert (opened.manifest.seed, opened.manifest.licence, opened.manifest.config["size"]) == (7, "MIT", 2.0)
    assert "Model card" in opened.document("CARD.md")
    verified = cli("verify", "model")
    assert verified.code == 0
    assert "whole and unaltered" in verified.out
    assert "no person's rows" in verified.out
    assert json.loads(cli("verify", "model", "--json").out)["task"] == "toy-shout"
    assert cli("run", "toy-shout", "--text", "x", "--model", "model").out == "X\n"


def test_verify_names_what_is_personal(cli, data):
    assert cli("train", "toy-shout", "data.txt", "-o", "model", "--set", "keep=on").code == 0
    assert "rows of single people travel in it: assets/words.npz" in cli("verify", "model").out


def test_a_named_data_set_shows_its_terms(cli):
    ended = cli("train", "toy-shout", "toy-words", "-o", "model")
    assert ended.code == 0
    assert "Terms: the public domain" in ended.err
    assert Bundle.open("model").manifest.licence == "the public domain"


def test_a_config_file_is_read_and_the_command_line_wins(cli, data, here):
    (here / "f.toml").write_text("size = 3.0\nkeep = true\n")
    assert cli("train", "toy-shout", "data.txt", "-o", "a", "--config", "f.toml").code == 0
    assert Bundle.open("a").manifest.config == {"size": 3.0, "keep": True}
    assert cli("train", "toy-shout", "data.txt", "-o", "b", "--config", "f.toml", "--set", "size=4").code == 0
    assert Bundle.open("b").manifest.config == {"size": 4.0, "keep": True}
    (here / "f.toml").write_text("[recipe]\nsize = 5.0\n")
    assert cli("train", "toy-shout", "data.txt", "-o", "c", "--config", "f.toml").code == 0
    assert Bundle.open("c").manifest.config["size"] == 5.0


@pytest.mark.parametrize(("content", "says"), [
    (b"size = ", "is not TOML"), (b"\xff", "is not TOML"), (b"recipe = 5", "recipe is a table"),
    (b"train = 'x'", "train is a table"),
    (b"siez = 1", "size"), (b"size = 'x'", "size takes a number"), (b"size = 99", "between 0.5 and 10")])
def test_a_bad_config_file_is_refused(cli, data, here, content, says):
    (here / "f.toml").write_bytes(content)
    ended = cli("train", "toy-shout", "data.txt", "-o", "a", "--config", "f.toml")
    assert ended.code == 2
    one_sentence(ended.err)
    assert says in ended.err
    assert not (here / "a").exists()


@pytest.mark.parametrize(("words", "says"), [
    (["train", "toy-shout", "gone.txt", "-o", "m"], "no file or folder gone.txt"),
    (["train", "toy-shout", "toy-word", "-o", "m"], "toy-words"),
    (["train", "toy-shout", "data.txt"], "--out"),
    (["train", "toy-shout", "data.txt", "-o", "m", "--recipe", "plane"], "plain"),
    (["train", "toy-shout", "data.txt", "-o", "m", "--set", "sise=1"], "size"),
    (["train", "toy-shout", "data.txt", "-o", "m", "--set", "train.epoch=1"], "epochs"),
    (["train", "toy-shout", "data.txt", "-o", "m", "--set", "train.optimizer=magic"], "adam"),
    (["train", "toy-shout", "data.txt", "-o", "m", "--set", "write.x=1"], "means nothing"),
    (["train", "toy-shout", "data.txt", "-o", "m", "--from", "nowhere"], "nowhere"),
    (["train", "toy-shout", "data.txt", "-o", "data.txt"], "never overwritten"),
    (["evaluate", "toy-shout", "data.txt", "--set", "size=1"], "means nothing"),
    (["evaluate", "toy-shout", "data.txt", "--part", "train"], "valid"),
    (["evaluate", "toy-blob", "data.txt", "--model", "gone"], "gone"),
    (["explain", "toy-shout", "--text"], "--text"),
    (["explain", "toy-shout", "data.txt", "--text", "hi", "-o", "p.html"], "not both"),
    (["explain", "toy-shout", "data.txt"], "--out"),
    (["explain", "toy-shout", "data.txt", "-o", "p.html", "--set", "read.x=1"], "means nothing"),
    (["verify", "gone"], "no bundle at gone"),
    (["verify", "data.txt"], "neither a bundle"),
    (["compare", "data.txt", "data.txt"], "not a report"),
    (["compare", "data.txt"], "SECOND"),
])
def test_wrong_use_is_exit_2_with_a_reason(cli, data, here, words, says):
    ended = cli(*words)
    assert ended.code == 2
    assert says in ended.err
    assert "Traceback" not in ended.err
    assert not (here / "m").exists()


def test_too_little_data_is_named(cli, here):
    (here / "few.txt").write_text("one two")
    ended = cli("train", "toy-shout", "few.txt", "-o", "m")
    assert ended.code == 2
    assert "few has fewer than three words" in ended.err


def test_training_never_overwrites_its_data(cli, data, here):
    assert cli("train", "toy-shout", "data.txt", "-o", "data.txt", "--overwrite").code == 2
    assert data.read_text() == WORDS
    (here / "folder").mkdir()
    (here / "folder" / "d.txt").write_text(WORDS)
    assert cli("train", "toy-shout", "folder/d.txt", "-o", "folder", "--overwrite").code == 2
    assert (here / "folder" / "d.txt").read_text() == WORDS
    other = cli("train", "toy-shout", "data.txt", "-o", "folder", "--overwrite")
    assert other.code == 2
    assert "no bundle" in other.err
    assert (here / "folder" / "d.txt").exists()


def test_an_existing_bundle_is_replaced_when_asked_only(cli, data, model):
    before = (model / "manifest.json").read_bytes()
    assert cli("train", "toy-shout", "data.txt", "-o", "model", "--set", "size=2").code == 2
    assert (model / "manifest.json").read_bytes() == before
    assert cli("train", "toy-shout", "data.txt", "-o", "model", "--set", "size=2", "--overwrite").code == 0
    assert Bundle.open(model).state().arrays["size"] == 2


def test_evaluate_writes_a_report_and_compare_pairs_two(cli, data, model, here):
    ended = cli("evaluate", "toy-shout", "data.txt", "--model", "model", "-o", "r1")
    assert ended.code == 0
    assert "closeness" in ended.out
    assert ended.err == ""
    assert {path.name for path in (here / "r1").iterdir()} == {"report.json", "report.md", "report.html", "metrics.png"}
    cli("train", "toy-shout", "data.txt", "-o", "worse", "--set", "size=2")
    assert cli("evaluate", "toy-shout", "data.txt", "--model", "worse", "-o", "r2", "--json").code == 0
    told = cli("compare", "r1/report.json", "r2")
    assert told.code == 0
    assert "A is better" in told.out
    row = json.loads(cli("compare", "r1", "r2", "--json").out)["rows"][0]
    assert (row["metric"], row["difference"], row["better"]) == ("closeness", -0.25, "first")
    assert cli("evaluate", "toy-shout", "data.txt", "--model", "model", "-o", "r1").code == 2
    assert cli("evaluate", "toy-shout", "data.txt", "--model", "model", "-o", "r1", "--overwrite").code == 0


def test_evaluate_warns_of_a_model_that_may_have_seen_the_cases(cli, data, model, here):
    (here / "other.txt").write_text(WORDS + " eight")
    ended = cli("evaluate", "toy-shout", "other.txt", "--model", "model", "-o", "r")
    assert ended.code == 0
    assert "warning:" in ended.err
    assert entai.Report.load(here / "r").warnings


def test_evaluate_never_overwrites_its_data(cli, data, model, here):
    (here / "d").mkdir()
    (here / "d" / "d.txt").write_text(WORDS)
    assert cli("evaluate", "toy-shout", "d/d.txt", "--model", "model", "-o", "d", "--overwrite").code == 2
    assert cli("evaluate", "toy-shout", "data.txt", "--model", "model", "-o", "model", "--overwrite").code == 2
    assert (here / "d" / "d.txt").exists()
    assert Bundle.open(model)


def test_reports_on_other_cases_do_not_pair(cli, data, model, here):
    (here / "other.txt").write_text(WORDS + " eight")
    for name in ("data", "other"):
        cli("evaluate", "toy-shout", f"{name}.txt", "--model", "model", "-o", name)
    cli("evaluate", "toy-shout", "data.txt", "--model", "model", "-o", "valid", "--part", "valid")
    for other in ("other", "valid"):
        ended = cli("compare", "data", other)
        assert ended.code == 2
        assert "do not pair" in ended.err


def test_explain_takes_a_literal_input(cli, data, here):
    (here / "typed.txt").write_text("hello")
    for given, page in ((("--text", "hello"), "why.html"), (("typed.txt",), "same.html"), (("data.txt",), "other.html")):
        assert cli("explain", "toy-shout", *given, "-o", page).code == 0
    shown = [(here / page).read_text() for page in ("why.html", "same.html", "other.html")]
    assert shown[0] == shown[1] != shown[2]


def test_explain_writes_a_page(cli, data, here):
    ended = cli("explain", "toy-shout", "data.txt", "-o", "why.html")
    assert ended.code == 0
    assert "Why so loud" in (here / "why.html").read_text()
    assert cli("explain", "toy-shout", "data.txt", "-o", "why.html").code == 2
    assert cli("explain", "toy-shout", "data.txt", "-o", "why.html", "--overwrite").code == 0
    assert cli("explain", "toy-shout", "data.txt", "-o", "data.txt", "--overwrite").code == 2
    assert data.read_text() == WORDS
    assert cli("explain", "toy-shout", "gone.txt", "-o", "x.html").code == 2
    assert cli("explain", "toy-shout", "data.txt", "-o", ".", "--overwrite").code == 2


def test_a_bundle_of_another_task_is_refused(cli, model):
    ended = cli("run", "toy-blob", "--text", "x", "-o", "x.bin", "--model", "model")
    assert ended.code == 2
    assert "a model for toy-shout, not for toy-blob" in ended.err


def test_a_tampered_bundle_is_refused_by_every_command(cli, data, model):
    content = bytearray((model / "weights.npz").read_bytes())
    content[20] ^= 1
    (model / "weights.npz").write_bytes(content)
    for words in (["verify", "model"], ["run", "toy-shout", "--text", "x", "--model", "model"],
                  ["evaluate", "toy-shout", "data.txt", "--model", "model"],
                  ["explain", "toy-shout", "data.txt", "--model", "model", "-o", "p.html"],
                  ["train", "toy-shout", "data.txt", "--from", "model", "-o", "new"]):
        ended = cli(*words)
        assert ended.code == 2
        assert "weights.npz does not match its hash" in ended.err


@pytest.mark.parametrize("words", [
    ["--help"], ["-h"], ["--version"], ["run", "--help"], ["train", "-h"], ["evaluate", "--help"],
    ["compare", "--help"], ["explain", "--help"], ["verify", "--help"], ["models", "--help"]])
def test_help_is_exit_0(cli, words):
    ended = cli(*words)
    assert ended.code == 0
    assert ended.err == ""
    assert ended.out


def test_the_python_face_does_the_same(toy, here):
    (here / "a.txt").write_text("hello")
    shout = entai.load("toy-shout")
    assert shout("a.txt", times=2).text == "HELLOHELLO"
    assert shout(Path("a.txt")).text == "HELLO"
    assert shout(5).text == "5"
    with pytest.raises(EntaiError, match="between 1 and 5"):
        shout("a.txt", times=9)
    with pytest.raises(EntaiError, match="times"):
        shout("a.txt", time=2)
    with pytest.raises(EntaiError, match="no file or folder"):
        shout("a sentence, not a path " * 40)
    bundle = entai.train("toy-shout", "toy-words", here / "m", seed=3, config={"size": np.float32(2)})
    assert entai.evaluate("toy-shout", "toy-words", bundle.path).metrics["closeness"].value == pytest.approx(0.25)
    assert entai.explain("toy-shout", "a.txt", model=here / "m").title == "Why so loud"
    with pytest.raises(EntaiError, match="no task"):
        entai.load("toy-nothing")
