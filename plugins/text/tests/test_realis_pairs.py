"""Pairs of slots and sentences: reading, holding out, and what is no such data."""

import pytest

import entai
from entai import EntaiError
from entai_text import NewsWriter
from entai_text.lessons import Lessons, split
from entai_text.realising.lexicon import Lexicon, learn, rows
from entai_text.realising.made_up import pairs
from entai_text.realising.pairs import Pairs
from entai_text.realising.story import slots_of


@pytest.fixture
def folder(tmp_path):
    """Pairs as the E2E challenge lays them out."""
    data = pairs(0, 60)
    for name, first, last in (("trainset", 0, 40), ("devset", 40, 50), ("testset_w_refs", 50, 60)):
        data.cut(first, last).save(tmp_path / f"{name}.csv")
    return tmp_path


def test_a_folder_brings_its_parts(folder):
    data = Lessons.read(folder)
    assert data.games is None and data.pairs is not None and len(data.pairs) == 60
    parts = split(data, 0)
    assert [len(part.pairs) for part in (parts.train, parts.valid, parts.test)] == [40, 10, 10]
    assert parts.closed().test is None and parts.method == "the files of the data"


def test_one_file_is_cut_by_meanings(folder):
    parts = split(Lessons.read(folder / "trainset.csv"), 0)
    meanings = [set(part.pairs.meanings) for part in (parts.train, parts.valid, parts.test)]
    assert not meanings[0] & meanings[1] and not meanings[0] & meanings[2] and all(meanings)


def test_pairs_are_written_as_they_were_read(folder, tmp_path):
    data = Pairs.read(folder / "devset.csv")
    data.save(tmp_path / "again.csv")
    assert Pairs.read(tmp_path / "again.csv").fingerprint() == data.fingerprint()


@pytest.mark.parametrize(("content", "why"), [
    ("a,b\n1,2\n", "columns"), ("mr,ref\nThe Mill,It is a pub.\n", "no list of slots"), ("mr,ref\nname[A],\n", "line 2"),
    ("mr,ref\ncolour[red],It is red.\n", "colour"), ("", "columns")])
def test_what_is_no_pair_is_refused_with_the_place(tmp_path, content, why):
    (tmp_path / "train.csv").write_text(content)
    with pytest.raises(EntaiError, match=why):
        Lessons.read(tmp_path / "train.csv")


def test_a_folder_without_a_part_is_refused(folder):
    (folder / "devset.csv").unlink()
    with pytest.raises(EntaiError, match=r"dev\*\.csv"):
        Lessons.read(folder)


def test_pairs_are_measured_with_a_model_only(folder):
    with pytest.raises(EntaiError, match="no games"):
        entai.evaluate("news-writing", folder)


def test_several_values_of_a_slot_stay_together():
    data = Pairs(("name[The Mill], eatType[pub], eatType[restaurant]",), ("The Mill is a pub and restaurant.",))
    assert dict(data.parsed()[0]) == {"name": "The Mill", "eatType": "restaurant; pub"}


def test_words_get_numbers_and_come_back():
    data = pairs(1, 200)
    lexicon = learn(data)
    slots, words = rows(data, Lexicon.of(lexicon.asset()), 60)
    assert slots.shape == (200, 8) and words.shape == (200, 61)
    meaning, text = data.parsed()[0], data.texts[0]
    assert lexicon.casing.sentence(lexicon.spell(words[0]), meaning) == text


def test_a_model_that_goes_on_keeps_its_words():
    lexicon = learn(pairs(1, 200))
    state = entai.State({}, {"lexicon": lexicon.asset()})
    joined = NewsWriter.joined(Lessons(None, pairs(2, 12)), state)
    assert learn(split(joined, 0).train.pairs).words == lexicon.words


@pytest.mark.parametrize(("record", "slots"), [
    ({"name": "The Mill", "food": "French", "near": None}, {"name": "The Mill", "food": "French"}),
    ({"name": "The Mill", "familyFriendly": False}, {"name": "The Mill", "familyFriendly": "no"}),
    ({"mr": "name[The Mill], food[French]"}, {"name": "The Mill", "food": "French"}),
    ({"name": "The Mill", "home_line": {}}, None), ({"food": "French"}, None), (None, None)])
def test_records_of_slots_are_known(record, slots):
    found = slots_of(record)
    assert (None if found is None else dict(found)) == slots
