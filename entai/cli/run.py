"""`entai run TASK [INPUT...] -o OUT`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import Any

import click

from entai.cli.common import everywhere, parse, settings_option, split_settings, task_argument


@click.command("run")
@task_argument
@click.argument("inputs", nargs=-1)
@click.option("-o", "--out", help="A file for one input, a folder for several, - for standard output.")
@click.option("--model", help="A shipped model's name, a bundle's path, or preset:FOLDER.")
@settings_option
@click.option("--text", help="A literal input.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each input, on standard output.")
@click.option("--overwrite", is_flag=True, help="Replace outputs that exist.")
@click.option("--resume", is_flag=True, help="Go on with a folder, or with a film, where it stopped.")
@everywhere
def command(task: str, inputs: tuple[str, ...], out: str | None, model: str | None, settings: tuple[str, ...],
            text: str | None, as_json: bool, overwrite: bool, resume: bool, seed: int, debug: bool) -> int:
    """Run TASK on files, globs or folders; `-` is standard input."""
    from entai.api import load
    from entai.batch import Job, run_batch
    from entai.cli.progress import bar
    from entai.media.media import options_for
    from entai.registry import registry
    from entai.spec import load_object

    spec, groups = registry().task(task), split_settings(settings, ("", "read", "write"))
    options: dict[str, Any] = parse(spec.options, groups[""], task)
    if any(option.name == "seed" for option in spec.options):
        options.setdefault("seed", seed)
    read = parse(options_for(load_object(spec.input), "read_options"), groups["read"], "read")
    write = parse(options_for(load_object(spec.output), "write_options"), groups["write"], "write")
    failed = 0
    with ExitStack() as stack:
        shown: list[Any] = []

        def progress(done: int, total: int, note: str = "") -> None:
            if not shown:  # most runs have nothing to tell, and need no bar
                shown.append(stack.enter_context(bar(task)))
            shown[0](done, total, note)

        job = Job(load(task, model), options, read, write, overwrite, resume, None if as_json else sys.stdout.buffer,
                  progress, lambda text: click.echo(text, err=True))
        for outcome in run_batch(job, inputs, out, text):
            failed += bool(outcome.error)
            _tell(outcome, as_json)
    return 1 if failed else 0


def _tell(outcome: Any, as_json: bool) -> None:
    if as_json:
        click.echo(outcome.to_json())
    elif outcome.error:
        click.echo(f"{outcome.input}: {outcome.error}", err=True)
    elif outcome.output != "-":
        click.echo(f"{outcome.output}{'  (there already)' if outcome.skipped else ''}", err=True)
