"""Byte-level byte-pair encoding (Sennrich et al. 2016; on bytes as in GPT-2), by Hugging Face's `tokenizers`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from entai import EntaiError
from entai_text.generation.vocabulary import Vocabulary

END = "<|endoftext|>"


class BytePairs(Vocabulary):
    """Tokens are the byte sequences that occur most; every byte is one, so that nothing is unknown.

    Args:
        document: The `tokenizer.json` of `tokenizers`, parsed.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        from tokenizers import Tokenizer

        self._document = document
        try:
            self._tokenizer = Tokenizer.from_str(json.dumps(document))
        except Exception as error:  # the Rust side raises no narrower class
            raise EntaiError(f"the model's vocabulary can't be read: {error}") from error
        self._tokenizer.encode_special_tokens = True
        names = sorted(self._tokenizer.get_vocab(with_added_tokens=True).items(), key=lambda entry: entry[1])
        self.pieces = [b"" if name == END else _bytes_of(name) for name, _ in names]
        self.ends = tuple(number for number, (name, _) in enumerate(names) if name == END)

    @classmethod
    def learnt(cls, texts: Iterable[str], size: int) -> BytePairs:
        """Merge the most frequent pairs until there are `size` tokens."""
        from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(vocab_size=size, show_progress=False, special_tokens=[END],
                                      initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
        tokenizer.train_from_iterator(texts, trainer)
        return cls(json.loads(tokenizer.to_str()))

    def encode(self, text: str) -> list[int]:
        """The tokens of a text; what looks like the end token in it is text."""
        tokens: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return tokens

    def to_json(self) -> dict[str, Any]:
        """The tokenizer's own document."""
        return {"kind": "bpe", "tokenizer": self._document}

    @classmethod
    def from_json(cls, saved: dict[str, Any]) -> BytePairs:
        """The same again."""
        return cls(saved["tokenizer"])


@lru_cache(maxsize=1)
def byte_of_letter() -> dict[str, int]:
    """The letter for each byte in byte-level vocabularies (GPT-2): itself where it can be seen, else one from 256 on."""
    seen = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [value for value in range(256) if value not in seen]
    return {chr(value): value for value in seen} | {chr(256 + index): value for index, value in enumerate(hidden)}


def _bytes_of(name: str) -> bytes:
    return bytes(byte_of_letter()[letter] for letter in name)
