"""Outputs appear whole or not at all, and nothing is lost."""

from __future__ import annotations

import errno
from pathlib import Path

import pandas as pd
import pytest

from entai import EntaiError, Interactions, Ranking, Table
from entai.files import appearing, not_an_input, write_text


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_when_the_block_ends(tmp_path):
    with appearing(tmp_path / "deep" / "er" / "a.txt") as temporary:
        temporary.write_text("new")
        assert temporary.parent == tmp_path / "deep" / "er"
        assert temporary.suffix == ".txt"
        assert not (tmp_path / "deep/er/a.txt").exists()
    assert (tmp_path / "deep/er/a.txt").read_text() == "new"
    assert left(tmp_path / "deep/er") == ["a.txt"]


def test_a_folder_appears_and_replaces(tmp_path):
    for content in ("old", "new"):
        with appearing(tmp_path / "a", overwrite=True) as temporary:
            temporary.mkdir()
            (temporary / content).write_text(content)
    assert left(tmp_path) == ["a"]
    assert left(tmp_path / "a") == ["new"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_failure_leaves_everything_as_it_was(tmp_path, error, overwrite):
    if overwrite:
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "old").write_text("old")
    before = left(tmp_path)

    def fail() -> None:
        with appearing(tmp_path / "a", overwrite) as temporary:
            temporary.mkdir()
            (temporary / "half").write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert left(tmp_path) == before
    assert not overwrite or left(tmp_path / "a") == ["old"]


def test_a_failed_rename_puts_the_old_folder_back(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "old").write_text("old")
    rename = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if ".part" in self.name:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(EntaiError, match="could not write"), appearing(tmp_path / "a", overwrite=True) as temporary:
        temporary.mkdir()
    assert left(tmp_path) == ["a"]
    assert left(tmp_path / "a") == ["old"]


def test_what_exists_is_refused(tmp_path):
    (tmp_path / "a").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("a", "dangling"):
        with pytest.raises(EntaiError, match=f"{name} exists"), appearing(tmp_path / name):
            pass
    assert (tmp_path / "a").read_text() == "mine"


def test_a_file_and_a_folder_do_not_replace_each_other(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x").write_text("x")
    (tmp_path / "file").write_text("y")
    with pytest.raises(EntaiError, match="is a folder"), appearing(tmp_path / "folder", overwrite=True) as temporary:
        temporary.write_text("z")
    with pytest.raises(EntaiError, match="is a file"), appearing(tmp_path / "file", overwrite=True) as temporary:
        temporary.mkdir()
    assert left(tmp_path) == ["file", "folder"]
    assert left(tmp_path / "folder") == ["x"]


@pytest.mark.parametrize("name", [".", "..", "/"])
def test_what_is_no_name_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EntaiError), appearing(Path(name), overwrite=True):
        pytest.fail("must not begin")


def test_a_long_name_can_be_written(tmp_path):
    write_text(tmp_path / ("n" * 250 + ".txt"), "x")
    assert left(tmp_path) == ["n" * 250 + ".txt"]


def test_a_name_too_long_is_one_sentence(tmp_path):
    with pytest.raises(EntaiError, match="could not write"):
        write_text(tmp_path / ("n" * 400), "x")


def test_an_output_is_no_input(tmp_path):
    (tmp_path / "data").mkdir()
    source = tmp_path / "data" / "ratings.csv"
    source.write_text("x")
    not_an_input(tmp_path / "new", source, None, "a name", 5)
    not_an_input(tmp_path / "data" / "new", source)
    for out in (source, tmp_path / "data", tmp_path):
        with pytest.raises(EntaiError, match="never overwritten"):
            not_an_input(out, source)


TABLE = Table.of(pd.DataFrame({"user": ["007", "NA"], "title": ["a,b", 'q"|x'], "score": [0.5, 1e-7]}))


def test_save_refuses_to_overwrite(tmp_path):
    path = TABLE.save(tmp_path / "a.csv")
    before = path.read_bytes()
    with pytest.raises(EntaiError, match="exists"):
        Table.of({"x": [1]}).save(path)
    assert path.read_bytes() == before
    Table.of({"x": [1]}).save(path, overwrite=True)
    assert path.read_text() == "x\n1\n"
    assert left(tmp_path) == ["a.csv"]


def test_save_refuses_a_format_that_it_has_not(tmp_path):
    for name in ("a.wav", "a"):
        with pytest.raises(EntaiError, match=r"can't be written as .*\.csv"):
            TABLE.save(tmp_path / name)
    assert left(tmp_path) == []


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".CSV"])
def test_a_table_comes_back_as_it_was_written(tmp_path, suffix):
    again = Table.read(TABLE.save(tmp_path / f"a{suffix}")).frame
    assert again["user"].tolist() == ["007", "NA"]
    assert again["title"].tolist() == ["a,b", 'q"|x']
    assert again["score"].astype(float).tolist() == [0.5, 1e-7]


def test_a_table_in_other_formats(tmp_path):
    assert '"user":"007"' in TABLE.save(tmp_path / "a.json").read_text().replace(" ", "")
    assert r'q"\|x' in TABLE.save(tmp_path / "a.md").read_text()
    assert TABLE.save(tmp_path / "a.html").read_text().startswith("<!doctype html>")
    assert "and 20 more rows" in Table.of({"x": range(120)})._repr_html_()


def test_a_table_can_be_typed_and_needs_content(tmp_path):
    assert Table.from_text("user,item\n007,NA\n").frame.to_dict("records") == [{"user": "007", "item": "NA"}]
    for content in (b"", b"\xff\xfe\x00", b"a,a\n1,2\n", b"a,b\n1\n"):
        (tmp_path / "a.csv").write_bytes(content)
        with pytest.raises(EntaiError, match=r"a\.csv"):
            Table.read(tmp_path / "a.csv")
    with pytest.raises(EntaiError, match="no table"):
        Table.of(5)


def test_a_ranking_hides_columns_that_say_nothing():
    columns = {"user": [""], "rank": [1], "item": ["i"], "title": ["<b>"], "score": [0.123456], "because": [""]}
    shown = Ranking(pd.DataFrame(columns))._repr_html_()
    assert "because" not in shown
    assert "&lt;b&gt;" in shown
    assert len(Ranking.joined([]).frame) == 0


def test_events_can_not_be_typed_or_streamed():
    with pytest.raises(EntaiError, match="can't be typed"):
        Interactions.from_text("x")
    with pytest.raises(EntaiError, match="not from a stream"):
        Interactions.read(None)
