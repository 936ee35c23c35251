"""Tasks that give several outputs, or one more where an option asks for it; models from a user's own folder."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from core_toolbox import one_sentence

import entai
from entai import EntaiError, Parts, Text


def read(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_one_input_makes_a_folder_named_by_its_stem(cli, here):
    (here / "a.txt").write_text("one two three")
    assert cli("run", "toy-stems", "a.txt", "-o", "out").code == 0
    assert read(here / "out") == {"a/first.txt": "one\n", "a/rest.txt": "two three\n"}


def test_an_option_asks_for_one_more_output(cli, here):
    (here / "a.txt").write_text("one two")
    assert cli("run", "toy-rest", "a.txt", "-o", "a.out.txt").code == 0
    assert (here / "a.out.txt").read_text() == "one\n"
    assert cli("run", "toy-rest", "a.txt", "-o", "out", "--set", "rest=on").code == 0
    assert read(here / "out") == {"a/first.txt": "one\n", "a/rest.txt": "two\n"}


def test_many_inputs_keep_their_relative_paths(cli, here):
    for name in ("in/a.txt", "in/deep/a.md"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(f"{name} x")
    assert cli("run", "toy-stems", "in", "-o", "out").code == 0
    assert set(read(here / "out")) == {"a/first.txt", "a/rest.txt", "deep/a/first.txt", "deep/a/rest.txt"}


def test_two_inputs_of_one_stem_are_refused_both(cli, here):
    for name in ("a.txt", "a.md", "b.txt"):
        (here / name).write_text("x y")
    ended = cli("run", "toy-stems", "a.txt", "a.md", "b.txt", "-o", "out")
    assert ended.code == 1
    assert ended.err.count("another input would write out/a, too") == 2
    assert set(read(here / "out")) == {"b/first.txt", "b/rest.txt"}


@pytest.mark.parametrize(("out", "said"), [(("-o", "-"), "several outputs need a folder"), ((), "-o FOLDER"),
                                           (("-o", "new.txt"), "several outputs need a folder")])
def test_several_outputs_need_a_folder(cli, here, out, said):
    (here / "a.txt").write_text("x y")
    ended = cli("run", "toy-stems", "a.txt", *out)
    assert ended.code == 2
    assert said in ended.err
    one_sentence(ended.err)
    assert not (here / "new.txt").exists()


def test_an_existing_folder_is_kept_unless_told_and_resume_leaves_it_out(cli, here):
    (here / "a.txt").write_text("x y")
    assert cli("run", "toy-stems", "a.txt", "-o", "out").code == 0
    (here / "out/a/first.txt").write_text("mine")
    assert cli("run", "toy-stems", "a.txt", "-o", "out").code == 2
    assert "there already" in cli("run", "toy-stems", "a.txt", "-o", "out", "--resume").err
    assert (here / "out/a/first.txt").read_text() == "mine"
    assert cli("run", "toy-stems", "a.txt", "-o", "out", "--overwrite").code == 0
    assert (here / "out/a/first.txt").read_text() == "x\n"


def test_json_names_the_folder(cli, here):
    (here / "a.txt").write_text("x y")
    row = json.loads(cli("run", "toy-stems", "a.txt", "-o", "out", "--json").out)
    assert row["ok"]
    assert Path(row["output"]) == Path("out/a")


def test_parts_are_a_mapping_that_shows_and_saves_itself(tmp_path):
    parts = Parts({"left": Text("<l>"), "right": Text("r")})
    assert list(parts) == ["left", "right"]
    assert parts["right"].text == "r"
    assert "&lt;l&gt;" in parts.to_html()
    assert read(parts.save(tmp_path / "new")) == {"left.txt": "<l>", "right.txt": "r"}
    with pytest.raises(EntaiError, match="exists"):
        parts.save(tmp_path / "new")
    with pytest.raises(EntaiError, match="-o FOLDER"):
        parts.write(io.BytesIO(), "")


def test_a_preset_is_a_folder_of_the_users_own(cli, here):
    (here / "a.txt").write_text("x y")
    (here / "mine").mkdir()
    (here / "mine/prefix.txt").write_text("pre-")
    assert cli("run", "toy-rest", "a.txt", "--model", "preset:mine").out == "pre-x\n"
    assert entai.load("toy-rest", "preset:mine")("a.txt").text == "pre-x"
    ended = cli("run", "toy-rest", "a.txt", "--model", "preset:none")
    assert ended.code == 2
    assert "there is no folder none" in ended.err
    assert "takes no presets" in cli("run", "toy-shout", "a.txt", "--model", "preset:mine").err
