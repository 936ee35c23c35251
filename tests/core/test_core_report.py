"""Reports as JSON, Markdown and pages; charts as pictures."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from core_toolbox import law, one_sentence
from hypothesis import given
from hypothesis import strategies as st

from entai import Attribution, Chart, EntaiError, Explanation, Measured, Part, Report, Series
from entai.evaluation import markdown, save_report
from entai.explanation import explanation_html
from entai.measure import Measure
from entai.metrics import measure_all
from entai.pages import page
from entai.plots import draw, draw_measures
from entai.report import report_html

NASTY = "<b>&\"'|</b>"
text = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
number = st.floats(allow_nan=False)
measures = st.builds(Measure, number, number, number, st.integers(0, 10**9), text, st.booleans(),
                     st.lists(number, max_size=4).map(tuple))
series = st.builds(Series, st.lists(st.one_of(st.integers(-9, 9), text), max_size=3).map(tuple),
                   *[st.lists(number, max_size=3).map(tuple)] * 3)
charts = st.builds(Chart, text, text, text, st.dictionaries(text, series, max_size=2), st.sampled_from(["line", "bar"]),
                   st.booleans())
reports = st.builds(
    Report, *[text] * 7, st.dictionaries(text, measures, max_size=3), st.dictionaries(text, measures, max_size=2),
    st.lists(charts, max_size=2).map(tuple), st.dictionaries(text, number, max_size=2),
    st.dictionaries(text, st.one_of(text, st.integers()), max_size=2), st.integers(), st.lists(text, max_size=2).map(tuple))


@law
@given(reports)
def test_a_report_comes_back_equal(report):
    assert Report.from_json(report.to_json()) == report


def real(name: str = "recipe") -> Report:
    rng = np.random.default_rng(0)
    measured = {"NDCG@10": Measured.mean(rng.random(30)), "novelty": Measured.mean(9 + rng.random(30), "bits")}
    line = Chart("Gain / depth", "k", "gain", {"one": Series((1, 2, 4), (0.1, 0.2, 0.3), (0., 0.1, 0.2), (0.2, 0.3, 0.4)),
                                               "two": Series((1, 2, 4), (0.3, 0.2, 0.1))}, log_x=True)
    bars = Chart("By genre", "genre", "share", {"x": Series(("a", NASTY), (0.5, 0.25))}, kind="bar")
    found = measure_all(measured)
    return Report("task", name, "model", "data", "test", "by time", "abc", found, {"NDCG@10": found["NDCG@10"]},
                  (line, bars), {"seconds": np.float64(1.5)}, {"python": "3"}, 3, ("mind this",))


def test_numbers_of_numpy_are_written_as_numbers():
    assert json.loads(real().to_json())["cost"] == {"seconds": 1.5}


def test_markdown_holds_every_figure():
    said = markdown(real())
    for part in ("NDCG@10", "novelty", "bits", "mind this", "by time", "baseline", "Seed 3", "30 |"):
        assert part in said
    assert f"{real().metrics['NDCG@10'].low:.4f}" in said


def test_a_page_escapes_what_users_wrote():
    report = replace(real(NASTY), charts=real().charts[1:])
    whole = page(NASTY, [report_html(report)])
    assert NASTY not in whole
    assert "&lt;b&gt;" in whole
    assert "http://" not in whole.replace("http://www.w3.org", "")
    body = whole[whole.index("<body>"):whole.index("</body>") + len("</body>")]
    ElementTree.fromstring(re.sub("<img ([^>]*)>", r"<img \1/>", body))


def test_an_explanation_shows_what_speaks_for_and_against():
    why = Explanation("Why " + NASTY, "so", (Attribution("A", 3.0, (Part("Alien", 4.0), Part("Heat", -2.0)), 1.0),),
                      (real().charts[0], "a text"))
    shown = explanation_html(why)
    assert "+100%" in shown
    assert "-50%" in shown
    assert "against" in shown
    assert "+25% from everything smaller" in shown
    assert NASTY not in shown


def test_an_attribution_of_nothing_is_shown():
    assert "score 0" in explanation_html(Explanation("t", "x", (Attribution("A", 0.0, ()),)))


@pytest.mark.parametrize("chart", real().charts, ids=lambda chart: chart.kind)
def test_charts_are_drawn(chart):
    assert ElementTree.fromstring(draw(chart)).tag.endswith("svg")
    assert draw(chart, "png").startswith(b"\x89PNG\r\n\x1a\n")


def test_figures_are_drawn_and_none_are_too():
    drawn = draw_measures("all", dict(real().metrics))
    assert b"NDCG@10" in drawn
    assert draw_measures("all", dict(real().metrics)) == drawn
    assert ElementTree.fromstring(draw_measures("none", {})).tag.endswith("svg")


def test_a_saved_report_is_whole_and_loads(tmp_path):
    save_report(real(), tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"report.json", "report.md", "report.html", "metrics.png", "by-genre.png"} < names
    assert len(names) == 6
    assert Report.load(tmp_path / "out") == Report.load(tmp_path / "out" / "report.json") == real()
    with pytest.raises(EntaiError, match="exists"):
        save_report(real(), tmp_path / "out")
    save_report(real("other"), tmp_path / "out", overwrite=True)
    assert Report.load(tmp_path / "out").recipe == "other"


def test_a_folder_that_is_no_report_is_not_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(EntaiError, match="no report"):
        save_report(real(), tmp_path, overwrite=True)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b"3", b"\xff\xfe", b'{"metrics": 3}', b"{",
                                     b'{"metrics": {"a": {}}, "baseline": {}, "charts": [], "warnings": []}'])
def test_what_is_no_report_is_refused(tmp_path, content):
    (tmp_path / "report.json").write_bytes(content)
    with pytest.raises(EntaiError) as wrong:
        Report.load(tmp_path)
    one_sentence(str(wrong.value))
    assert "report.json" in str(wrong.value)


def test_a_report_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EntaiError, match=r"gone\.json"):
        Report.load(tmp_path / "gone.json")


def test_a_measure_says_its_unit():
    assert str(Measure(1, 0.5, 1.5, 3, "dB")) == "1.0000 dB [0.5000, 1.5000]"
    assert "NDCG@10" in str(real())
