"""`entai export BUNDLE --format F -o OUT`."""

from __future__ import annotations

from pathlib import Path

import click

from entai.cli.common import everywhere


@click.command("export")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--format", "form", required=True, help="Which form; a recipe's page tells those it has.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The new file or folder.")
@everywhere
def command(bundle: Path, form: str, out: Path, seed: int, debug: bool) -> None:
    """Write the model in BUNDLE in another form, for use outside entai."""
    from entai.exporting import export

    click.echo(str(export(bundle, out, form)))
