"""Tokens and bytes: every text there is comes back as it was."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entai import EntaiError
from entai_text.generation.bytepair import END, BytePairs
from entai_text.generation.characters import Characters
from entai_text.generation.utf8 import WholeCharacters, fits
from entai_text.generation.vocabulary import vocabulary_from_json

TEXTS = ["To be, or not to be: that is the question.", "关关雎鸠，在河之洲。窈窕淑女，君子好逑。" * 3]
KINDS = {"characters": Characters.learnt(TEXTS, 400), "bpe": BytePairs.learnt(TEXTS, 300)}
ANY = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("kind", KINDS)
@given(text=ANY)
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_unchanged(kind: str, text: str) -> None:
    assert KINDS[kind].decode(KINDS[kind].encode(text)).decode() == text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["🎭👩‍👩‍👧", "שלום עולם", "\x00\x07\x1b[0m", "\r\n\t ", END, "ﬁ ½ Å Å"])
def test_awkward_texts_come_back_unchanged(kind: str, text: str) -> None:
    assert KINDS[kind].decode(KINDS[kind].encode(text)).decode() == text


@pytest.mark.parametrize("kind", KINDS)
def test_a_vocabulary_is_kept_as_json(kind: str) -> None:
    again = vocabulary_from_json(KINDS[kind].to_json())
    assert again.encode("君子 to be 🎭") == KINDS[kind].encode("君子 to be 🎭")
    assert list(again.pieces) == list(KINDS[kind].pieces)
    assert again.ends == KINDS[kind].ends


def test_frequent_characters_are_one_token_and_rare_ones_their_bytes() -> None:
    characters = KINDS["characters"]
    assert len(characters.encode("洲")) == 1
    assert len(characters.encode("龘")) == 3
    assert len(Characters.learnt(TEXTS, 260)) == 260


def test_a_vocabulary_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(EntaiError, match="of a kind that this version does not know"):
        vocabulary_from_json({"kind": "morse"})


def test_byte_pairs_know_each_byte() -> None:
    assert {bytes([value]) for value in range(256)} <= set(KINDS["bpe"].pieces)


@given(text=ANY, cuts=st.lists(st.integers(0, 40)))
@settings(max_examples=60, deadline=None)
def test_whole_characters_come_from_any_pieces(text: str, cuts: list[int]) -> None:
    content, whole = text.encode(), WholeCharacters()
    places = sorted({0, len(content), *(cut for cut in cuts if cut < len(content))})
    assert "".join(whole.push(content[a:b]) for a, b in pairwise(places)) == text
    assert whole.pending == b""


@pytest.mark.parametrize(("content", "begins"), [
    (b"", True), (b"a", True), (b"\xe4", True), (b"\xe4\xb8", True), (b"\xed\x9f", True), (b"\xed\xa0", False), (b"\xc0", False),
    (b"\xf4\x8f", True), (b"\xf4\x90", False), (b"\x80", False), (b"\xe0\x80", False), (b"\xf0\x90\x80", True), (b"\xff", False)])
def test_what_can_begin_a_character(content: bytes, begins: bool) -> None:
    assert fits(content) is begins
