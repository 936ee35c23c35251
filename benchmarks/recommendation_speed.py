"""Recommenders timed against implicit (`pip install implicit`), and at sizes that no small set shows.

    python benchmarks/recommendation_speed.py serving DATA     top 10 for everyone, users a CPU second, NDCG on validation
    python benchmarks/recommendation_speed.py ials DATA        fit time and NDCG of our iALS and implicit's, equal settings
    python benchmarks/recommendation_speed.py catalogue        100,000 people x 50,000 items x 64 numbers: top 10, memory
    python benchmarks/recommendation_speed.py large EVENTS     made-up power-law events as a CSV: read, split, fit iALS

DATA is a folder or the name of a data set. Both sides run in one process on one thread: set OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from scipy import sparse

import entai
from entai.reading import read_data
from entai.registry import registry
from entai.spec import load_object
from entai.training.run import Run
from entai_recommendation.lists import How, block_size, ranked
from entai_recommendation.people import People
from entai_recommendation.recipes.ials import factorise
from entai_recommendation.recipes.judge import Judge

TASK = "recommendation"


@click.group(help=__doc__)
def main() -> None:
    """Choose what to measure."""


def peak() -> str:
    """The most memory that this process has held."""
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB"


def split_of(data: Any) -> Any:
    """Data cut in three."""
    spec = registry().task(TASK)
    return load_object(spec.implementation).split(read_data(spec, data)[0], 0)


def busy(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """The least CPU seconds of some repetitions, and the result."""
    seconds, result = [], None
    for _ in range(times):
        began = time.process_time()
        result = work()
        seconds.append(time.process_time() - began)
    return min(seconds), result


def ndcg(lists: Any, split: Any) -> float:
    """NDCG@10 of the validation events, whose people are rows of `lists`."""
    target = np.full(split.train.n_users, -1)
    target[split.valid.user] = split.valid.item
    gained = (lists == target[:, None]) / np.log2(np.arange(lists.shape[1]) + 2)
    return float(gained[np.unique(split.valid.user)].sum(1).mean())


def lists_of(scorer: Any, people: People, newest: int) -> Any:
    """The ten best for everyone, block by block."""
    blocks = people.blocks(block_size(len(scorer.catalogue)))
    return np.concatenate([ranked(scorer, block, 10, How(newest=newest))[0] for block in blocks])


@main.command()
@click.argument("data")
def serving(data: str) -> None:
    """Lists from the histories of the training part, as they would be served; models that learnt from it alone."""
    split = split_of(data)
    people = People.of(split.train)
    theirs = served_by_implicit(split, people)
    task = unseeing(split)
    task.model.people = people
    whole = None
    for newest in (0, 48, 32, 24, 20, 16):
        seconds, lists = busy(partial(lists_of, task.model, people, newest), 3)
        figure = ndcg(lists, split)
        whole = whole or figure
        print(f"linear-seq, newest={newest}: {rate(len(people), seconds, theirs)}, NDCG@10 {figure:.4f} "
              f"({figure / whole - 1:+.1%})")
    everyone = pd.DataFrame({"user": people.names})
    for options in ({"newest": 24, "reasons": False}, {"reasons": False}, {}):
        seconds, _ = busy(partial(task, everyone, k=10, **options))
        print(f"the whole task, a table of ids to a table of titles, {options or 'with reasons'}: "
              f"{rate(len(people), seconds, theirs)}")


def rate(count: int, seconds: float, theirs: float) -> str:
    """Users a CPU second, and how that compares."""
    return f"{count / seconds:,.0f} users a CPU second, ratio {theirs / seconds:.2f}"


def served_by_implicit(split: Any, people: People) -> float:
    """CPU seconds in which implicit's ALS of 64 numbers makes the same lists."""
    from implicit.als import AlternatingLeastSquares

    had = sparse.csr_matrix(people.plain().matrix(np.ones(len(people.items), np.float32), split.train.n_items))
    peer = AlternatingLeastSquares(64, iterations=15, num_threads=1, random_state=0)
    peer.fit(had, show_progress=False)
    theirs, (lists, _) = busy(lambda: peer.recommend(np.arange(len(people)), had, N=10), 3)
    print(f"implicit ALS 64: {len(people) / theirs:,.0f} users a CPU second, NDCG@10 {ndcg(lists, split):.4f}")
    return theirs


def unseeing(split: Any) -> Any:
    """The task with a linear-seq that found its settings on the validation events, and learnt from the training part."""
    closed = entai.Split(split.train, split.valid.keep(np.zeros(len(split.valid), bool)), None, split.method)
    found = fitted("linear-seq", split).notes
    state = fitted("linear-seq", closed, search=False, **{name: found[name] for name in found if name in SEARCHED})
    return load_object(registry().task(TASK).implementation)(registry().task(TASK), recipe("linear-seq").restore(state))


SEARCHED = ("together_ridge", "together_power", "next_ridge", "next_power", "share")


def recipe(name: str, **config: Any) -> Any:
    """A recipe with settings."""
    return load_object(registry().recipe(TASK, name).config).configure(config)


def fitted(name: str, split: Any, **config: Any) -> Any:
    """What a recipe learns from all but the test part."""
    return recipe(name, **config).fit(split.closed(), Run(TASK, name))


