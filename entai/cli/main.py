"""The entry point: finds commands without importing the others, and turns errors into exit codes."""

from __future__ import annotations

import importlib
import os
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Any, NoReturn

import click

from entai.errors import EntaiError, EntaiWarning

COMMANDS = ("tasks", "models", "run", "train", "evaluate", "compare", "explain", "demo", "check", "verify", "export",
            "doctor")
DONE, SOME_FAILED, WRONG_USE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130


class Commands(click.Group):
    """Subcommands by name, each imported when it is called, so that none slows another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """One of them, or None."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"entai.cli.{name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Offer near names for a mistyped one."""
        from entai.errors import near

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"there is no command {args[0]!r}{near(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader that leaves early (`| head`) is no fault, though click's answer would be 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="entai")
def entai() -> None:
    """Entertainment AI: recommend, clean sound, restore pictures, write text."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command line and exit with its code: 0 done, 1 some inputs failed, 2 wrong use, 3 our fault, 130 stopped."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    _show_warnings()
    words = sys.argv[1:] if arguments is None else arguments
    try:
        code = entai.main(args=words, prog_name="entai", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else DONE)
    except click.exceptions.Abort as stop:
        if isinstance(stop.__cause__, EOFError):  # click takes one for a Ctrl-D at a prompt, and entai asks nothing
            _our_fault(stop.__cause__, "--debug" in words)
            sys.exit(OUR_FAULT)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USE)
    except KeyboardInterrupt:
        click.echo("entai: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except EntaiError as error:
        _show(error, "--debug" in words)
        sys.exit(WRONG_USE)
    except Exception as error:
        _our_fault(error, "--debug" in words)
        sys.exit(OUR_FAULT)


def _show_warnings() -> None:
    """Show what entai noticed in one line each time; other warnings are Python's business."""
    usual = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
        if issubclass(category, EntaiWarning):
            click.echo(f"entai: {message}", err=True)
        else:
            usual(message, category, *place, **more)

    warnings.simplefilter("always", EntaiWarning)
    warnings.showwarning = show


def _show(error: EntaiError, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
    click.echo(f"entai: {error}", err=True)


def _our_fault(error: Exception, debug: bool) -> None:
    from entai.home import home

    if debug:
        traceback.print_exception(error)
    name, text = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt", "".join(traceback.format_exception(error))
    log = home() / "logs" / name
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(text, encoding="utf-8")
    except OSError:  # the home is full or not ours
        import tempfile

        log = Path(tempfile.gettempdir()) / f"entai-{name}"
        log.write_text(text, encoding="utf-8")
    click.echo(f"entai: this is a fault of entai ({type(error).__name__}: {error}); the details are in {log}", err=True)
