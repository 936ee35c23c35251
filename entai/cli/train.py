"""`entai train TASK DATA -o BUNDLE`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click

from entai.cli.common import everywhere, parse, settings_option, split_settings, task_argument
from entai.cli.progress import bar
from entai.errors import EntaiError


@click.command("train")
@task_argument
@click.argument("data")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The bundle to write.")
@click.option("--recipe", help="How to build and train; `entai models TASK` lists the recipes.")
@click.option("--from", "start", help="A model to go on from, or preset:FOLDER.")
@click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Settings as TOML.")
@settings_option
@click.option("--licence", default="", help="The licence of the model; else that of the data is named.")
@click.option("--resume", is_flag=True, help="Go on with a run that was interrupted.")
@click.option("--overwrite", is_flag=True, help="Replace a bundle of that name.")
@everywhere
def command(task: str, data: str, out: Path, recipe: str | None, start: str | None, config: Path | None,
            settings: tuple[str, ...], licence: str, resume: bool, overwrite: bool, seed: int, debug: bool) -> None:
    """Train a model for TASK on DATA: a file, a folder, or the name of a data set."""
    from entai.api import recipe_for, train
    from entai.bundle import check_replaceable
    from entai.files import not_an_input
    from entai.registry import registry
    from entai.report import Report
    from entai.spec import load_object, options_of
    from entai.training.config import TrainConfig

    spec = registry().task(task)
    groups = split_settings(settings, ("", "train", "read"))
    file = _read_toml(config)
    name = recipe_for(spec, recipe, start)
    recipe_class = load_object(registry().recipe(task, name).config)
    chosen = file.pop("recipe", {}) | parse(options_of(recipe_class), groups[""], f"the recipe {name}")
    trainer = file.pop("train", {}) | parse(options_of(TrainConfig), groups["train"], "train")
    read = file.pop("read", {}) | parse(load_object(spec.data).read_options, groups["read"], "read")
    _tell_licence(task, data)
    not_an_input(out, data, config)
    check_replaceable(out)
    with bar(f"training {task}") as progress:
        bundle = train(task, data, out, recipe, seed, file | chosen, trainer, read, start, resume, overwrite, licence,
                       progress)
    for note in bundle.manifest.data.get("notes", ()):
        click.echo(f"note: {note}", err=True)
    click.echo(f"{bundle.path}  {bundle.size / 1e6:.2f} MB")
    click.echo(str(Report.from_json(bundle.document("report.json") or "")))


def _read_toml(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EntaiError(f"{path} is not TOML: {error}") from error
    for table in ("recipe", "train", "read"):
        if not isinstance(read.get(table, {}), dict):
            raise EntaiError(f"{path}: {table} is a table, [{table}], not a value")
    return read


def _tell_licence(task: str, data: str) -> None:
    """A named data set's terms are shown before it is used."""
    from entai.registry import registry

    named = None if Path(data).exists() else registry().dataset(task, data)
    if named:
        click.echo(f"{named.name}: {named.summary}. Terms: {named.licence}", err=True)
