"""The side of torch for `text_generation.py`, run by an interpreter that has torch and transformers.

`judge NANOGPT CHARACTERS` prints the full-pass loss of the checkpoint in NANOGPT/out; `speed LAYERS HEADS WIDTH CONTEXT`
the milliseconds a token of transformers' GPT-2; `smollm FOLDER PROMPT...` the times and tokens of the model in FOLDER.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch

WRITTEN, PROMPT = 200, 10


def judge(folder: Path, characters: int) -> float:
    """Nats a character over val.bin, in rows of the context, each read from its start; no character is left out."""
    sys.path.insert(0, str(folder))
    from model import GPT, GPTConfig  # nanoGPT's

    kept = torch.load(folder / "out" / "ckpt.pt", map_location="cpu", weights_only=True)
    network = GPT(GPTConfig(**kept["model_args"]))
    network.load_state_dict(kept["model"])
    network.eval()
    assert kept["model_args"]["vocab_size"] == characters
    tokens = torch.from_numpy(np.fromfile(folder / "data" / "shakespeare_char" / "val.bin", np.uint16).astype(np.int64))
    length, total = kept["model_args"]["block_size"], 0.0
    with torch.no_grad():
        for first in range(0, len(tokens) - 1, length):
            row = tokens[first:first + length + 1]
            _, loss = network(row[None, :-1], row[None, 1:])
            total += float(loss) * (len(row) - 1)
    return total / (len(tokens) - 1)


def speed(layers: int, heads: int, width: int, context: int) -> float:
    """CPU milliseconds a token, sampled with a cache of keys and values."""
    from transformers import GPT2Config, GPT2LMHeadModel

    config = GPT2Config(vocab_size=257, n_positions=context, n_embd=width, n_layer=layers, n_head=heads, bos_token_id=256,
                        eos_token_id=256)
    network = GPT2LMHeadModel(config).eval()
    prompt = torch.arange(PROMPT)[None]
    best = float("inf")
    for _ in range(4):
        began = time.process_time()
        with torch.no_grad():
            network.generate(prompt, attention_mask=torch.ones_like(prompt), do_sample=True, max_new_tokens=WRITTEN,
                             min_new_tokens=WRITTEN, pad_token_id=256)
        best = min(best, (time.process_time() - began) / WRITTEN * 1000)
    return best


def smollm(folder: str, prompt: list[int]) -> dict[str, object]:
    """CPU seconds to the first token, milliseconds for each of the next 47, and the tokens."""
    from transformers import AutoModelForCausalLM

    network = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    row = torch.tensor([prompt])
    with torch.no_grad():
        for _ in range(2):
            began = time.process_time()
            found = network(row, use_cache=True)
            tokens, first = [int(found.logits[0, -1].argmax())], time.process_time() - began
            began = time.process_time()
            for _ in range(47):
                found = network(torch.tensor([tokens[-1:]]), past_key_values=found.past_key_values, use_cache=True)
                tokens.append(int(found.logits[0, -1].argmax()))
    return {"tokens": tokens, "first": first, "token": (time.process_time() - began) / 47 * 1000}


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1] == "judge":
        print(judge(Path(sys.argv[2]), int(sys.argv[3])))
    elif sys.argv[1] == "smollm":
        print(json.dumps(smollm(sys.argv[2], list(map(int, sys.argv[3:])))))
    else:
        print(speed(*map(int, sys.argv[2:6])))
