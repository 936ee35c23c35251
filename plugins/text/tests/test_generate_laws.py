"""What holds for text from a language model, whatever it says: laws of drawing, streaming, batches and caches."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lean_toys import toy_generator, toy_model

from entai import EntaiError

GENERATOR = toy_generator(loud=2.0)
PROMPTS = st.text(max_size=20).filter(lambda text: 0 < len(text.encode("utf-8", "ignore")) < 20 and _whole(text))


def _whole(text: str) -> bool:
    return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)


def test_cached_equals_uncached_also_where_the_context_slides() -> None:
    model = toy_model(context=12)
    tokens = [int(token) for token in np.random.default_rng(0).integers(0, 256, 40)]
    reading, logits = model.start([tokens[:5]])
    seen = tokens[:5]
    np.testing.assert_allclose(logits[0], model.logits(np.array([seen]))[0, -1], atol=1e-4)
    for token in tokens[5:]:
        seen = (seen[-6:] if len(seen) == 12 else seen) + [token]
        np.testing.assert_allclose(reading.read([token])[0], model.logits(np.array([seen]))[0, -1], atol=1e-4)


@given(prompts=st.lists(PROMPTS, min_size=1, max_size=4), seed=st.integers(0, 99))
@settings(max_examples=10, deadline=None)
def test_a_batch_equals_one_by_one(prompts: list[str], seed: int) -> None:
    together = GENERATOR.generate(prompts, max_tokens=20, seed=seed, temperature=1.0)
    assert together == [GENERATOR.generate(prompt, max_tokens=20, seed=seed, temperature=1.0) for prompt in prompts]


@given(prompt=PROMPTS, seed=st.integers(0, 99), length=st.integers(1, 60))
@settings(max_examples=10, deadline=None)
def test_streamed_equals_whole_and_the_same_seed_gives_the_same_text(prompt: str, seed: int, length: int) -> None:
    pieces = list(GENERATOR.stream(prompt, max_tokens=length, seed=seed))
    assert all(pieces)
    assert "".join(pieces) == GENERATOR.generate(prompt, max_tokens=length, seed=seed)
    assert "�" not in "".join(pieces)


def test_another_seed_gives_another_text_and_temperature_0_the_same() -> None:
    assert GENERATOR.generate("ab", seed=1) != GENERATOR.generate("ab", seed=2)
    assert GENERATOR.generate("ab", seed=1, temperature=0) == GENERATOR.generate("ab", seed=2, temperature=0)


@given(seed=st.integers(0, 200), stop=st.lists(st.sampled_from(["B", "ab", "\n", "é", "R", "中"]), min_size=1, max_size=3))
@settings(max_examples=15, deadline=None)
def test_a_stop_text_never_appears_and_what_stands_before_it_stays(seed: int, stop: list[str]) -> None:
    free = GENERATOR.generate("x", max_tokens=40, seed=seed)
    stopped = GENERATOR.generate("x", max_tokens=40, seed=seed, stop=stop)
    ends = [free.find(text) for text in stop if text in free]
    assert stopped == free[:min(ends, default=len(free))]
    assert "".join(GENERATOR.stream("x", max_tokens=40, seed=seed, stop=stop)) == stopped


def test_a_stop_text_of_several_characters_is_held_back_while_it_may_come() -> None:
    from entai_text.generation.utf8 import Stops

    stops = Stops(["END", "NOW"])
    assert [stops.push(text) for text in ("a E", "N", "x EN", "D y")] == ["a ", "", "ENx ", ""]
    assert stops.found
    assert stops.flush() == ""


@given(seed=st.integers(0, 200))
@settings(max_examples=10, deadline=None)
def test_a_pattern_is_matched_as_a_whole(seed: int) -> None:
    text = GENERATOR.generate("x", regex="(yes|no|perhaps)( [a-c]{2,4})+[.!]", max_tokens=24, seed=seed)
    assert re.fullmatch("(yes|no|perhaps)( [a-c]{2,4})+[.!]", text), text


def test_the_text_stays_within_its_budget_of_tokens() -> None:
    assert len(GENERATOR.generate("x", max_tokens=7).encode()) <= 7 * 4
    assert GENERATOR.generate("x", max_tokens=1, regex="[a-z]+") in set("abcdefghijklmnopqrstuvwxyz")


def test_the_prompt_is_kept_whole_where_it_is_wished_for() -> None:
    with_prompt = GENERATOR.generate("  Ab\n", include_prompt=True, max_tokens=10)
    assert with_prompt == "  Ab\n" + GENERATOR.generate("  Ab\n", max_tokens=10)
    assert GENERATOR.generate(["q"], include_prompt=True, max_tokens=10)[0].startswith("q")


def test_a_prompt_longer_than_the_context_is_refused_or_slides_by_choice() -> None:
    long = "abcdefgh" * 10
    with pytest.raises(EntaiError, match="takes 80 tokens, and the model looks back on 24; shorten it, or set long_prompt to slide"):
        GENERATOR.generate(long)
    assert GENERATOR.generate(long, long_prompt="slide") == GENERATOR.generate(long[-24:])


def test_texts_longer_than_the_context_go_on() -> None:
    assert len(GENERATOR.generate("x", max_tokens=200).encode()) > 100
