"""`entai doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from entai.cli.common import everywhere


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@everywhere
def command(as_json: bool, seed: int, debug: bool) -> int:
    """Versions, backends, devices, plugins, what is missing and the command that mends it."""
    from entai.health import examine

    health = examine()
    if as_json:
        click.echo(json.dumps(asdict(health), indent=1))
        return 0 if not health.problems else 1
    for title, rows in (("versions", health.versions), ("machine", health.machine), ("plugins", health.plugins)):
        click.echo(title)
        for name, value in rows.items():
            click.echo(f"  {name:<24} {value}")
    missing = [f"missing: {problem}\n  {mend}" for problem, mend in health.problems.items()]
    click.echo("\n".join(missing) or "nothing is missing")
    return 0 if not health.problems else 1
