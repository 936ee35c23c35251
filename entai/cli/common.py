"""Flags that every command has, and how `--set` is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click

from entai.errors import EntaiError, near
from entai.spec import Option

Command = TypeVar("Command", bound=Callable[..., Any])
PREFIXES = ("train", "privacy", "read", "write")


def everywhere(command: Command) -> Command:
    """`--threads`, `--seed` and `--debug`."""
    command = click.option("--debug", is_flag=True, help="Show a traceback with an error.")(command)
    command = click.option("--seed", type=int, default=0, show_default=True,
                           help="What everything random follows from.")(command)
    return click.option("--threads", type=click.IntRange(1), callback=_set_threads, expose_value=False, is_eager=True,
                        help="Threads to compute with.")(command)


def _set_threads(ctx: click.Context, parameter: click.Parameter, threads: int | None) -> None:
    """Libraries read these when they are imported, which has not happened yet."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "ENTAI_THREADS")
    if threads:
        os.environ.update(dict.fromkeys(names, str(threads)))


def settings_option(command: Command) -> Command:
    """`--set name=value`, as often as wanted."""
    return click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="An option or setting.")(command)


def task_argument(command: Command) -> Command:
    """The name of a task, completed by the shell."""
    return click.argument("task", shell_complete=_complete_task)(command)


def _complete_task(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from entai.registry import registry

    return [name for name in sorted(registry().tasks) if name.startswith(incomplete)]


def split_settings(settings: Iterable[str], taken: Iterable[str] = ("", *PREFIXES)) -> dict[str, dict[str, str]]:
    """`["k=5", "read.user=who"]` as `{"": {"k": "5"}, "read": {"user": "who"}, ...}`.

    Args:
        settings: As typed.
        taken: The prefixes that the command has a use for; `""` is none. A setting of another one is refused.
    """
    groups: dict[str, dict[str, str]] = {prefix: {} for prefix in ("", *PREFIXES)}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise EntaiError(f"--set takes NAME=VALUE, not {setting!r}")
        prefix, dot, rest = name.strip().partition(".")
        if dot and prefix not in PREFIXES:
            raise EntaiError(f"--set {name}: there is no prefix {prefix!r}{near(prefix, PREFIXES)}")
        if (prefix if dot else "") not in taken:
            forms = " or ".join(f"{known}.{'NAME'}" if known else "a bare NAME" for known in taken)
            raise EntaiError(f"--set {name} means nothing to this command; it takes {forms}")
        groups[prefix if dot else ""][rest if dot else prefix] = value
    return groups


def parse(options: Iterable[Option], texts: Mapping[str, str], of: str) -> dict[str, Any]:
    """Texts from the command line as values of options."""
    known = {option.name: option for option in options}
    for name in texts:
        if name not in known:
            raise EntaiError(f"{of} has no option {name!r}{near(name, known) or '; it has ' + (', '.join(known) or 'none')}")
    return {name: known[name].parse(text) for name, text in texts.items()}
