"""Output bound to a pattern, a schema or a list: kept whole, or refused."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lean_toys import toy_generator

from entai import EntaiError
from entai_text.generation.bytepair import BytePairs

KINDS = {"characters": toy_generator(loud=2.0),
         "bpe": toy_generator(BytePairs.learnt(["the quick brown fox 12 jumps. " * 9], 300), loud=2.0, context=64)}
PERSON = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0},
                                           "tags": {"type": "array", "items": {"enum": ["a", "bb"]}, "minItems": 1}},
          "required": ["name", "age", "tags"], "additionalProperties": False}


@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 500), budget=st.integers(40, 90))
@settings(max_examples=8, deadline=None)
def test_a_schema_is_never_broken_nor_cut(kind: str, seed: int, budget: int) -> None:
    person = json.loads(KINDS[kind].generate("x", schema=json.dumps(PERSON), max_tokens=budget, seed=seed))
    assert set(person) == {"name", "age", "tags"}
    assert isinstance(person["name"], str)
    assert person["age"] >= 0
    assert person["tags"] and set(person["tags"]) <= {"a", "bb"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("regex", "budget"), [
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", 10), ("(yes|no|perhaps)( [a-c]{2,4})+[.!]", 24), ("[a-z ]+", 5), ("x*", 3), ("中?é", 2),
    ("(a{100}|b)", 4)])
def test_a_pattern_is_matched_as_a_whole_however_small_the_budget(kind: str, regex: str, budget: int) -> None:
    generator = KINDS[kind]
    if kind == "bpe":
        budget += 4  # its vocabulary has é and 中 as bytes
    for seed in range(3):
        assert re.fullmatch(regex, generator.generate("q", regex=regex, max_tokens=budget, seed=seed))


@pytest.mark.parametrize("options", [{"regex": "[0-9]{20}"}, {"schema": json.dumps(PERSON)}])
def test_a_budget_too_small_for_any_text_that_fits_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(EntaiError, match="max_tokens=9 is too few"):
        KINDS["characters"].generate("x", max_tokens=9, **options)


@pytest.mark.parametrize(("options", "reason"), [
    ({"regex": "("}, "regex can't be honoured.*unclosed group"),
    ({"regex": "(?=a)b"}, "regex can't be honoured.*look-around"),
    ({"regex": r"(a)\1"}, "regex can't be honoured.*backreferences"),
    ({"schema": "{nonsense"}, "no JSON schema"),
    ({"schema": '{"type": "nonsense"}'}, "schema can't be honoured.*Invalid type"),
    ({"schema": '{"type": "array", "uniqueItems": true}'}, "schema can't be honoured.*uniqueItems"),
    ({"schema": '{"enum": []}'}, "schema can't be honoured.*Unsatisfiable"),
    ({"schema": "no/such/file.json"}, "no/such/file.json"),
    ({"choices": []}, "nothing to choose from"),
    ({"choices": ["a"], "regex": "b"}, "choices and regex can't be honoured together"),
    ({"regex": "b", "stop": ["b"]}, "stop would cut what regex asks for"),
    ({"choices": ["a", "much too long"], "max_tokens": 5}, "'much too long' takes 13 tokens, and max_tokens is 5"),
    ({"choices": ["a" * 30]}, "prompt and choice .* take 31 tokens, and the model looks back on 24")])
def test_what_cannot_be_honoured_is_refused(options: dict[str, object], reason: str) -> None:
    with pytest.raises(EntaiError, match=reason):
        KINDS["characters"].generate("x", **options)


def test_a_schema_may_lie_in_a_file(tmp_path) -> None:
    (tmp_path / "schema.json").write_text('{"enum": ["one", "two"]}')
    assert KINDS["characters"].generate("x", schema=str(tmp_path / "schema.json")) in {'"one"', '"two"'}


@given(seed=st.integers(0, 500))
@settings(max_examples=20, deadline=None)
def test_a_choice_is_one_of_them(seed: int) -> None:
    assert KINDS["characters"].generate("x", choices=["yes", "no", "中文 🎭"], seed=seed) in {"yes", "no", "中文 🎭"}


def test_choices_come_as_often_as_their_whole_text_is_likely() -> None:
    generator = KINDS["characters"]
    table = generator.explain(None, generator.spec.resolve({"choices": ["B", "\x06", "R"]})).values[0].frame
    likely = dict(zip(table["choice"], table["probability among them"], strict=True))
    drawn = [generator.generate("", choices=["B", "\x06", "R"], seed=seed, temperature=1) for seed in range(400)]
    for choice, share in likely.items():
        assert drawn.count(choice) / 400 == pytest.approx(share, abs=0.08)
    assert generator.generate("", choices=["B", "\x06", "R"], temperature=0) == max(likely, key=likely.__getitem__)
