"""The writer: true, sourced, varied articles from facts."""

import json
import re
from itertools import combinations

import pytest

from entai_text.news.assets import asset
from entai_text.news.check import check
from entai_text.news.check.variety import masked, shared_part
from entai_text.news.facts import FactsError, gather, parse_record
from entai_text.news.write import load_style, write_article


def game(**lines):
    record = json.loads(asset("samples/game.json"))
    for line, changes in lines.items():
        record[line] |= changes
    return gather(record)


def sample(name):
    return gather(parse_record(asset(f"samples/{name}").encode(), "." + name.split(".")[1]))


@pytest.mark.parametrize("seed", range(6))
def test_an_article_tells_what_a_reader_wants_and_nothing_wrong(seed):
    facts = game()
    article = write_article(facts, seed=seed)
    assert article.words >= 150
    told = {i for s in article.sentences() for i in s.sources}
    assert {"game.margin", "home.wins", "away.wins", "game.turn"} <= told
    assert len({i.split(".")[1] for i in told if i.startswith("player.") and i.endswith((".pts", ".reb", ".ast"))}) >= 5
    assert check(article.text, facts, min_trust=0) == []


@pytest.mark.parametrize("seed", range(4))
def test_every_number_is_that_of_a_cited_fact(seed):
    facts = game()
    article = write_article(facts, seed=seed)
    for sentence in article.sentences():
        values = {abs(v) for i in sentence.sources if (v := facts.number(i)) is not None} | {2017, 2, 3, 500}
        allowed = values | {a + b for a in values for b in values} | {abs(a - b) for a in values for b in values}
        assert {int(n) for n in re.findall(r"\d+", sentence.text)} <= allowed


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["game.json", "box_office.csv", "chart.csv", "schedule.toml"])
def test_every_sentence_rests_on_facts_that_exist(name, language):
    facts = sample(name)
    for seed in range(3):
        article = write_article(facts, language, seed=seed)
        assert all(s.sources and set(s.sources) <= set(facts.facts) for s in article.sentences())
        assert set(article.sources) == {i for s in article.sentences() for i in s.sources}
        assert check(article.text, facts, min_trust=0) == []


def test_the_same_seed_writes_the_same_and_another_something_else():
    facts = game()
    assert write_article(facts, seed=3) == write_article(facts, seed=3)
    assert write_article(facts, seed=3).text != write_article(facts, seed=4).text


def test_two_articles_share_few_phrases():
    facts = game()
    texts = [masked(write_article(facts, seed=seed).text, facts) for seed in range(6)]
    shares = [shared_part(a, b) for a, b in combinations(texts, 2)]
    assert sum(shares) / len(shares) < 0.45  # one game told twice shares more than two games do (benchmarks/news.py)


def test_the_budget_cuts_what_matters_least():
    facts = game()
    short, long = (write_article(facts, words=budget) for budget in (60, 400))
    assert short.words < long.words
    assert {"game.margin", "home.wins"} <= {i for s in short.sentences() for i in s.sources}
    with pytest.raises(FactsError, match="too small"):
        write_article(facts, words=3)


def test_house_style_is_data(tmp_path):
    rules = tmp_path / "house.toml"
    rules.write_text('words_below = 0\npercent = "%"\nheadline = "title"\n[replace]\nrebounds = "boards"\n', "utf-8")
    article = write_article(game(), style=rules)
    assert "rebounds" not in article.text and "percent" not in article.text
    assert load_style({"serial_comma": True}).finish("He had six points, two steals and a block.").count(",") == 2
    with pytest.raises(FactsError, match="unknown rule 'colour'"):
        load_style({"colour": "red"})


def test_contradictory_facts_are_not_told():
    facts = game(home_line={"TEAM-PTS_QTR2": "99"})
    article = write_article(facts)
    assert "99" not in article.text and article.notes
    with pytest.raises(FactsError, match="nobody won"):
        write_article(game(home_line={"TEAM-PTS": "107"}))


def test_missing_numbers_leave_their_sentences_out():
    facts = game(home_line={"TEAM-FG_PCT": "N/A"}, vis_line={"TEAM-REB": "NaN"})
    article = write_article(facts)
    assert not re.search(r"\b(nan|none|N/A)\b", article.text, re.IGNORECASE)
    assert check(article.text, facts, min_trust=0) == []


def test_names_in_any_script_come_through():
    rows = [
        {"title": "夜 🚌", "artist": "مريم", "rank": 1, "weeks": 1},
        {"title": "A\x07B", "artist": "O'Neil", "rank": 2, "weeks": 3},
    ]
    text = write_article(gather({"rows": rows}, "chart")).text
    assert "夜 🚌" in text and "مريم" in text and "\x07" not in text


def test_a_domain_of_ones_own_is_written_without_code(tmp_path):
    (tmp_path / "tides.toml").write_text(
        'name = "tides"\n[fields]\nharbor = "tide.harbor:text"\nhigh = "tide.high"\n', "utf-8"
    )
    (tmp_path / "tides.en.toml").write_text(
        '[[message]]\nid = "headline"\npart = "headline"\nmust = true\nsay = ["High water at {tide.harbor}"]\n'
        '[[message]]\nid = "lead"\npart = "lead"\nmust = true\n'
        'say = ["The sea at {tide.harbor} rises to {tide.high|count meter}."]\n',
        "utf-8",
    )
    domain = str(tmp_path / "tides.toml")
    article = write_article(gather({"harbor": "Belmar", "high": 4}, domain), domain=domain)
    assert article.text == "The sea at Belmar rises to four meters."
    assert article.lead[0].sources == ("tide.harbor", "tide.high")


def test_an_unknown_language_is_refused():
    with pytest.raises(FactsError, match="en and zh"):
        write_article(game(), "de")
