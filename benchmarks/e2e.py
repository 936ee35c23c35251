"""Benchmark of the learned realiser on the E2E data, by the scripts of those who made them.

    python benchmarks/e2e.py DATA MODEL --metrics METRICS --cleaning CLEANING --tgen TGEN [--part test|dev]
                             [--phrasing people] [-o SAID]

DATA is a folder with train*.csv, dev*.csv, test*.csv (columns mr and ref); MODEL a bundle that `entai train news-writing
DATA --recipe slot-to-text -o MODEL` made. METRICS is a copy of tuetschek/e2e-metrics (BLEU and NIST by its
`metrics/pymteval.py`), CLEANING one of tuetschek/e2e-cleaning (`slot_error.py`), TGEN one of UFAL-DSG/tgen, which
`slot_error.py` reads slots with. The test part is for the last run; choices are made on dev.

Further lines tell how many lists have a sentence that stands in the training part, too, but for names and the kind of venue
(a pub where training has a coffee shop), and give BLEU for them and for the others: in the cleaned data's test those are
half of all lists, and who repeats training sentences (`--phrasing people`) is often right there word for word.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import sys
import time
import types
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import entai
from entai_text.realising.meaning import Meaning, parse
from entai_text.realising.people import KIND
from entai_text.realising.realiser import Realised
from entai_text.realising.slot_check import ways
from entai_text.realising.words import masked


def references(folder: Path, part: str) -> dict[str, list[str]]:
    """The sentences of each list of slots, as they stand in the file."""
    path, = folder.glob(f"{part}*.csv")
    found: dict[str, list[str]] = {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            slots = {name.lower(): value for name, value in row.items()}
            found.setdefault(slots["mr"], []).append(slots["ref"])
    return found


def repeated(folder: Path, wanted: dict[str, list[str]]) -> list[bool]:
    """For each list of slots whether one of its sentences stands in training but for names and the kind of venue."""
    known = {bare(text, parse(slots)) for slots, texts in references(folder, "train").items() for text in texts}
    return [any(bare(text, parse(slots)) in known for text in texts) for slots, texts in wanted.items()]


def bare(text: str, meaning: Meaning) -> str:
    """A sentence without its names and without the kind of venue."""
    text = masked(text, meaning).lower()
    for way in ways()[KIND]:
        text = way.says.sub("venue", text)
    return text


def official_bleu(metrics: Path, said: list[str], wanted: list[list[str]]) -> tuple[float, float]:
    """BLEU-4 and NIST-5 by e2e-metrics' own port of mteval-v13a."""
    past = types.ModuleType("past.utils")
    past.old_div = lambda a, b: a // b if isinstance(a, int) and isinstance(b, int) else a / b  # type: ignore[attr-defined]
    sys.modules.setdefault("past", types.ModuleType("past"))
    sys.modules.setdefault("past.utils", past)
    sys.path.insert(0, str(metrics))
    script: Any = importlib.import_module("metrics.pymteval")
    bleu, nist = script.BLEUScore(), script.NISTScore()
    for sentence, several in zip(said, wanted, strict=True):
        bleu.append(sentence, several)
        nist.append(sentence, several)
    return bleu.score(), nist.score()


def official_slot_error(cleaning: Path, tgen: Path, table: Path) -> dict[str, float]:
    """Added, missing, wrong and repeated slots by e2e-cleaning's `slot_error.py`."""
    sys.path[:0] = [str(cleaning), str(tgen)]
    script: Any = importlib.import_module("slot_error")
    counts: dict[str, float] = script.process_file(str(table), out=io.StringIO())
    return counts


def write_table(path: Path, meanings: list[str], said: list[str]) -> None:
    """What was said, as the scripts read it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("MR", "output"), *zip(meanings, said, strict=True)])


def main() -> None:
    """Say every list of slots once, and print what the scripts make of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("model")
    for folder in ("metrics", "cleaning", "tgen"):
        parser.add_argument(f"--{folder}", type=Path, required=True)
    parser.add_argument("--part", choices=["dev", "test"], default="test")
    parser.add_argument("-o", "--out", type=Path, default=Path("said.csv"))
    parser.add_argument("--phrasing", choices=["model", "people"], default="model")
    arguments = parser.parse_args()
    wanted = references(arguments.data, arguments.part)
    began = time.process_time()
    realiser = entai.load("news-writing", arguments.model).model
    said: list[Realised] = list(realiser.say([parse(text) for text in wanted], phrasing=arguments.phrasing))
    seconds = time.process_time() - began
    texts, people = [one.text for one in said], list(wanted.values())
    write_table(arguments.out, list(wanted), texts)
    bleu, nist = official_bleu(arguments.metrics, texts, people)
    with redirect_stdout(io.StringIO()):
        counts = official_slot_error(arguments.cleaning, arguments.tgen, arguments.out)
    rules = sum(not one.learned for one in said)
    print(f"{arguments.data.name} {arguments.part}: BLEU {bleu:.4f}  NIST {nist:.3f}  slot error {counts['semerr']:.3%}  "
          f"(added {counts['added']}, missing {counts['missing']}, of {counts['total_attr']} slots, {len(said)} inputs; "
          f"{rules} sentences by rules; {seconds:.1f} CPU s)")
    again = repeated(arguments.data, wanted)
    for name, which in (("whose sentences stand in training, too", True), ("whose sentences don't", False)):
        rows = [row for row, twice in enumerate(again) if twice is which]
        if rows:
            figure, _ = official_bleu(arguments.metrics, [texts[row] for row in rows], [people[row] for row in rows])
            print(f"  {len(rows)} inputs {name}: BLEU {figure:.4f}")


if __name__ == "__main__":
    main()
