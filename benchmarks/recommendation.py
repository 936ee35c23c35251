"""Recommenders measured: every recipe on one data folder, paired with linear-seq; adding new events to a model.

    python benchmarks/recommendation.py table DATA [RECIPE...]     all recipes: figures, seconds, peak memory, paired tests
    python benchmarks/recommendation.py update DATA                adding 1 % new events against training anew

DATA is a folder or the name of a data set, as `entai train` takes it. Set OMP_NUM_THREADS=1 for figures in CPU seconds
that other machines' load does not touch.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd

import entai
from entai.reading import read_data
from entai.registry import registry
from entai.report import Report

TASK = "recommendation"
RECIPES = ("popularity", "item-knn", "ials", "ease", "linear-seq", "dense-softmax", "sasrec", "blend")
SHOWN = ("NDCG@10", "HR@10", "coverage@10")


@click.group(help=__doc__)
def main() -> None:
    """Choose what to measure."""


def trained(data: str, recipe: str, out: Path, start: Path | None = None, **config: Any) -> dict[str, Any]:
    """Train in a process of its own; returns its seconds and its peak memory."""
    asked = {"data": data, "recipe": recipe, "out": str(out), "start": start and str(start), "config": config}
    command = [sys.executable, __file__, "one", json.dumps(asked)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@main.command(hidden=True)
@click.argument("asked")
def one(asked: str) -> None:
    """Train one model and say what it took."""
    given = json.loads(asked)
    wall, cpu = time.perf_counter(), time.process_time()
    bundle = entai.train(TASK, given["data"], given["out"], given["recipe"], config=given["config"], start=given["start"])
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu,
                      "fit": Report.load(bundle.path).cost["training CPU seconds"],
                      "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


@main.command()
@click.argument("data")
@click.argument("recipes", nargs=-1)
@click.option("-o", "--out", type=Path, help="A folder that keeps the bundles; those that are in it are not trained again.")
def table(data: str, recipes: tuple[str, ...], out: Path | None) -> None:
    """Every recipe with its settings chosen on validation, measured once on the test events."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        reports = {recipe: _report(data, recipe, folder) for recipe in recipes or RECIPES}
    print("| recipe | " + " | ".join(SHOWN) + " | fit, wall s | whole, CPU s | peak MB |")
    print("|---" * (len(SHOWN) + 4) + "|")
    for recipe, (report, cost) in reports.items():
        cells = [f"{report.metrics[name].value:.4f} [{report.metrics[name].low:.4f}, {report.metrics[name].high:.4f}]"
                 for name in SHOWN]
        print(f"| `{recipe}` | {' | '.join(cells)} | {report.cost['training seconds']:.1f} | {cost['cpu']:.1f} "
              f"| {cost['peak']:.0f} |")
    if "linear-seq" in reports:
        print("\nNDCG@10 against linear-seq, paired over people (difference, 95 % interval, p)\n")
        for recipe, (report, _) in reports.items():
            if recipe != "linear-seq":
                row = next(row for row in entai.compare(reports["linear-seq"][0], report).rows if row.metric == "NDCG@10")
                print(f"| `{recipe}` | {row.difference:+.4f} | [{row.low:+.4f}, {row.high:+.4f}] | {row.p:.3f} |")


def _report(data: str, recipe: str, folder: Path) -> tuple[Report, dict[str, Any]]:
    cost = folder / f"{recipe}.json"
    if not (folder / recipe).exists():
        cost.write_text(json.dumps(trained(data, recipe, folder / recipe)))
    return Report.load(folder / recipe), json.loads(cost.read_text())


@main.command()
@click.argument("data")
@click.option("--recipe", default="linear-seq", show_default=True)
def update(data: str, recipe: str) -> None:
    """1 % of the events are new: `train --from` against training on all events."""
    events, _ = read_data(registry().task(TASK), data)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(events, np.ones(len(events), bool), folder / "all.csv")
        anew = trained(str(folder / "all.csv"), recipe, folder / "all")
        print(f"training anew: {anew['fit']:.1f} CPU s of fitting, {anew['cpu']:.1f} with reading, evaluation and writing")
        for name, new in newest(events).items():
            write(events, ~new, folder / f"{name} old.csv")
            write(events, new, folder / f"{name} new.csv")
            trained(str(folder / f"{name} old.csv"), recipe, folder / f"{name} old")
            added = trained(str(folder / f"{name} new.csv"), recipe, folder / f"{name} new", folder / f"{name} old")
            print(f"{name}: {new.sum():,} of {len(events):,} events are new; {added['fit']:.1f} CPU s of fitting, ratio "
                  f"{added['fit'] / anew['fit']:.2f}; {added['cpu']:.1f} in all, ratio {added['cpu'] / anew['cpu']:.2f}")


def newest(events: entai.Interactions) -> dict[str, Any]:
    """Which events are new: all of one in a hundred people, or the newest one in ten of one in ten people."""
    lengths = np.diff(events.offsets())[events.user]
    return {"new people": events.user % 100 == 0, "many people": (events.user % 10 == 0) & (events.age() < lengths * 0.1)}


def write(events: entai.Interactions, which: Any, path: Path) -> None:
    """Some events as a CSV, in order of time within each person."""
    kept = events.keep(which)
    rows = {"user": kept.user_ids[kept.user], "item": kept.catalogue.ids[kept.item], "timestamp": np.flatnonzero(which)}
    pd.DataFrame(rows | ({} if kept.rating is None else {"rating": kept.rating})).to_csv(path, index=False)


if __name__ == "__main__":
    main()
