"""`entai models TASK`."""

from __future__ import annotations

import json
from typing import Any

import click

from entai.cli.common import everywhere, task_argument


@click.command("models")
@task_argument
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@everywhere
def command(task: str, as_json: bool, seed: int, debug: bool) -> None:
    """Recipes and shipped models of TASK, with size, licence and measured quality."""
    from entai.models import recipes_and_models
    from entai.registry import registry

    listing = recipes_and_models(task)
    if as_json:
        click.echo(json.dumps(listing, indent=1, ensure_ascii=False))
        return
    if not registry().task(task).needs_model:
        click.echo(f"{task} needs no trained model: run it as it is")
    if not listing["recipes"]:
        if registry().task(task).needs_model:
            click.echo(f"{task} has no recipe yet")
        return
    click.echo("recipes")
    for recipe in listing["recipes"]:
        click.echo(f"  {recipe['name']:<16} {recipe['summary']}{' (default)' * recipe['default']}")
    click.echo("shipped models" if listing["models"] else "no shipped models")
    for model in listing["models"]:
        click.echo(_line(model))


def _line(model: dict[str, Any]) -> str:
    measured = ", ".join(f"{name} {value:.4f}" for name, value in list(model["measured"].items())[:3])
    return (f"  {model['name']:<16} {model['recipe']}, {model['bytes'] / 1e6:.2f} MB, {model['licence']}\n"
            f"  {'':<16} {measured} (on {model['data']}){' (default)' * model['default']}")
