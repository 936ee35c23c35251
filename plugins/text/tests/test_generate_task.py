"""text-generation through the library and the command line, on a toy model that says nonsense."""

import json
from pathlib import Path

import pytest
from lean_toys import toy_bundle, toy_generator

import entai
from entai import EntaiError, Text
from entai_text import TextGenerator

GENERATOR = toy_generator(loud=2.0)
AWKWARD = {"emoji": "👩‍👩‍👧🎭", "right to left": "שלום عليكم", "CJK": "关关雎鸠", "control": "\x01\x07\x1b[31m",
           "ends": "a\r\nb\r", "combining": "é̂̃", "an end token": "<|endoftext|>", "zero width": "\u200b\ufeff"}


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    return str(toy_bundle(tmp_path / "toy"))


@pytest.mark.parametrize("prompt", AWKWARD.values(), ids=AWKWARD)
def test_any_characters_may_be_asked_and_come_back_as_they_were(prompt: str) -> None:
    assert GENERATOR.generate(prompt, max_tokens=5, include_prompt=True, long_prompt="slide").startswith(prompt)


def test_an_empty_prompt_begins_a_text() -> None:
    assert GENERATOR.generate("", max_tokens=9) == GENERATOR.generate("\n", max_tokens=9)
    assert GENERATOR(None, max_tokens=9).text == GENERATOR.generate("", max_tokens=9)
    assert GENERATOR.generate([]) == []


def test_a_huge_prompt_and_half_a_character_are_refused() -> None:
    with pytest.raises(EntaiError, match="the prompt holds 10,000,000 characters; the limit is 4,194,304"):
        GENERATOR.generate("a" * 10_000_000)
    with pytest.raises(EntaiError, match="takes 100,000 tokens, and the model looks back on 24"):
        GENERATOR.generate("a" * 100_000)
    with pytest.raises(EntaiError, match="holds half a character at place 1"):
        GENERATOR.generate("a\ud800b")


@pytest.mark.parametrize(("options", "reason"), [
    ({"temperature": -1}, "temperature must lie between 0 and 10"), ({"max_tokens": 0}, "max_tokens must lie between 1"),
    ({"top_p": 1.5}, "top_p must lie between 0 and 1"), ({"topk": 3}, "no option 'topk'; did you mean top_k"),
    ({"long_prompt": "cut"}, "long_prompt is one of refuse, slide")])
def test_options_out_of_bounds_are_refused(options: dict[str, object], reason: str) -> None:
    with pytest.raises(EntaiError, match=reason):
        GENERATOR.generate("x", **options)


def test_refusals_come_at_the_call_and_not_in_the_middle_of_a_stream() -> None:
    with pytest.raises(EntaiError, match="looks back on 24"):
        GENERATOR(Text("a" * 30))


def test_a_value_flows_and_is_whole() -> None:
    value = GENERATOR(Text("ab", "ab.txt"), max_tokens=30)
    first = next(value.flow())
    assert value.text.startswith(first)
    assert "".join(value.flow()) == value.text == GENERATOR.generate("ab", max_tokens=30)
    assert value.name == "ab.txt"


def test_every_token_is_explained() -> None:
    why = GENERATOR.explain(Text("ab"), GENERATOR.spec.resolve({"max_tokens": 6}))
    attribution, = why.attributions
    assert attribution.score == pytest.approx(sum(part.amount for part in attribution.parts))
    assert len(why.values[0].frame) == 6
    assert (why.values[0].frame["probability"] > 0).all()


def test_the_command_line_writes_streams_and_files(cli, bundle: str, tmp_path: Path) -> None:
    code, out, _ = cli("run", "text-generation", "--text", "ab", "--model", bundle, "--set", "max_tokens=30")
    assert code == 0
    again = cli("run", "text-generation", "-", "--model", bundle, "--set", "max_tokens=30", stdin=b"ab")
    assert again[:2] == (0, out)
    (tmp_path / "prompt.txt").write_text("ab")
    assert cli("run", "text-generation", str(tmp_path / "prompt.txt"), "--model", bundle, "--set", "max_tokens=30", "-o",
               str(tmp_path / "out.txt"))[0] == 0
    assert (tmp_path / "out.txt").read_bytes().decode() == out
    assert out == TextGenerator.load(bundle).generate("ab", max_tokens=30)


def test_the_command_line_binds_to_a_schema_and_refuses_in_one_sentence(cli, bundle: str) -> None:
    code, out, _ = cli("run", "text-generation", "--text", "x", "--model", bundle, "--set", 'schema={"enum": [1, 22]}')
    assert (code, json.loads(out) in (1, 22)) == (0, True)
    code, out, said = cli("run", "text-generation", "--text", "x", "--model", bundle, "--set", "regex=(")
    assert (code, out) == (2, "")
    assert "the regex can't be honoured" in said
    code, _, said = cli("run", "text-generation", "--text", "x" * 40, "--model", bundle)
    assert code == 2
    assert "takes 40 tokens, and the model looks back on 24" in said


def test_mixed_encodings_are_refused_by_name(cli, bundle: str, tmp_path: Path) -> None:
    (tmp_path / "mixed.txt").write_bytes("é".encode() + "é".encode("latin-1"))
    code, _, said = cli("run", "text-generation", str(tmp_path / "mixed.txt"), "--model", bundle)
    assert code == 2
    assert "mixed.txt is no utf-8 text (byte 2)" in said


def test_a_tampered_vocabulary_is_refused(bundle: str) -> None:
    assets = Path(bundle) / "assets" / "vocabulary.json"
    assets.write_text(assets.read_text().replace("é", "è"))
    with pytest.raises(EntaiError, match="does not match its hash"):
        entai.load("text-generation", bundle)
