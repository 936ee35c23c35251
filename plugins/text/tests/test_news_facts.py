"""Facts: reading, ids, what is missing, what contradicts itself, what nobody asked for."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entai_text.news.assets import asset
from entai_text.news.facts import FactsError, gather, load_facts, parse_record, without_articles


def game():
    return json.loads(asset("samples/game.json"))


def test_facts_have_addresses_and_say_where_they_come_from():
    facts = gather(game())
    assert facts.get("home.pts.q1") == 29
    assert facts.get("player.Isaiah_Thomas.pts") == 38
    assert facts.facts["home.pts"].where == "home_line.TEAM-PTS"
    assert facts.get("game.weekday") == "Friday"
    assert set(facts.facts["game.margin"].rests_on) == {"home.pts", "away.pts"}
    assert not facts.problems


def test_a_persons_article_is_taken_out_before_anything_is_read():
    record = game() | {"summary": ["The", "Celtics"], "cleaned_text": "x", "detokenized_text": "y"}
    assert not {"summary", "cleaned_text", "detokenized_text"} & set(without_articles(record))
    facts = gather(record)
    assert not any(
        "summary" in path or "text" in path.removeprefix("shared_task_") for path in facts.unused if "id" not in path
    )
    assert not {"summary", "cleaned_text"} & set(parse_record(json.dumps(record).encode(), ".json"))


def test_those_who_did_not_play_have_a_row_but_no_numbers():
    facts = gather(game())
    assert "player.Jordan_Mickey" in facts.rows["player"]
    assert facts.get("player.Jordan_Mickey.pts") is None


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), "", "N/A", "nan", "  "])
def test_a_missing_value_is_no_fact(nothing):
    record = game()
    record["home_line"]["TEAM-AST"] = nothing
    assert gather(record).get("home.ast") is None


def test_quarters_that_do_not_add_up_are_found():
    record = game()
    record["home_line"]["TEAM-PTS_QTR1"] = "40"
    facts = gather(record)
    assert "quarters" in facts.problems[0].message
    assert "home.pts.q1" in facts.doubtful()


def test_overtime_is_no_contradiction():
    record = game()
    for line, total in (("home_line", "120"), ("vis_line", "116")):
        quarters = ["28"] * 4
        record[line] |= {f"TEAM-PTS_QTR{n}": q for n, q in enumerate(quarters, start=1)} | {"TEAM-PTS": total}
    facts = gather(record)
    assert facts.get("game.overtime") == 1
    assert not any("quarters" in p.message for p in facts.problems)


def test_unknown_fields_are_kept_and_unused():
    facts = gather(game() | {"weather": {"sky": "clear"}})
    assert facts.unused["weather.sky"] == "clear"


def test_a_number_that_is_none_is_named_as_a_problem():
    record = game()
    record["home_line"]["TEAM-REB"] = "many"
    assert any("TEAM-REB" in p.message for p in gather(record).problems)


@pytest.mark.parametrize(
    ("data", "suffix", "reason"),
    [
        (b"", ".json", "empty"),
        (b"\x00\x00", ".json", "empty"),
        (b"{", ".json", "valid JSON"),
        (b"3", ".json", "object"),
        (b"a = = 1", ".toml", "valid TOML"),
        (b"title,rank\nA,1,2\n", ".csv", "row 2 has 3 cells"),
        (b"title,title\nA,1\n", ".csv", "every column once"),
        (b"title,rank\n", ".csv", "no rows"),
        (b"x", ".exe", "facts are read from"),
        (b"[" * 5000 + b"]" * 5000, ".json", "JSON"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(data, suffix, reason):
    with pytest.raises(FactsError, match=reason) as caught:
        parse_record(data, suffix, "bad")
    assert "\n" not in str(caught.value)


def test_a_table_of_the_wrong_shape_is_refused():
    with pytest.raises(FactsError, match="mapping of columns"):
        gather(game() | {"box_score": [1, 2, 3]}, "box_score")
    with pytest.raises(FactsError, match="list of records"):
        gather({"rows": {"title": "A"}}, "chart")


def test_no_facts_and_unknown_domains_are_refused():
    with pytest.raises(FactsError, match="no shipped domain"):
        gather({})
    with pytest.raises(FactsError, match="no fact"):
        gather({"rows": []}, "chart")
    with pytest.raises(FactsError, match="no domain 'nonsense'"):
        gather(game(), "nonsense")


def test_mixed_encodings_and_separators_are_read(tmp_path):
    path = tmp_path / "week.csv"
    path.write_bytes(b"title;artist;rank\n" + "Été;Zoë;1\n".encode("latin-1") + "河;李\n".encode()[:-1] + b";2\n")
    facts = load_facts(path)
    assert facts.get("entry.Été.artist") == "Zoë"
    assert facts.get("entry.河.rank") == 2


def test_a_domain_of_ones_own_needs_no_code(tmp_path):
    (tmp_path / "tides.toml").write_text(
        'name = "tides"\n[fields]\nharbor = "tide.harbor:text"\nhigh = "tide.high"\nlow = "tide.low"\n'
        '[derive]\n"tide.range" = "tide.high - tide.low"\n',
        "utf-8",
    )
    facts = gather({"harbor": "Belmar", "high": 4.5, "low": "1.0"}, str(tmp_path / "tides.toml"))
    assert facts.get("tide.range") == 3.5


@pytest.mark.parametrize(
    "formula", ["__import__('os')", "home.pts.__class__", "open('x')", "[x for x in ()]", "(lambda: 1)()"]
)
def test_formulas_reach_nothing_but_facts(formula):
    from entai_text.news.facts.expression import MissingFactError, Scope, evaluate

    with pytest.raises((FactsError, MissingFactError)):
        evaluate(formula, Scope(gather(game())))


@settings(max_examples=8, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text("aé7 .", max_size=4),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab.", max_size=3), inner, max_size=2),
    )
)
def test_any_json_is_read_or_refused_in_words(value):
    try:
        gather({"home_line": value, "vis_line": value, "box_score": value, "day": value}, "box_score")
    except FactsError as error:
        assert str(error)
