"""The shipped realiser through the public face: it says its slots, cites them, and falls back where it must."""

import json
import subprocess
import sys

import numpy as np
import pytest

import entai
from entai import EntaiError
from entai_text.realising import realiser as realising
from entai_text.realising.meaning import parse
from entai_text.realising.search import beams, draws
from entai_text.realising.slot_check import mistakes
from entai_text.realising.words import masked

MILL = {"name": "The Mill", "eatType": "pub", "food": "French", "area": "riverside", "near": "Café Brazil"}
SEVERAL = ("name[The Eagle], eatType[coffee shop], food[Indian], priceRange[cheap], customer rating[5 out of 5], area[city centre], "
           "familyFriendly[yes], near[Burger King]", "name[Zizzi], near[Ranch]", "eatType[pub], area[riverside]",
           "name[Cotto], eatType[pub], eatType[restaurant], priceRange[high]")


@pytest.fixture(scope="module")
def task():
    return entai.load("news-writing", "venues")


def test_an_article_of_slots_cites_the_slots_that_it_says(cli, here):
    (here / "mill.json").write_text(json.dumps(MILL))
    assert cli("run", "news-writing", "mill.json", "--model", "venues", "-o", "a.json")[0] == 0
    article = json.loads((here / "a.json").read_text())
    text = " ".join(sentence["text"] for sentence in article["lead"])
    assert "The Mill" in text and "French" in text and "Café Brazil" in text
    assert {source for sentence in article["lead"] for source in sentence["sources"]} == {f"venue.{slot}" for slot in MILL}
    assert article["sources"]["venue.food"] == "venue.food = French"


@pytest.mark.parametrize("slots", SEVERAL)
def test_it_says_every_slot_and_no_other(task, slots):
    meaning = parse(slots)
    said, = task.model.say([meaning])
    assert mistakes(masked(said.text, meaning).lower(), meaning) == []
    assert said.learned or "name" not in meaning
    assert next(task.model.say([meaning])) == said, "the same seed gives the same sentence"


def test_a_value_that_it_never_learnt_is_refused(task):
    with pytest.raises(EntaiError, match="Martian"):
        task({"name": "The Mill", "food": "Martian"})


def test_where_no_sentence_passes_a_plain_one_stands_and_a_note_says_so(task, monkeypatch):
    monkeypatch.setattr(realising, "mistakes", lambda text, meaning: ["always"])
    story = task(MILL)
    assert story.text.startswith("The Mill is a pub") and any("made by rules" in note for note in story.notes)


def test_games_are_written_by_rules_with_a_model_too(task, game):
    assert task(game).text == entai.load("news-writing")(game).text


def test_beams_are_likelier_than_draws_and_all_end(task):
    model = task.model
    numbers = np.array([model.lexicon.meaning(parse(SEVERAL[0]))])
    best = beams(model._decoder, numbers, 4, 60)[0]
    drawn = draws(model._decoder, numbers, 20, 60, np.random.default_rng(0))[0]
    assert len(best) == 4 and [score for _, score in best] == sorted((score for _, score in best), reverse=True)
    assert len(drawn) > 10 and all(2 not in sentence for sentence in drawn)
    assert next(score for _, score in beams(model._decoder, numbers, 1, 60)[0]) <= best[0][1] + 1e-6


def test_it_runs_without_tensorflow():
    code = ("import sys, entai; entai.load('news-writing', 'venues')({'name': 'The Mill', 'food': 'French'}); "
            "sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_numpy_agrees_with_the_network(task):
    from entai.api import open_bundle
    from entai.registry import registry
    from entai.runtime import set_weights
    from entai_text.realising.recipe import SlotToText

    state = open_bundle(registry().task("news-writing"), "venues").state()
    network = SlotToText().build(state.assets["sizes"])
    set_weights(network, state.arrays)
    slots, words = np.array([task.model.lexicon.meaning(parse(SEVERAL[0]))]), np.array([[1, 7, 9, 12, 30]])
    theirs = np.asarray(network([slots, words], training=False))[0]
    told = task.model._decoder.begin(slots)
    for place, word in enumerate(words[0]):
        ours, told = task.model._decoder.step(told, np.array([word]))
        expected = theirs[place] - np.log(np.exp(theirs[place] - theirs[place].max()).sum()) - theirs[place].max()
        np.testing.assert_allclose(ours[0], expected, atol=2e-4)
