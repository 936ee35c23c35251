"""People's own sentences: kept if they say their slots, said again of other names and kinds, and asked for by an option."""

import json

import pytest

import entai
from entai import EntaiError
from entai_text.realising.made_up import pairs
from entai_text.realising.meaning import parse
from entai_text.realising.pairs import Pairs
from entai_text.realising.people import People
from entai_text.realising.realiser import Realiser
from entai_text.realising.slot_check import mistakes
from entai_text.realising.words import masked

MILL = "name[The Mill], eatType[coffee shop], food[French], area[riverside]"
SAID = "By the river you can have French cuisine at The Mill, a coffee shop."


def kept(*rows):
    return People.learn(Pairs(tuple(slots for slots, _ in rows), tuple(text for _, text in rows)))


def for_slots(people, slots):
    return [" ".join(words) for words in people.for_slots(parse(slots))]


def test_a_sentence_is_said_again_of_another_name_and_another_kind_of_venue():
    said, = for_slots(kept((MILL, SAID)), "name[Zizzi], eatType[pub], food[French], area[riverside]")
    assert said == "by the river you can have french cuisine at xxname , a pub ."


@pytest.mark.parametrize("slots", ["name[Zizzi], eatType[pub], food[Indian], area[riverside]",
                                   "name[Zizzi], eatType[pub], food[French]", "name[Zizzi], food[French], area[riverside]"])
def test_it_is_not_said_for_other_slots(slots):
    assert for_slots(kept((MILL, SAID)), slots) == []


@pytest.mark.parametrize("text", ["The Mill is a coffee shop by the river.", "The Mill, a French coffee shop and pub by the river.",
                                  "A French coffee shop by the river."])
def test_what_says_its_slots_wrongly_is_not_kept(text):
    assert for_slots(kept((MILL, text)), MILL) == []


def test_a_kind_that_is_spoken_of_in_other_words_too_is_not_exchanged():
    people = kept((MILL, "The Mill is a French coffee shop on the riverside, with good coffee."))
    assert for_slots(people, MILL) and for_slots(people, MILL.replace("coffee shop", "pub")) == []


def test_arrays_keep_all_of_it():
    people, meanings = People.learn(pairs(3, 200)), pairs(3, 200).parsed()
    again = People.of(people.asset())
    assert any(people.for_slots(meaning) for meaning in meanings)
    assert [again.for_slots(meaning) for meaning in meanings] == [people.for_slots(meaning) for meaning in meanings]


def test_nobody_s_sentences_are_none():
    assert People.of(kept().asset()).for_slots(parse(MILL)) == []


def test_the_shipped_model_says_what_people_said_where_it_is_asked_to(cli, here):
    (here / "mill.json").write_text(json.dumps({"name": "The Mill", "eatType": "pub", "food": "French", "area": "riverside"}))
    told = []
    for phrasing in ("model", "people"):
        assert cli("run", "news-writing", "mill.json", "--model", "venues", "--set", f"phrasing={phrasing}", "-o", "a.json")[0] == 0
        told.append(" ".join(sentence["text"] for sentence in json.loads((here / "a.json").read_text())["lead"]))
        (here / "a.json").unlink()
    assert told[0] != told[1]
    meaning = parse("name[The Mill], eatType[pub], food[French], area[riverside]")
    assert all(mistakes(masked(text, meaning).lower(), meaning) == [] for text in told)


def test_where_nobody_said_it_the_network_speaks(monkeypatch):
    model = entai.load("news-writing", "venues").model
    monkeypatch.setattr(People, "for_slots", lambda self, meaning: [])
    assert next(model.say([parse(MILL)], phrasing="people")) == next(model.say([parse(MILL)]))


def test_a_model_that_keeps_nobody_s_sentences_says_so():
    from entai.api import open_bundle
    from entai.registry import registry

    state = open_bundle(registry().task("news-writing"), "venues").state()
    bare = Realiser(entai.State(state.arrays, {"lexicon": state.assets["lexicon"]}))
    with pytest.raises(EntaiError, match="keeps no sentences"):
        list(bare.say([parse(MILL)], phrasing="people"))


@pytest.mark.parametrize("model", [None, "venues"])
def test_phrasing_is_refused_where_it_could_do_nothing(model):
    with pytest.raises(EntaiError, match="leave it out"):
        entai.load("news-writing", model)(entai.load("news-writing").synthetic(0).games.games[0].record, phrasing="people")
