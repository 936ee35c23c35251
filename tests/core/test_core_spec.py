"""Options: what is typed, what is given, and what is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from core_toolbox import law, one_sentence
from hypothesis import given
from hypothesis import strategies as st

from entai import EntaiError, Option, TaskSpec, setting
from entai.cli.common import parse, split_settings
from entai.errors import near
from entai.spec import load_object, options_of

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@law
@given(st.integers())
def test_whole_numbers_come_back(value):
    assert Option("k", int).parse(str(value)) == value
    assert Option("k", int).check(value) == value


@law
@given(st.floats(allow_nan=False))
def test_numbers_come_back(value):
    assert Option("x", float).parse(repr(value)) == value


@law
@given(words)
def test_texts_come_back(value):
    assert Option("t", str, "").parse(value) == value


@law
@given(st.lists(words, max_size=5))
def test_lists_come_back(value):
    assert Option("l", list).parse(json.dumps(value)) == value
    assert Option("l", list).check(value) == value


@law
@given(st.lists(st.text("abc xyz()'", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=5))
def test_plain_lists_come_back(value):
    assert Option("l", list).parse(",".join(value)) == value


@law
@given(st.integers(-5, 15), st.integers(-5, 15), st.integers(-5, 15))
def test_bounds_are_inclusive(value, low, high):
    option = Option("k", int, low, minimum=low, maximum=high)
    if low <= value <= high:
        assert option.check(value) == option.parse(str(value)) == value
    else:
        for give in (lambda: option.check(value), lambda: option.parse(str(value))):
            with pytest.raises(EntaiError, match=f"k must lie between {low} and {high}, not {value}"):
                give()


@pytest.mark.parametrize(("text", "value"), [("on", True), ("TRUE", True), ("yes", True), ("1", True), ("off", False),
                                             ("no", False), ("False", False), ("0", False)])
def test_on_and_off(text, value):
    assert Option("b", bool).parse(text) is value


@pytest.mark.parametrize(("option", "value", "kept"), [
    (Option("k", int), np.int32(3), 3), (Option("x", float), 3, 3.0), (Option("x", float), np.float32(0.5), 0.5),
    (Option("x", float), np.int64(2), 2.0), (Option("t", str), 42, "42"), (Option("p", Path), "a/b", Path("a/b")),
    (Option("t", str), Path("a"), "a"), (Option("l", list), "one", ["one"]), (Option("l", list), (1, 2), ["1", "2"]),
    (Option("l", list), np.array(["a"]), ["a"]), (Option("x", float), None, None),
    (Option("k", int, None, minimum=1), None, None),
])
def test_values_take_the_options_type(option, value, kept):
    found = option.check(value)
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(("option", "value", "says"), [
    (Option("k", int), 1.5, "whole number"), (Option("k", int), True, "whole number"),
    (Option("k", int), "3", "whole number"),
    (Option("k", int, 5), None, "whole number"), (Option("x", float), "1", "a number"),
    (Option("x", float), True, "a number"),
    (Option("k", int), np.array([1, 2]), "whole number"), (Option("x", float), np.array([1.0]), "a number"),
    (Option("b", bool), 1, "on or off"), (Option("t", str), 1.5, "a text"), (Option("l", list), 5, "a list"),
    (Option("l", list), {"a": 1}, "a list"), (Option("p", Path), True, "a path"),
    (Option("x", float, 0.0, minimum=0, maximum=1), float("nan"), "between 0 and 1"),
    (Option("c", str, "a", choices=("a", "b")), "z", "one of a, b"),
])
def test_values_of_another_kind_are_refused(option, value, says):
    with pytest.raises(EntaiError, match=f"{option.name} .*{says}") as wrong:
        option.check(value)
    one_sentence(str(wrong.value))


@pytest.mark.parametrize(("option", "text", "says"), [
    (Option("k", int), "many", "whole number"), (Option("k", int), "1.0", "whole number"),
    (Option("k", int), "9" * 5000, "whole"),
    (Option("x", float), "", "a number"), (Option("b", bool), "maybe", "on or off"),
    (Option("l", list), "[1, ", "a list looks"),
    (Option("c", str, "a", choices=("a", "b")), "A", "one of a, b"),
    (Option("x", float, 0.0, minimum=0), "nan", "between 0"),
])
def test_texts_of_another_kind_are_refused(option, text, says):
    with pytest.raises(EntaiError, match=says):
        option.parse(text)


TASK = TaskSpec("shout", "s", "a:A", "a:A", "a:A", "a:B", (
    Option("times", int, 1, minimum=1), Option("ending", str, "plain", choices=("plain", "bang")), Option("box", list)))


def test_a_task_fills_in_defaults():
    assert TASK.resolve({}) == {"times": 1, "ending": "plain", "box": None}
    assert TASK.resolve({"times": 3, "box": ["a"]}) == {"times": 3, "ending": "plain", "box": ["a"]}


@pytest.mark.parametrize(("given_options", "says"), [
    ({"tmes": 1}, "shout has no option 'tmes'; did you mean times"),
    ({"zzz": 1}, "shout has no option 'zzz'; it has times, ending, box"),
    ({"times": 0}, "between 1"), ({"ending": "no"}, "plain, bang")])
def test_a_task_refuses_what_it_has_not(given_options, says):
    with pytest.raises(EntaiError, match=says):
        TASK.resolve(given_options)


@dataclass(frozen=True)
class Config:
    size: int = setting(3, "how big", 1, 9)
    name: str = "x"
    rate: float = setting(0.5, "how fast", 0)
    on: bool = False


def test_a_config_tells_its_options():
    found = {option.name: option for option in options_of(Config)}
    assert list(found) == ["size", "name", "rate", "on"]
    assert (found["size"].type, found["size"].default, found["size"].minimum, found["size"].maximum) == (int, 3, 1, 9)
    assert found["size"].help == "how big"
    with pytest.raises(EntaiError, match="between 1 and 9"):
        found["size"].check(10)


def test_settings_are_sorted_by_prefix():
    found = split_settings(["k=5", "read.user=a=b", "train.epochs=3", " spaced =x", "write.q="])
    assert found[""] == {"k": "5", "spaced": "x"}
    assert found["read"] == {"user": "a=b"}
    assert found["train"] == {"epochs": "3"}
    assert found["write"] == {"q": ""}
    with pytest.raises(EntaiError, match="did you mean train"):
        split_settings(["trian.epochs=3"])
    with pytest.raises(EntaiError, match="means nothing to this command"):
        split_settings(["train.epochs=3"], ("", "read"))


def test_unknown_settings_are_refused_with_near_names():
    with pytest.raises(EntaiError, match="it has no option 'siez'; did you mean size"):
        parse(options_of(Config), {"siez": "3"}, "it")


def test_near_names():
    assert near("Pupularity", ["popularity", "linear-seq"]) == "; did you mean popularity?"
    assert near("zzz", ["popularity"]) == ""
    assert near("x", []) == ""


def test_a_reference_is_imported():
    assert load_object("pathlib:Path") is Path
