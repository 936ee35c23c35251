"""The tokens of a keras-hub model as a `Vocabulary`."""

from __future__ import annotations

import re
from typing import Any

from entai_text.generation.bytepair import byte_of_letter
from entai_text.generation.vocabulary import Vocabulary

ENDS = ("<|endoftext|>", "<|im_end|>", "<|eot_id|>", "<|end_of_text|>", "<end_of_turn>", "<eos>", "</s>")
"""Names under which the models that there are end a text or an answer."""
_BYTE = re.compile(r"<0x([0-9A-Fa-f]{2})>")
_CONTROL = re.compile(r"<[^<>\s]*>|\[[A-Z]+\]")


class HubTokens(Vocabulary):
    """Wraps a tokenizer of keras-hub: byte-level byte pairs (GPT-2, Llama 3, Qwen) or SentencePiece (Gemma, Mistral).

    Args:
        tokenizer: The tokenizer.
        size: Logits of the model, which may be more than its tokens; those beyond are never drawn.
    """

    def __init__(self, tokenizer: Any, size: int) -> None:
        self._tokenizer = tokenizer
        names = [str(tokenizer.id_to_token(number)) for number in range(min(size, tokenizer.vocabulary_size()))]
        control = {str(name) for name in getattr(tokenizer, "unsplittable_tokens", None) or ()} | set(ENDS)
        bytewise = hasattr(tokenizer, "merges")
        bytes_of = _byte_level if bytewise else _sentence_piece
        self.pieces = [b"" if name in control else bytes_of(name) for name in names]
        self.pieces += [b""] * (size - len(self.pieces))
        ends = [getattr(tokenizer, name, None) for name in ("end_token_id", "end_token2_id")]
        found = {int(end) for end in ends if end is not None} | {names.index(name) for name in ENDS if name in names}
        self.ends = tuple(sorted(found, key=lambda number: (number not in ends, number)))
        start = getattr(tokenizer, "start_token_id", None)
        self.start: int | None = None if start is None else int(start)

    def encode(self, text: str) -> list[int]:
        """The tokens of a text; what looks like a control token in it is text where the tokenizer can tell."""
        return self._encoded(text, True)

    def encode_form(self, text: str) -> list[int]:
        """The tokens of a piece of a chat template, control tokens among them."""
        return self._encoded(text, False)

    def _encoded(self, text: str, plain: bool) -> list[int]:
        if not text:
            return []
        inner = getattr(self._tokenizer, "_tokenizer", None)
        if inner is not None and hasattr(inner, "encode_special_tokens"):
            inner.encode_special_tokens = plain
        return [int(token) for token in self._tokenizer(text)]

    def to_json(self) -> dict[str, Any]:
        """A preset's tokens stay in its folder."""
        raise NotImplementedError


def _byte_level(name: str) -> bytes:
    letters = byte_of_letter()
    return bytes(letters[letter] for letter in name) if all(letter in letters for letter in name) else name.encode()


def _sentence_piece(name: str) -> bytes:
    byte = _BYTE.fullmatch(name)
    if byte:
        return bytes([int(byte[1], 16)])
    return b"" if _CONTROL.fullmatch(name) else name.replace("▁", " ").encode()
