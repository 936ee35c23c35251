"""Language models timed and measured against nanoGPT and transformers, both sides in turn in one run on one thread.

    python benchmarks/text_generation.py shakespeare TEXT NANOGPT --torch PYTHON   nanoGPT's CPU configuration with both
    python benchmarks/text_generation.py speed --torch PYTHON                      tokens a second with cache, two sizes
    python benchmarks/text_generation.py smollm --torch PYTHON                     first token and tokens a second of smollm
    python benchmarks/text_generation.py lora TEXT                                 smollm adapted to a text: loss
    python benchmarks/text_generation.py process                                   200 characters, a whole process

TEXT is a folder with Shakespeare's plays as one text, NANOGPT a checkout of nanoGPT, PYTHON an interpreter that has torch
and transformers (they live in an environment of their own). Seconds are CPU seconds.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click
import numpy as np

TASK = "text-generation"
SIZES = {"CPU configuration": {"layers": 4, "heads": 4, "width": 128, "context": 256},
         "10.65 M": {"layers": 6, "heads": 6, "width": 384, "context": 256}}
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
              "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
WRITTEN = 200


@click.group(help=__doc__)
def main() -> None:
    """Choose what to measure."""


def child(command: list[str], **options: Any) -> tuple[str, float]:
    """Run a process on one thread; its output, and its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env={**os.environ, **ONE_THREAD}, stdout=subprocess.PIPE, text=True, check=True,
                          **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@main.command()
@click.argument("text", type=click.Path(exists=True, path_type=Path))
@click.argument("nanogpt", type=click.Path(exists=True, path_type=Path))
@click.option("--torch", "interpreter", required=True)
@click.option("--steps", default=2000)
def shakespeare(text: Path, nanogpt: Path, interpreter: str, steps: int) -> None:
    """4 layers, 4 heads, width 128, context 64, batch 12, no dropout; one full pass over the last tenth of the text."""
    with tempfile.TemporaryDirectory() as folder:
        ours, seconds = _ours(text, Path(folder) / "lean", steps)
        print(f"lean      loss {ours:.4f}  {seconds:.1f} CPU s", flush=True)
        theirs, their_seconds = _theirs(text, nanogpt, interpreter, Path(folder) / "nano", steps)
        print(f"nanoGPT   loss {theirs:.4f}  {their_seconds:.1f} CPU s")
        print(f"time ratio {seconds / their_seconds:.2f}, loss difference {ours - theirs:+.4f} nats/character")


