"""news-checking through the library and the command line."""

import csv
import io
import json

import pytest

import entai
from entai import EntaiError, Text
from entai_text import NewsChecker, demo
from entai_text.games import Games, matches
from entai_text.news.check.gsml import COLUMNS


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_draft_is_marked_with_corrections(cli):
    code, out, _ = cli("run", "news-checking", "draft.txt", "--set", "facts=game.json")
    assert code == 0
    assert "[Wednesday -> Friday]" in out and "[14 -> 13]-of-24" in out and "[Detroit Pistons ?]" in out
    assert "38 points" in out and "[38" not in out


def test_gsml_rows_are_those_of_the_shared_task(cli, here):
    code, out, _ = cli("run", "news-checking", "draft.txt", "--set", "facts=game.json", "--set", "format=gsml")
    assert code == 0
    assert out.splitlines()[0] == ",".join(COLUMNS)
    first = rows(out)[0]
    assert (first["TEXT_ID"], first["TOKENS"], first["CORRECTION"], first["TYPE"]) == ("draft.txt", "Wednesday", "Friday", "NAME")
    assert cli("run", "news-checking", "draft.txt", "--set", "facts=game.json", "-o", "marks.csv")[0] == 0
    assert (here / "marks.csv").read_text() == out


def test_formats_and_suffixes(cli, here):
    for suffix, sign in ((".html", "<mark"), (".json", '"marks"'), (".txt", "->"), (".md", "->")):
        assert cli("run", "news-checking", "draft.txt", "--set", "facts=game.json", "-o", f"c{suffix}")[0] == 0
        assert sign in (here / f"c{suffix}").read_text()
    asked = ("run", "news-checking", "draft.txt", "--set", "facts=game.json", "--set")
    assert cli(*asked, "format=html")[1].startswith("<!doctype html>")
    assert json.loads(cli(*asked, "format=json")[1])["marks"]
    assert cli(*asked, "format=gsml", "-o", "d.txt")[0] == 0
    code, _, error = cli(*asked, "format=gsml", "-o", "d.html")
    assert code == 2 and "format=gsml" in error and not (here / "d.html").exists()
    assert cli(*asked, "format=pdf")[0] == 2
    assert cli("run", "news-checking", "draft.txt", "--set", "facts=game.json", "-o", "d.pdf")[0] == 2


def test_many_texts_are_paired_with_their_facts_by_stem(cli, here):
    for folder, name in (("drafts", "draft.txt"), ("games", "game.json")):
        (here / folder).mkdir()
        for stem in ("one", "two"):
            (here / folder / f"{stem}{name[name.index('.'):]}").write_bytes((here / name).read_bytes())
    assert cli("run", "news-checking", "drafts", "--set", "facts=games", "-o", "out")[0] == 0
    assert sorted(path.name for path in (here / "out").iterdir()) == ["one.txt", "two.txt"]


def test_a_persons_article_in_the_record_is_no_fact(cli, here, game):
    lie = "The Celtics lost on Wednesday. Jae Crowder had 11 rebounds."
    loud = game | {"summary": lie.split(), "cleaned_text": lie, "detokenized_text": lie}
    (here / "loud.json").write_text(json.dumps(loud))
    marks = [cli("run", "news-checking", "draft.txt", "--set", f"facts={name}")[1] for name in ("game.json", "loud.json")]
    assert marks[0] == marks[1]


def test_facts_must_be_named(cli):
    code, _, error = cli("run", "news-checking", "draft.txt")
    assert code == 2 and "--set facts=game.json" in error
    assert cli("run", "news-checking", "--set", "facts=game.json")[0] == 2
    assert cli("run", "news-checking", "draft.txt", "--set", "facts=none.json")[0] == 2


def test_why_each_mark(cli, here):
    assert cli("explain", "news-checking", "draft.txt", "--set", "facts=game.json", "-o", "why.html")[0] == 0
    page = (here / "why.html").read_text()
    assert "Wednesday → Friday" in page and "game.date = 2017-02-03 (day)" in page and "right in" in page


def test_checking_is_measured_on_marked_texts(cli, here):
    data = NewsChecker.synthetic(0)
    report = entai.evaluate("news-checking", data)
    assert report.metrics["recall"].value == 1.0
    assert set(report.metrics) == {"recall", "precision", "F1"}
    folder = here / "marked"
    (folder / "texts").mkdir(parents=True)
    (folder / "games.jsonl").write_text("".join(
        json.dumps(dict(game.record) | {"shared_task_text_id": game.id}) + "\n" for game in data.games))
    table = "TEXT_ID,DOC_TOKEN_START,DOC_TOKEN_END\n"
    for game in data.games:
        (folder / "texts" / f"{game.id}.txt").write_text(game.text or "")
        table += "".join(f"{game.id}.txt,{start},{end}\n" for start, end in game.marks)
    (folder / "gsml.csv").write_text(table)
    code, out, _ = cli("evaluate", "news-checking", "marked", "-o", "report")
    assert code == 0 and out.startswith("recall           1.0000")
    assert (here / "report" / "report.html").exists()
    assert [game.marks for game in Games.read(folder).games] == [game.marks for game in data.games]


def test_data_without_marks_can_not_measure_checking(cli, here, game):
    lines = [json.dumps(game | {"shared_task_text_id": f"S{number}"}) for number in range(6)]
    (here / "games.jsonl").write_text("\n".join(lines))
    code, _, error = cli("evaluate", "news-checking", "games.jsonl")
    assert code == 2 and "gsml.csv" in error
    assert cli("evaluate", "news-writing", "games.jsonl")[0] == 0


def test_marks_pair_once_and_first_come_first_served():
    assert list(matches([(1, 2), (2, 3), (9, 9)], ((2, 2), (2, 2), (2, 2), (9, 12)))) == [(0, 0), (1, 1), (3, 2)]


def test_the_marked_text_shows_itself():
    html = NewsChecker.load()(Text("The Celtics <b>won</b> on Wednesday.", "x"), facts=demo.GAME)._repr_html_()
    assert "&lt;b&gt;" in html and "<mark" in html


def test_a_long_text_is_refused_until_the_limit_is_raised():
    check = NewsChecker.load()
    with pytest.raises(EntaiError, match="max_characters"):
        check(Text("word " * 50_000), facts=demo.GAME)
    assert check(Text("word " * 30), facts=demo.GAME, max_characters=150).marks == ()
