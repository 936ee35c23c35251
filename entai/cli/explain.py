"""`entai explain TASK [INPUT] -o page.html`."""

from __future__ import annotations

from pathlib import Path

import click

from entai.cli.common import everywhere, parse, settings_option, split_settings, task_argument


@click.command("explain")
@task_argument
@click.argument("input", required=False)
@click.option("--model", help="A shipped model's name, a bundle's path, or preset:FOLDER.")
@settings_option
@click.option("--text", help="A literal input.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The page to write.")
@click.option("--overwrite", is_flag=True, help="Replace a page of that name.")
@everywhere
def command(task: str, input: str | None, model: str | None, settings: tuple[str, ...], text: str | None, out: Path,
            overwrite: bool, seed: int, debug: bool) -> None:
    """Say why the output of TASK is what it is, as a page."""
    from entai.api import explain
    from entai.errors import EntaiError
    from entai.explanation import explanation_html
    from entai.files import appearing, not_an_input
    from entai.pages import page
    from entai.registry import registry
    from entai.spec import load_object

    if input is not None and text is not None:
        raise EntaiError("give an input or --text, not both")
    spec = registry().task(task)
    options = parse(spec.options, split_settings(settings, ("",))[""], task)
    not_an_input(out, input, model, *options.values())
    explanation = explain(task, input if text is None else load_object(spec.input).from_text(text), model, **options)
    with appearing(out, overwrite) as temporary:
        temporary.write_text(page(explanation.title, [explanation_html(explanation)]), encoding="utf-8")
    click.echo(str(out))
