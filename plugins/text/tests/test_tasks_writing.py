"""news-writing through the library and the command line."""

import io
import json
import subprocess
import sys
import tomllib

import pandas as pd
import pytest

import entai
from entai import EntaiError
from entai_text import NewsWriter, demo
from entai_text.lessons import Lessons
from entai_text.material import Material
from entai_text.news.assets import asset


def test_the_suffix_chooses_the_format(cli, here):
    for suffix, sign in ((".html", "<!doctype html>"), (".md", "[^1]:"), (".json", '"headline"'), (".txt", "Celtics")):
        assert cli("run", "news-writing", "game.json", "--set", "reports=wires/", "-o", f"article{suffix}")[0] == 0
        assert sign in (here / f"article{suffix}").read_text()
    code, _, error = cli("run", "news-writing", "game.json", "-o", "article.docx")
    assert (code, (here / "article.docx").exists()) == (2, False)
    assert ".md, .html, .json, .txt" in error


def test_from_reports_alone(cli):
    code, out, _ = cli("run", "news-writing", "--set", "reports=wires/")
    assert code == 0
    assert "Coast Radio says" in out and "Riverton Gazette says" in out
    assert "nobody was hurt" not in out.split("[^1]:")[0]


def test_every_sentence_carries_ids_that_the_article_explains(cli, here):
    assert cli("run", "news-writing", "game.json", "wires/northern-wire.txt", "-o", "a.json")[0] == 0
    article = json.loads((here / "a.json").read_text())
    sentences = [article["headline"], *article["lead"], *(s for p in article["body"] for s in p)]
    assert all(s["sources"] and set(s["sources"]) <= set(article["sources"]) for s in sentences)
    ids = {i for s in sentences for i in s["sources"]}
    assert any(i.startswith("northern-wire.txt#") for i in ids) and "home.pts" in ids


def test_all_inputs_of_one_call_make_one_article(cli, here):
    code, out, _ = cli("run", "news-writing", "game.json", "wires", "-o", "one.json", "--json")
    assert code == 0
    line = json.loads(out)
    assert (line["output"], line["input"].split()[0]) == ("one.json", "game.json")
    assert (here / "one.json").is_file()


def test_facts_in_two_files_are_put_together(cli, here, game):
    half = {"box_score": game.pop("box_score")}
    (here / "lines.json").write_text(json.dumps(game))
    (here / "players.json").write_text(json.dumps(half))
    code, out, _ = cli("run", "news-writing", "lines.json", "players.json")
    assert (code, out) == (0, cli("run", "news-writing", "game.json")[1])
    (here / "other.json").write_text(json.dumps(game | {"home_name": "Bulls"}))
    code, _, error = cli("run", "news-writing", "game.json", "other.json")
    assert code == 2 and "both hold 'home_name'" in error and "one by one" in error


def test_an_input_is_never_overwritten_nor_an_output_unasked(cli, here):
    before = (here / "game.json").read_bytes()
    assert cli("run", "news-writing", "game.json", "-o", "game.json", "--overwrite")[0] == 2
    assert (here / "game.json").read_bytes() == before
    assert cli("run", "news-writing", "game.json", "-o", "a.md")[0] == 0
    assert cli("run", "news-writing", "game.json", "-o", "a.md")[0] == 2
    assert cli("run", "news-writing", "game.json", "-o", "a.md", "--overwrite", "--seed", "4")[0] == 0


def test_the_same_seed_gives_the_same_words(cli):
    first, again, other = (cli("run", "news-writing", "game.json", "--seed", seed)[1] for seed in ("1", "1", "2"))
    assert first == again != other


def test_chinese_a_budget_and_a_house_style(cli, here):
    (here / "house.toml").write_text('headline = "title"\npercent = "%"\n')
    code, out, _ = cli("run", "news-writing", "game.json", "--set", "language=zh", "--set", "words=150")
    assert code == 0 and "凯尔特人" in out
    code, out, _ = cli("run", "news-writing", "game.json", "--set", "style=house.toml", "--set", "words=120")
    assert code == 0 and out.startswith("# Thomas' 38 Points")


@pytest.mark.parametrize("sample", ["box_office.csv", "chart.csv", "schedule.toml"])
def test_other_domains_are_known_by_their_fields(cli, here, sample):
    (here / sample).write_text(asset(f"samples/{sample}"))
    assert cli("run", "news-writing", sample, "-o", "a.txt")[0] == 0
    assert len((here / "a.txt").read_text().split()) > 20


def test_facts_come_from_a_pipe_typed_or_as_python_holds_them(cli, game):
    content = json.dumps(game)
    piped = cli("run", "news-writing", "-", stdin=content.encode())
    typed = cli("run", "news-writing", "--text", content)
    assert piped[0] == typed[0] == 0 and piped[1] == typed[1]
    write = NewsWriter.load()
    assert write(game).text == write(demo.GAME).text
    rows = pd.read_csv(io.StringIO(asset("samples/chart.csv")))
    assert write(rows).headline
    schedule = tomllib.loads(asset("samples/schedule.toml"))
    assert "Harbour Weekend" in str(write(schedule))
    assert write([demo.GAME, demo.SAMPLES / "wires" / "northern-wire.txt"]).text.startswith(write(demo.GAME).text[:40])


def test_it_needs_no_model(cli, here):
    assert entai.load("news-writing").model is None
    assert "needs no trained model" in cli("models", "news-writing")[1]
    with pytest.raises(EntaiError, match="holds no pairs to learn from"):
        entai.train("news-writing", data=Lessons(NewsWriter.synthetic(0).games), out=here / "never")
    assert not (here / "never").exists()
    assert cli("run", "news-writing", "game.json", "--model", "none-such")[0] == 2


def test_why_names_facts_and_sentences(cli, here):
    assert cli("explain", "news-writing", "game.json", "--set", "reports=wires/", "-o", "why.html")[0] == 0
    page = (here / "why.html").read_text()
    assert "home.pts = 113 (home_line.TEAM-PTS)" in page
    assert "northern-wire.txt#" in page and "reads as an instruction" in page


def test_writing_is_measured_on_games():
    data = NewsWriter.synthetic(0)
    report = entai.evaluate("news-writing", data)
    assert report.metrics["wrong statements"].value == 0 == report.metrics["uncited sentences"].value
    assert report.metrics["words"].value > 100
    assert report.metrics["shared 4-grams"].value < 0.35


def test_the_article_shows_itself_without_a_script():
    html = NewsWriter.load()(demo.GAME)._repr_html_()
    assert html.count("type='checkbox'") > 10
    assert "<script" not in html and "http" not in html


def test_material_refuses_what_it_can_not_read(here):
    (here / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(EntaiError, match=r"facts are read from \.json"):
        Material.read(here / "a.pdf")
    with pytest.raises(EntaiError, match="can't be made from int"):
        Material.of(3)


def test_writing_loads_nothing_heavy(here):
    code = ("import sys; from entai.cli.main import main\n"
            "try: main(['run', 'news-writing', 'game.json', '-o', 'a.html'])\n"
            "except SystemExit as stop: assert not stop.code\n"
            "print([name for name in ('tensorflow', 'keras', 'pandas', 'matplotlib', 'scipy') if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_demo_shows_itself():
    for exhibit in (*NewsWriter.demo(), *entai.load("news-checking").demo()):
        assert exhibit.title and all(value._repr_html_() for value in exhibit.values)
