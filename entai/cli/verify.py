"""`entai verify BUNDLE`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from entai.cli.common import everywhere


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@everywhere
def command(bundle: Path, as_json: bool, seed: int, debug: bool) -> None:
    """Check hashes, sizes and arrays of BUNDLE, and say whether any person's rows travel in it."""
    from entai.bundle import Bundle

    opened = Bundle.open(bundle)
    opened.state()
    manifest = opened.manifest
    if as_json:
        click.echo(json.dumps(asdict(manifest) | {"bytes": opened.size}, indent=1, ensure_ascii=False))
        return
    maker = f"{manifest.plugin} {manifest.plugin_version}"
    click.echo(f"{bundle}: whole and unaltered; {manifest.task}, {manifest.recipe}, {maker}")
    for name, entry in manifest.files.items():
        click.echo(f"  {name:<24} {entry['bytes']:>12,} bytes  {entry['sha256'][:12]}")
    click.echo(f"{len(manifest.arrays)} arrays; trained on {manifest.data.get('name')}; licence: {manifest.licence}")
    people = f"rows of single people travel in it: {', '.join(manifest.personal)}" if manifest.personal \
        else "no person's rows travel in it"
    click.echo(people)
