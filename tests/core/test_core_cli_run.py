"""The grammar of `entai run`, on a stranger's task."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from core_toolbox import one_sentence


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_one_file_to_one_file(cli, here):
    write(here, a="hello there")
    ended = cli("run", "toy-shout", "a.txt", "-o", "b.txt", "--set", "times=2", "--set", "ending=bang")
    assert ended.code == 0
    assert (here / "b.txt").read_text() == "HELLOHELLO THERETHERE!\n"
    assert (here / "a.txt").read_text() == "hello there"


def test_text_goes_to_standard_output_unasked(cli, here):
    write(here, a="hello")
    assert cli("run", "toy-shout", "a.txt").out == "HELLO\n"
    assert cli("run", "toy-shout", "a.txt", "-o", "-").out == "HELLO\n"
    assert cli("run", "toy-shout", "--text", "one two").out == "ONE TWO\n"
    assert cli("run", "toy-shout", "-", stdin="from a pipe").out == "FROM A PIPE\n"


def test_what_is_no_text_is_refused_there_with_a_hint(cli, here):
    write(here, a="hello")
    ended = cli("run", "toy-blob", "a.txt")
    assert ended.code == 2
    assert "-o FILE.bin" in ended.err
    assert cli("run", "toy-blob", "a.txt", "-o", "-").out == "HELLO\n"
    assert "-o FOLDER" in cli("run", "toy-blob", ".").err


def test_several_files_and_globs_keep_their_names(cli, here):
    write(here, a="x", b="y", c="z")
    ended = cli("run", "toy-shout", "a.txt", "[bc].txt", "-o", "out")
    assert ended.code == 0
    assert {path.name: path.read_text() for path in (here / "out").iterdir()} == \
        {"a.txt": "X\n", "b.txt": "Y\n", "c.txt": "Z\n"}


def test_a_suffix_that_the_output_has_not_is_changed(cli, here):
    write(here, a="x", b="y")
    (here / "c.md").write_text("z")
    assert cli("run", "toy-blob", "a.txt", "b.txt", "-o", "out").code == 0
    assert files(here / "out") == ["a.bin", "b.bin"]
    assert cli("run", "toy-shout", "c.md", "a.txt", "-o", "out2").code == 0
    assert files(here / "out2") == ["a.txt", "c.md"]


def test_a_folder_keeps_its_relative_paths_and_skips_hidden_files(cli, here):
    write(here / "in", **{"a": "x", "deep/er/a": "y", ".hidden": "no"})
    assert cli("run", "toy-shout", "in", "-o", "out").code == 0
    assert (here / "out/a.txt").read_text() == "X\n"
    assert (here / "out/deep/er/a.txt").read_text() == "Y\n"
    assert not (here / "out/.hidden.txt").exists()


def test_a_folder_of_one_file_still_writes_a_folder(cli, here):
    write(here / "in", a="x")
    assert cli("run", "toy-shout", "in", "-o", "out").code == 0
    assert (here / "out/a.txt").is_file()


def test_an_empty_folder_and_a_glob_of_nothing_are_named(cli, here):
    (here / "empty").mkdir()
    assert "empty" in cli("run", "toy-shout", "empty").err
    ended = cli("run", "toy-shout", "*.nothing")
    assert ended.code == 2
    assert "nothing matches *.nothing" in ended.err


def test_an_only_input_that_is_missing_is_wrong_use(cli, here):
    ended = cli("run", "toy-shout", "gone.txt")
    assert ended.code == 2
    one_sentence(ended.err)
    assert "gone.txt" in ended.err


def test_a_name_too_long_to_be_one_is_missing(cli, here):
    ended = cli("run", "toy-shout", "x" * 5000)
    assert ended.code == 2
    assert "there is no file" in ended.err


def test_some_of_several_fail_and_the_rest_are_done(cli, here):
    write(here, a="fine", b="a bad word", d="fine")
    (here / "c.txt").write_bytes(b"\xff\xfe\xff")
    ended = cli("run", "toy-shout", "a.txt", "b.txt", "c.txt", "gone.txt", "d.txt", "-o", "out")
    assert ended.code == 1
    assert files(here / "out") == ["a.txt", "d.txt"]
    assert "b.txt: there is a bad word" in ended.err
    for name in ("c.txt", "gone.txt"):
        assert name in ended.err
    assert "Traceback" not in ended.err


def test_two_inputs_for_one_output_are_refused_both(cli, here):
    write(here, **{"one/a": "x", "two/a": "y", "b": "z"})
    ended = cli("run", "toy-shout", "one/a.txt", "two/a.txt", "b.txt", "-o", "out")
    assert ended.code == 1
    assert files(here / "out") == ["b.txt"]
    assert "one/a.txt: another input would write" in ended.err
    assert "two/a.txt: another input would write" in ended.err


def test_an_existing_output_is_refused_without_overwrite(cli, here):
    write(here, a="new", b="old")
    ended = cli("run", "toy-shout", "a.txt", "-o", "b.txt")
    assert ended.code == 2
    assert "b.txt exists" in ended.err
    assert (here / "b.txt").read_text() == "old"
    assert cli("run", "toy-shout", "a.txt", "-o", "b.txt", "--overwrite").code == 0
    assert (here / "b.txt").read_text() == "NEW\n"


@pytest.mark.parametrize("name", ["a.txt", "./a.txt", "link.txt", "hard.txt", "in/../a.txt"])
def test_an_input_is_never_overwritten(cli, here, name):
    write(here, a="mine")
    (here / "in").mkdir()
    (here / "link.txt").symlink_to("a.txt")
    os.link(here / "a.txt", here / "hard.txt")
    ended = cli("run", "toy-shout", "a.txt", "-o", name, "--overwrite")
    assert ended.code == 2
    assert "never overwritten" in ended.err
    assert (here / "a.txt").read_text() == "mine"


def test_an_input_is_not_overwritten_by_another_inputs_output(cli, here):
    write(here, **{"other/b": "other", "top/sub/b": "mine"})
    ended = cli("run", "toy-shout", "other/b.txt", "top", "-o", "top/sub", "--overwrite")
    assert ended.code == 1
    assert (here / "top/sub/b.txt").read_text() == "mine"
    assert "never overwritten" in ended.err


def test_a_file_given_as_an_option_is_not_overwritten(cli, here):
    write(here, a="x", mark="!?")
    ended = cli("run", "toy-shout", "a.txt", "--set", "suffix=mark.txt", "-o", "mark.txt", "--overwrite")
    assert ended.code == 2
    assert (here / "mark.txt").read_text() == "!?"


def test_a_folder_is_not_replaced_by_a_file(cli, here):
    write(here, a="x", **{"dir.txt/precious": "p"})
    ended = cli("run", "toy-shout", "a.txt", "-o", "dir.txt", "--overwrite")
    assert ended.code == 2
    assert (here / "dir.txt/precious.txt").read_text() == "p"


def test_resume_goes_on_where_it_stopped(cli, here):
    write(here / "in", a="x", b="y")
    write(here / "out", a="done before")
    ended = cli("run", "toy-shout", "in", "-o", "out", "--resume")
    assert ended.code == 0
    assert (here / "out/a.txt").read_text() == "done before"
    assert (here / "out/b.txt").read_text() == "Y\n"
    assert cli("run", "toy-shout", "in", "-o", "out").code == 1


def test_json_is_one_line_an_item(cli, here):
    write(here, a="fine", b="bad")
    ended = cli("run", "toy-shout", "a.txt", "b.txt", "gone.txt", "-o", "out", "--json")
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [(row["input"], row["ok"]) for row in rows] == [("a.txt", True), ("b.txt", False), ("gone.txt", False)]
    assert rows[0]["output"] == "out/a.txt"
    assert "bad word" in rows[1]["error"]
    assert ended.code == 1


def test_json_holds_a_value_that_goes_to_no_file(cli, here):
    row = json.loads(cli("run", "toy-shout", "--text", "hi", "--json").out)
    assert row["value"] == "HI\n"


def test_several_inputs_need_a_folder(cli, here):
    write(here, a="x", b="y", c="z")
    for out in ("-", "c.txt"):
        ended = cli("run", "toy-shout", "a.txt", "b.txt", "-o", out)
        assert ended.code == 2
        assert "folder" in ended.err


def test_a_folder_for_a_path_option_is_paired_by_stem(cli, here):
    write(here, **{"in/a": "x", "in/b": "y", "in/c": "z", "marks/a": "1", "marks/b": "2"})
    ended = cli("run", "toy-shout", "in", "-o", "out", "--set", "suffix=marks")
    assert (here / "out/a.txt").read_text() == "X1\n"
    assert (here / "out/b.txt").read_text() == "Y2\n"
    assert ended.code == 1
    assert "in/c.txt" in ended.err


def test_read_and_write_settings_reach_the_kinds(cli, here):
    (here / "a.txt").write_bytes("café".encode("latin-1"))
    assert cli("run", "toy-shout", "a.txt").code == 2
    ended = cli("run", "toy-shout", "a.txt", "-o", "b.txt", "--set", "read.encoding=latin-1", "--set", "write.newline=off")
    assert ended.code == 0
    assert (here / "b.txt").read_text(encoding="utf-8") == "CAFÉ"


@pytest.mark.parametrize(("words", "says"), [
    (["run"], "TASK"),
    (["run", "toy-shot", "a.txt"], "toy-shout"),
    (["run", "toy-shout"], "needs an input"),
    (["run", "toy-shout", "a.txt", "--text", "x"], "not both"),
    (["run", "toy-shout", "a.txt", "--set", "times"], "NAME=VALUE"),
    (["run", "toy-shout", "a.txt", "--set", "tmes=2"], "times"),
    (["run", "toy-shout", "a.txt", "--set", "times=six"], "whole number"),
    (["run", "toy-shout", "a.txt", "--set", "times=6"], "between 1 and 5"),
    (["run", "toy-shout", "a.txt", "--set", "ending=boom"], "plain, bang"),
    (["run", "toy-shout", "a.txt", "--set", "loud=perhaps"], "on or off"),
    (["run", "toy-shout", "a.txt", "--set", "red.x=1"], "read"),
    (["run", "toy-shout", "a.txt", "--set", "read.encodin=1"], "encoding"),
    (["run", "toy-shout", "a.txt", "--set", "train.epochs=1"], "means nothing"),
    (["run", "toy-shout", "a.txt", "--model", "tine"], "tiny"),
    (["run", "toy-shout", "a.txt", "--no-such-flag"], "--no-such-flag"),
    (["run", "toy-shout", "a.txt", "-o", "b.wav"], ".txt"),
    (["run", "toy-shout", "a.txt", "-o", "b"], ".txt"),
    (["rnu", "toy-shout", "a.txt"], "run"),
    (["--nonsense"], "--nonsense"),
])
def test_wrong_use_is_exit_2_with_a_reason(cli, here, words, says):
    write(here, a="hello")
    ended = cli(*words)
    assert ended.code == 2
    assert says in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def test_options_alone_may_say_what_to_do(cli, here):
    assert cli("run", "toy-optional", "--set", "times=2").out == "NOTHINGNOTHING\n"
    assert cli("run", "toy-optional", "-o", "a.txt").code == 0
    assert (here / "a.txt").exists()


def test_our_own_fault_is_exit_3_with_the_traceback_in_a_log(cli, here, tmp_path):
    for word, fault in (("boom", "RuntimeError"), ("eof", "EOFError")):
        ended = cli("run", "toy-shout", "--text", word)
        assert ended.code == 3
        one_sentence(ended.err)
        log = Path(ended.err.strip().rsplit(" ", 1)[1])
        assert log.is_relative_to(tmp_path / "home")
        assert f"{fault}: " in log.read_text()
        assert "Traceback" in log.read_text()


def test_a_log_is_written_even_where_the_home_is_not(cli, here, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ENTAI_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = cli("run", "toy-shout", "--text", "boom")
    assert ended.code == 3
    log = Path(ended.err.strip().rsplit(" ", 1)[1])
    assert log.parent == tmp_path
    assert "kaboom" in log.read_text()


def test_debug_shows_the_traceback(cli, here):
    assert "kaboom" in cli("run", "toy-shout", "--text", "boom", "--debug").err
    assert "Traceback" in cli("run", "toy-shout", "--text", "boom", "--debug").err
    assert "Traceback" in cli("run", "toy-shout", "gone.txt", "--debug").err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_is_named(cli, here):
    write(here, a="x")
    (here / "shut").mkdir()
    (here / "shut").chmod(stat.S_IRUSR | stat.S_IXUSR)
    ended = cli("run", "toy-shout", "a.txt", "-o", "shut/b.txt")
    assert ended.code == 2
    assert "shut/b.txt" in ended.err


def test_a_file_where_a_folder_is_wanted_is_named(cli, here):
    write(here, a="x", file="y")
    ended = cli("run", "toy-shout", "a.txt", "-o", "file.txt/b.txt")
    assert ended.code == 2
    assert "file.txt" in ended.err
