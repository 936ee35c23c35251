"""`entai check DIST`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from entai.cli.common import everywhere


@click.command("check")
@click.argument("distribution")
@click.option("--only", multiple=True, metavar="CHECK", help="Run this check alone; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@everywhere
def command(distribution: str, only: tuple[str, ...], as_json: bool, seed: int, debug: bool) -> int:
    """Run the conformance kit on the tasks and recipes of DISTRIBUTION, an installed plugin."""
    from entai.testing import check_plugin

    summary = check_plugin(distribution, only, lambda outcome: None if as_json else click.echo(str(outcome)))
    if as_json:
        outcomes = [asdict(outcome) for outcome in summary.outcomes]
        click.echo(json.dumps({"distribution": distribution, "counts": summary.counts(), "checks": outcomes}, indent=1))
    else:
        click.echo(summary.totals())
    return 0 if summary.ok else 1