@main.command()
@click.argument("data")
@click.option("--seeds", default=3, show_default=True)
def ials(data: str, seeds: int) -> None:
    """64 numbers, 15 sweeps, ridge 10, one start; our alpha of 1 is implicit's of 2, which counts what was not had in."""
    from implicit.als import AlternatingLeastSquares

    split = split_of(data)
    everything = np.arange(split.train.n_items, dtype=np.int32)
    judge = Judge(split, everything, 0)
    people = People.of(split.train)
    had = sparse.csr_matrix(people.matrix(np.ones(len(people.items), np.float32), split.train.n_items))
    rows = np.unique(split.valid.user)
    chosen = np.sort(np.random.default_rng(0).choice(rows, min(2000, len(rows)), replace=False))
    results = []
    for seed in range(seeds):
        start = (0.01 * np.random.default_rng(seed).random((split.train.n_items, 64))).astype(np.float32)
        ours, (users, items) = busy(lambda: factorise(had, start, 10.0, 1.0, 15))  # noqa: B023
        peer = AlternatingLeastSquares(64, regularization=10.0, alpha=2.0, iterations=15, num_threads=1, random_state=seed)
        peer.user_factors, peer.item_factors = np.zeros((had.shape[0], 64), np.float32), start.copy()
        theirs, _ = busy(lambda: peer.fit(had, show_progress=False))  # noqa: B023
        figures = judge.ndcg(users[chosen] @ items.T), judge.ndcg(peer.user_factors[chosen] @ peer.item_factors.T)
        results.append((ours, theirs, *figures))
        print(f"seed {seed}: ours {ours:.1f} CPU s, NDCG@10 {figures[0]:.4f}; implicit {theirs:.1f} CPU s, {figures[1]:.4f}")
    ours, theirs, one, other = np.mean(results, axis=0)
    print(f"mean: fit time ratio {ours / theirs:.2f}, NDCG@10 {one:.4f} against {other:.4f} ({one / other - 1:+.1%})")


@main.command()
@click.option("--people", "n_people", default=100_000, show_default=True)
@click.option("--items", "n_items", default=50_000, show_default=True)
def catalogue(n_people: int, n_items: int) -> None:
    """Serve a large catalogue from random vectors; everyone has had some forty items."""
    rng = np.random.default_rng(0)
    items = rng.normal(size=(n_items, 64)).astype(np.float32) / 8
    scorer = recipe("ials").restore(entai.State(
        {"head": np.arange(n_items, dtype=np.int32), "items": items},
        {"catalogue": entai.Catalogue.of([str(item) for item in range(n_items)]).to_asset(), "scale": [],
         "popularity": {"share": np.ones(n_items, np.float32)}, "fold_in": {"ridge": 10.0, "alpha": 1.0, "power": 0.5}}))
    lengths = rng.integers(20, 61, n_people)
    people = People(np.arange(n_people).astype(np.str_), np.concatenate([[0], np.cumsum(lengths)]),
                    rng.integers(0, n_items, lengths.sum()).astype(np.int32), np.ones(lengths.sum(), np.float32))
    print(f"before: {peak()}")
    seconds, lists = busy(partial(lists_of, scorer, people, 0))
    ours = seconds / len(lists)
    print(f"ials: {1 / ours:,.0f} users a CPU second, folding in included; {peak()}")
    from implicit.als import AlternatingLeastSquares

    few = people.take(np.arange(5_000))
    had = sparse.csr_matrix(few.matrix(few.preference, n_items))
    peer = AlternatingLeastSquares(64, num_threads=1)
    peer.item_factors, peer.user_factors = items, rng.normal(size=(len(few), 64)).astype(np.float32)
    theirs = busy(lambda: peer.recommend(np.arange(len(few)), had, N=10))[0] / len(few)
    print(f"implicit: {1 / theirs:,.0f} users a CPU second, their vectors given; ratio {theirs / ours:.2f}")


@main.command()
@click.argument("events", type=int)
@click.option("--sweeps", default=5, show_default=True)
@click.option("--folder", type=Path, help="Where the CSV goes; else a temporary folder.")
def large(events: int, sweeps: int, folder: Path | None) -> None:
    """A process that makes the file, and then all that `entai train` does but for the report."""
    with tempfile.TemporaryDirectory() as scratch:
        path = (folder or Path(scratch)) / f"events-{events}.csv"
        if not path.exists():
            make(events, path)
        print(f"{path.stat().st_size / 1e9:.2f} GB of text; {peak()}")
        seconds, split = busy(lambda: split_of(path))
        print(f"read and split {len(split.train):,} events to learn from, {split.train.n_users:,} people, "
              f"{split.train.n_items:,} items: {seconds:.0f} CPU s; {peak()}")
        seconds, state = busy(lambda: fitted("ials", split, sweeps=sweeps, search=False))
        print(f"ials, {sweeps} sweeps: {seconds:.0f} CPU s ({seconds / sweeps:.1f} a sweep); {peak()}; "
              f"vectors of {len(state.arrays['items']):,} items")


def make(events: int, path: Path) -> None:
    """Items by a power law, people with log-normal histories, as in MovieLens; in parts, to need little memory."""
    rng = np.random.default_rng(0)
    n_people, n_items, first, written = max(10, events // 154), max(10, min(60_000, events // 100)), 0, False
    weights = 1 / (np.arange(n_items) + 20.0)
    edges = np.cumsum(weights / weights.sum())
    while first < n_people:
        lengths = np.minimum(n_items // 2, rng.lognormal(4.5, 1.05, min(20_000, n_people - first)).astype(int) + 3)
        user = np.repeat(first + np.arange(len(lengths)), lengths)
        item = np.searchsorted(edges, rng.random(len(user)) * edges[-1])
        frame = pd.DataFrame({"user": user, "item": item, "rating": rng.integers(1, 11, len(user)) / 2,
                              "timestamp": 1_000_000_000 + np.arange(len(user))})
        frame.to_csv(path, mode="a", header=not written, index=False)
        first, written = first + len(lengths), True


if __name__ == "__main__":
    main()
