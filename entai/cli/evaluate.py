"""`entai evaluate TASK DATA -o DIR`."""

from __future__ import annotations

from pathlib import Path

import click

from entai.cli.common import everywhere, parse, settings_option, split_settings, task_argument


@click.command("evaluate")
@task_argument
@click.argument("data")
@click.option("--model", help="A shipped model's name, a bundle's path, or preset:FOLDER.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for report.json, report.md, report.html, plots.")
@click.option("--part", type=click.Choice(["test", "valid"]), default="test", show_default=True, help="Which held-out part.")
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--overwrite", is_flag=True, help="Replace a folder of that name.")
@everywhere
def command(task: str, data: str, model: str | None, out: Path | None, part: str, settings: tuple[str, ...],
            as_json: bool, overwrite: bool, seed: int, debug: bool) -> None:
    """Measure a model of TASK on the held-out cases of DATA."""
    from entai.api import evaluate
    from entai.evaluation import save_report
    from entai.files import not_an_input
    from entai.registry import registry
    from entai.spec import load_object

    kind = load_object(registry().task(task).data)
    read = parse(kind.read_options, split_settings(settings, ("read",))["read"], "read")
    if out is not None:
        not_an_input(out, data, model)
    report = evaluate(task, data, model, part, seed, read)  # type: ignore[arg-type]
    if out is not None:
        save_report(report, out, overwrite)
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(report.to_json() if as_json else str(report))
