"""`entai demo`."""

from __future__ import annotations

from pathlib import Path

import click

from entai.cli.common import everywhere


@click.command("demo")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("entai-demo"), show_default=True,
              help="Folder for the gallery.")
@everywhere
def command(out: Path, seed: int, debug: bool) -> int:
    """Every task on real input, ending in one page to look at."""
    from entai.gallery import make_gallery

    path, failures = make_gallery(out, lambda text: click.echo(text, err=True))
    for failure in failures:
        click.echo(f"entai: {failure}", err=True)
    click.echo(f"the gallery is ready: {path}")
    return 1 if failures else 0
