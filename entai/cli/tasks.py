"""`entai tasks`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from entai.cli.common import everywhere
from entai.registry import Registry, registry
from entai.spec import TaskSpec


@click.command("tasks")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@everywhere
def command(as_json: bool, seed: int, debug: bool) -> None:
    """Every task of every installed plugin, and plugins that failed to load."""
    found = registry()
    if as_json:
        rows = [_as_dict(found, spec) for _, spec in sorted(found.tasks.items())]
        failures = [asdict(failure) for failure in found.failures]
        click.echo(json.dumps({"tasks": rows, "failures": failures}, indent=1))
        return
    width = max(map(len, found.tasks), default=0)
    for name, spec in sorted(found.tasks.items()):
        click.echo(f"{name:<{width}}  {spec.summary}  ({found.owners[name].distribution})")
    if not found.tasks:
        click.echo("no task plugin is installed; for example: pip install entai-recommendation")
    for failure in found.failures:
        click.echo(f"{failure.plugin} did not load: {failure.reason}", err=True)


def _as_dict(found: Registry, spec: TaskSpec) -> dict[str, object]:
    owner = found.owners[spec.name]
    options = [{"name": o.name, "type": o.type.__name__, "default": o.default, "help": o.help, "minimum": o.minimum,
                "maximum": o.maximum, "choices": o.choices} for o in spec.options]
    return {"name": spec.name, "summary": spec.summary, "input": spec.input, "output": spec.output,
            "plugin": owner.distribution, "version": owner.version, "options": options}
