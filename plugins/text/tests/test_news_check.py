"""The checker: what it marks, with which correction, and in which forms it hands the marks over."""

import csv
import io
import json

import pytest

from entai_text.news.assets import asset
from entai_text.news.check import check, gsml_csv, gsml_rows, marked_text, marks_html, marks_json
from entai_text.news.facts import gather, parse_record


@pytest.fixture(scope="module")
def facts():
    return gather(json.loads(asset("samples/game.json")))


def found(text, facts):
    return {mark.text: mark.correction for mark in check(text, facts, min_trust=0)}


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("The Celtics defeated the Lakers, 113-110.", "110", "107"),
        ("The Lakers defeated the Celtics, 113-107.", "defeated", "lost to"),
        ("The Celtics defeated the Lakers, 113-107, on Wednesday.", "Wednesday", "Friday"),
        ("The Celtics beat the Lakers at Barclays Center.", "Barclays Center", "TD Garden"),
        ("The Celtics (33-18) won.", "33", "32"),
        ("Isaiah Thomas had 38 points and six assists.", "six", "four"),
        ("Isaiah Thomas scored 38 points on 12-of-24 shooting.", "12", "13"),
        ("Thomas added a block.", "a", "zero"),
        ("Al Horford came off the bench.", "came off the bench", "as a starter"),
        ("Jae Crowder led the way for the Lakers with 18 points.", "Lakers", "Celtics"),
        ("Jae Crowder posted a double-double.", "double-double", ""),
        ("The Celtics outscored the Lakers 35-21 in the second quarter.", "35", "33"),
        ("The Lakers outscored the Celtics 21-33 in the second quarter.", "outscored", "were outscored"),
        ("The Celtics shot 50 percent from the field.", "50", "48"),
        ("The Celtics won by seven.", "seven", "six"),
        ("Lou Williams had a game-high 21 points.", "game-high", "team-high"),
    ],
)
def test_a_wrong_word_is_marked_with_the_right_one(facts, text, wrong, right):
    assert found(text, facts).get(wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "The Boston Celtics defeated the Los Angeles Lakers, 113-107, at TD Garden on Friday.",
        "Isaiah Thomas led the way with 38 points, four assists, two rebounds and a steal.",
        "The Celtics (32-18) shot 48 percent from the field, while the Lakers (17-36) shot 39 percent from the field.",
        "Larry Nance Jr. had a double-double of 18 points and 11 rebounds off the bench.",
        "Boston outscored Los Angeles 33-21 in the second quarter to take a 62-51 lead at halftime.",
    ],
)
def test_what_is_true_is_left_alone(facts, text):
    assert not found(text, facts)


def test_what_the_facts_do_not_carry_is_marked_apart(facts):
    marks = check("The Lakers head home to face the Detroit Pistons on Friday.", facts)
    pistons = next(m for m in marks if m.text == "Detroit Pistons")
    assert not pistons.contradicted and pistons.category == "NAME"
    assert check("The Lakers head home to face the Detroit Pistons.", facts, unsupported=False) == []


def test_positions_are_the_texts_own(facts):
    text = "  Isaiah Thomas had 38 points\nand ten assists. 🏀 Thomas had nine rebounds."
    for mark in check(text, facts):
        assert text[mark.start : mark.end] == mark.text


def test_gsml_columns_count_tokens_from_one(facts):
    text = "The Celtics won . Isaiah Thomas had 38 points and six assists ."
    rows = gsml_rows(text, check(text, facts), "S001.txt")
    table = list(csv.DictReader(io.StringIO(gsml_csv(rows))))
    assert len(table) == 1
    assert table[0]["TOKENS"] == "six" and table[0]["TYPE"] == "NUMBER" and table[0]["CORRECTION"] == "four"
    assert (table[0]["SENTENCE_ID"], table[0]["SENT_TOKEN_START"], table[0]["DOC_TOKEN_START"]) == ("2", "7", "11")


def test_marks_come_as_text_html_and_json(facts):
    text = "Thomas <b>scored</b> 40 points."
    marks = check(text, facts)
    assert "[40 -> 38]" in marked_text(text, marks)
    assert json.loads(marks_json(text, marks))["marks"][0]["facts"] == ["player.Isaiah_Thomas.pts"]
    page = marks_html(text, marks)
    assert "<b>scored" not in page and "http" not in page and "<script" not in page


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "🏀🏀", "مرحبا بكم في المباراة", "凯尔特人赢了。", "\x00\x07...", "(((( - - - 1 - 1", "A" * 20000]
)
def test_odd_texts_are_read_without_complaint(facts, text):
    assert isinstance(check(text, facts), list)


def test_chinese_text_and_other_domains_are_checked_too(facts):
    assert found("Isaiah Thomas得到40分，凯尔特人获胜。", facts) == {"40": "38"}
    chart = gather(parse_record(asset("samples/chart.csv").encode(), ".csv"))
    assert "17" in found("Long Way Down has been listed for 17 weeks.", chart)
    assert not found("Long Way Down has been listed for 14 weeks.", chart)
