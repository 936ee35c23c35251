"""`entai compare A.json B.json`."""

from __future__ import annotations

from pathlib import Path

import click

from entai.cli.common import everywhere


@click.command("compare")
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@everywhere
def command(first: Path, second: Path, as_json: bool, seed: int, debug: bool) -> None:
    """Pair two reports on the same cases: differences, 95 % intervals, p-values."""
    from entai.comparison import compare
    from entai.report import Report

    comparison = compare(Report.load(first), Report.load(second))
    click.echo(comparison.to_json() if as_json else str(comparison))
