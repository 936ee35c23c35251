"""Figures of the report against definitions written out."""

import math

import numpy as np
import pytest
from lean_toys import toy_generator, toy_model

from entai.metrics import measure_all
from entai_text.generation import made_up
from entai_text.generation.bytepair import BytePairs
from entai_text.generation.copying import Copied
from entai_text.generation.corpus import Corpus
from entai_text.generation.measure import costs
from entai_text.generation.words import distinct, words


@pytest.mark.parametrize("vocabulary", [None, BytePairs.learnt(["ab abc é " * 30], 290)])
def test_every_token_is_counted_once(vocabulary) -> None:
    model = toy_model(vocabulary)
    text = "ab abcé " * 11 + "x"
    nats, characters, size = costs(model, Corpus((text,)))
    tokens = [model.vocabulary.encode("\n")[0], *model.vocabulary.encode(text)]
    expected = 0.0
    for first in range(0, len(tokens) - 1, model.context):
        row = tokens[first:first + model.context + 1]
        for place in range(1, len(row)):
            logits = model.logits(np.array([row[:place]]))[0, -1].astype(float)
            expected -= logits[row[place]] - np.log(np.exp(logits).sum())
    assert nats.sum() == pytest.approx(expected, rel=1e-4)
    assert characters.sum() == len(text)
    assert size.sum() == len(text.encode())


def test_loss_bits_and_perplexity_are_one_figure_in_three_units() -> None:
    generator = toy_generator(loud=1.5)
    split = generator.split(made_up.corpus(0, 40), 0)
    found = {name: measure.value for name, measure in measure_all(generator.measure(split, "test").measured).items()}
    assert set(found) == {"loss", "bits a byte", "perplexity", "distinct-1", "distinct-2", "copied", "longest copy"}
    assert found["perplexity"] == pytest.approx(math.exp(found["loss"]))
    assert found["bits a byte"] == pytest.approx(found["loss"] / math.log(2))


def test_words_of_any_language() -> None:
    assert words("To be, or not…  relève-moi") == ["To", "be", ",", "or", "not", "…", "relève", "-", "moi"]
    assert words("关关雎鸠，ok") == ["关", "关", "雎", "鸠", "，", "ok"]


def test_distinct_counts_different_runs() -> None:
    assert distinct(["a", "b", "a", "b"], 1) == 0.5
    assert distinct(["a", "b", "a", "b"], 2) == pytest.approx(2 / 3)
    assert distinct([], 2) == 0


def test_copied_words_are_those_in_runs_of_eight() -> None:
    copied = Copied.of(["one two three four five six seven eight nine ten", "a b c"])
    said = words("x two three four five six seven eight nine y")
    assert copied.share(said) == pytest.approx(8 / 10)
    assert copied.longest(said) == 8
    assert copied.share(words("two three four five six seven eight x")) == 0
    assert copied.longest(words("q a b z")) == 2
    assert copied.share([]) == 0
