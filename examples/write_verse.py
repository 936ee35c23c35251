"""Write verse: go on with a prompt, stream it, bind it to a form, see what was likely; then train on a text of one's own.

Runs offline with the shipped model; the last step trains a tiny network for a few seconds:

    python examples/write_verse.py
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import entai
from entai_text import TextGenerator

PROMPT = "JULIET:\nO gentle night, "
MOOD = json.dumps({"type": "object", "required": ["mood", "lines"], "additionalProperties": False,
                   "properties": {"mood": {"enum": ["merry", "sad", "wroth"]}, "lines": {"type": "integer"}}})
RHYME = "The rain came down upon the town, the king put on his golden crown.\n" * 40
TINY = {"layers": 2, "heads": 2, "width": 32, "context": 32}
QUICK = {"epochs": 2, "steps_per_epoch": 60, "batch_size": 8, "jit": False}


def main(folder: Path) -> None:
    """Print each step; the bundle is written into `folder`."""
    generator = TextGenerator.load()

    print(PROMPT, end="")
    for piece in generator.stream(PROMPT, max_tokens=200, stop=["\n\n"], seed=4):
        print(piece, end="", flush=True)

    print("\n\nBound to a form:", generator.generate(PROMPT, schema=MOOD, max_tokens=60))
    print("Bound to a pattern:", generator.generate("The king is dead on ", regex="[0-9]{2} (May|June), 1[56][0-9]{2}"))
    print("One of three:", generator.generate("Good morrow, good ", choices=["lord", "toaster", "fish"], temperature=0))

    print("\nWhat was likely at each letter:")
    why = generator.explain(entai.Text("To be, or not to "), generator.spec.resolve({"max_tokens": 3, "temperature": 0.0}))
    print(why.values[0].frame.to_string(index=False))

    (folder / "rhyme.txt").write_text(RHYME, encoding="utf-8")
    model = entai.train("text-generation", folder / "rhyme.txt", folder / "rhymer", config=TINY, trainer=QUICK)
    rhymer = TextGenerator.load(model.path)
    print("\nTrained for seconds on one rhyme:", rhymer.generate("The rain", max_tokens=30, temperature=0))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary))