def _ours(text: Path, out: Path, steps: int) -> tuple[float, float]:
    settings = {"layers": 4, "heads": 4, "width": 128, "context": 64, "train.batch_size": 12, "train.epochs": 4,
                "train.steps_per_epoch": steps // 4}
    words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
    child([sys.executable, "-m", "entai", "train", TASK, str(text), "-o", str(out), "--threads", "1", *words])
    report = json.loads((out / "report.json").read_text())
    return report["metrics"]["loss"]["value"], report["cost"]["training CPU seconds"]


def _theirs(text: Path, nanogpt: Path, interpreter: str, folder: Path, steps: int) -> tuple[float, float]:
    """Run nanoGPT's own train.py, as its README runs it on a CPU; then a full pass with the checkpoint it leaves."""
    shutil.copytree(nanogpt, folder, ignore=shutil.ignore_patterns(".git"))
    characters = _write_data(text, folder / "data" / "shakespeare_char")
    settings = {"device": "cpu", "compile": False, "eval_iters": 20, "eval_interval": steps, "log_interval": 100,
                "block_size": 64, "batch_size": 12, "n_layer": 4, "n_head": 4, "n_embd": 128, "max_iters": steps,
                "lr_decay_iters": steps, "dropout": 0.0, "always_save_checkpoint": True, "out_dir": "out"}
    words = [f"--{name}={value}" for name, value in settings.items()]
    _, seconds = child([interpreter, "train.py", "config/train_shakespeare_char.py", *words], cwd=folder)
    judge = Path(__file__).resolve().parent / "text_generation_torch.py"
    said, _ = child([interpreter, str(judge), "judge", str(folder), str(characters)])
    return float(said.split()[-1]), seconds


def _write_data(text: Path, folder: Path) -> int:
    """What nanoGPT's prepare.py writes, without its download."""
    file, = [text] if text.is_file() else sorted(text.glob("*.txt"))
    whole = file.read_text(encoding="utf-8")
    letters = sorted(set(whole))
    numbers = np.array([letters.index(letter) for letter in whole], np.uint16)
    cut = int(len(whole) * 0.9)
    folder.mkdir(parents=True, exist_ok=True)
    numbers[:cut].tofile(folder / "train.bin")
    numbers[cut:].tofile(folder / "val.bin")
    (folder / "meta.pkl").write_bytes(pickle.dumps({"vocab_size": len(letters)}))
    return len(letters)


@main.command()
@click.option("--torch", "interpreter", required=True)
def speed(interpreter: str) -> None:
    """Random weights of equal size, 256 tokens in the vocabulary, 200 tokens behind a prompt of 10, sampled."""
    judge = Path(__file__).resolve().parent / "text_generation_torch.py"
    for name, size in SIZES.items():
        words = [str(size[key]) for key in ("layers", "heads", "width", "context")]
        theirs, ours = (float(child(command)[0].split()[-1]) for command in (
            [interpreter, str(judge), "speed", *words], [sys.executable, __file__, "lean-speed", *words]))
        print(f"{name:<18} transformers {theirs:.2f} ms a token, lean {ours:.2f}, "
              f"ratio of tokens a second {theirs / ours:.2f}")


@main.command()
@click.option("--torch", "interpreter", required=True)
def smollm(interpreter: str) -> None:
    """SmolLM2-135M-Instruct in float32: 48 tokens behind a chat prompt, the likeliest each."""
    from entai_text.generation.hub.smollm import preset

    judge = Path(__file__).resolve().parent / "text_generation_torch.py"
    ours = json.loads(child([sys.executable, __file__, "hub-speed"])[0].splitlines()[-1])
    said, _ = child([interpreter, str(judge), "smollm", str(preset()), *map(str, ours["prompt"])])
    theirs = json.loads(said.splitlines()[-1])
    for name, side in (("entai", ours), ("transformers", theirs)):
        print(f"{name:<12} first token {side['first']:.2f} s, then {side['token']:.1f} ms a token")
    print(f"ratio of tokens a second {theirs['token'] / ours['token']:.2f}; "
          f"the same tokens: {'yes' if ours['tokens'] == theirs['tokens'] else 'no'}")


@main.command()
@click.argument("text", type=click.Path(exists=True, path_type=Path))
@click.option("--steps", default=60)
@click.option("--batch", default=2)
def lora(text: Path, steps: int, batch: int) -> None:
    """Rank 8, rows of 128 tokens, all else as lora has it; measured on the first 6,000 characters of the test part."""
    command = [sys.executable, __file__, "lora-here", str(text), "--steps", str(steps), "--batch", str(batch)]
    print(child(command)[0], end="")


@main.command(hidden=True)
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--steps", type=int)
@click.option("--batch", type=int)
def lora_here(text: Path, steps: int, batch: int) -> None:
    """`lora`, in a process of one thread."""
    from entai import Run
    from entai_text.generation.corpus import Corpus
    from entai_text.generation.hub.load import load
    from entai_text.generation.hub.lora import Lora
    from entai_text.generation.measure import costs
    from entai_text.generation.parts import split

    cut = split(Corpus.read(text), 0)
    assert cut.test is not None
    held = Corpus((cut.test.documents[0][:6000],))
    base, recipe = Path("smollm"), Lora.configure({})

    def tell(name: str, model: Any) -> None:
        nats, characters, _ = costs(model, held)
        print(f"{name:<24} loss {nats.sum() / characters.sum():.4f} nats/character", flush=True)

    tell("smollm", load(base))
    began = time.process_time()
    train = {"epochs": 1, "steps_per_epoch": steps, "batch_size": batch}
    state = recipe.fit(cut.closed(), Run(TASK, "lora", {}, train, start=Lora.from_preset(base), progress=_tell))
    seconds, size = time.process_time() - began, sum(array.nbytes for array in state.arrays.values())
    tell(f"after {steps} steps of {batch} rows", recipe.restore(state))
    print(f"{seconds:.0f} CPU s of training, an adapter of {size / 1e6:.1f} MB ({state.notes['parameters']:,} weights)")


def _tell(done: int, total: int, note: str = "") -> None:
    print(f"step {done} of {total} {note}", file=sys.stderr, flush=True)


@main.command(hidden=True)
def hub_speed() -> None:
    """Our side of `smollm`; a first text compiles, the second is timed."""
    from entai_text import TextGenerator

    model: Any = TextGenerator.load("preset:smollm").model
    prompt = model.opening("Tell me about the sea.", True)
    for _ in range(2):
        began = time.process_time()
        reading, logits = model.start([prompt])
        tokens, first = [int(logits[0].argmax())], time.process_time() - began
        began = time.process_time()
        for _ in range(47):
            tokens.append(int(reading.read(tokens[-1:])[0].argmax()))
    each = (time.process_time() - began) / 47 * 1000
    print(json.dumps({"prompt": prompt, "tokens": tokens, "first": first, "token": each}))


@main.command(hidden=True)
@click.argument("size", type=int, nargs=4)
def lean_speed(size: tuple[int, int, int, int]) -> None:
    """Our side of `speed`."""
    print(min(_milliseconds(*size) for _ in range(4)))


def _milliseconds(layers: int, heads: int, width: int, context: int) -> float:
    """CPU milliseconds a token of lean with random weights."""
    from entai_text.generation.drawing import draw, pens_for
    from entai_text.generation.plan import Plan
    from entai_text.generation.sampling import Sampler

    model = _random(layers, heads, width, context)
    model.vocabulary.ends = ()  # nothing ends a text before its last token
    plan = Plan(WRITTEN, (), Sampler(), (), None, None, 0, False, False)
    began = time.process_time()
    pens = pens_for(model, [list(range(10))], plan)
    list(draw(model, pens))
    assert len(pens[0].tokens) == 10 + WRITTEN
    return (time.process_time() - began) / WRITTEN * 1000


def _random(layers: int, heads: int, width: int, context: int) -> Any:
    from entai import State
    from entai_text.generation.characters import Characters
    from entai_text.generation.forward import LeanModel

    rng = np.random.default_rng(0)
    hidden = width * 8 // 3 // 8 * 8
    shapes: dict[str, tuple[int, ...]] = {"table/embeddings": (257, width), "norm_out/scale": (width,)}
    for index in range(layers):
        block = f"block{index}"
        shapes |= {f"{block}_norm1/scale": (width,), f"{block}_norm2/scale": (width,),
                   f"{block}_attention/qkv/kernel": (width, 3 * width), f"{block}_attention/out/kernel": (width, width)}
        for part, shape in (("gate", (width, hidden)), ("value", (width, hidden)), ("out", (hidden, width))):
            shapes |= {f"{block}_swiglu_{part}/kernel": shape, f"{block}_swiglu_{part}/bias": shape[1:]}
    arrays = {f"{number:03d}/{name}": (rng.normal(size=shape) * 0.02).astype(np.float32)
              for number, (name, shape) in enumerate(shapes.items())}
    sizes = {"vocabulary": 257, "context": context, "documents": 1}
    return LeanModel.of(State(arrays, {"sizes": sizes, "vocabulary": Characters("").to_json()}), heads)


@main.command()
@click.option("--times", default=5)
def process(times: int) -> None:
    """`entai run text-generation` from the shell's prompt to 200 characters and back."""
    command = [sys.executable, "-m", "entai", "run", TASK, "--text", "ROMEO:", "--set", "max_tokens=200"]
    found = []
    for _ in range(times):
        began = time.perf_counter()
        said, busy = child(command)
        found.append((busy, time.perf_counter() - began, len(said)))
    busy, wall, length = min(found)
    print(f"{length} characters: {busy:.2f} CPU s, {wall:.2f} s")


if __name__ == "__main__":
    main()
