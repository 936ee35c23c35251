"""Writing so that nothing is lost: an output appears whole or not at all, and nothing is replaced unasked."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from entai.errors import EntaiError


@contextmanager
def appearing(target: Path, overwrite: bool = False) -> Iterator[Path]:
    """Yield a temporary path beside `target`; when the block ends well, what was written there becomes `target`.

    A file or a folder may be written. If the block fails, or the disk is full, the temporary path is removed and
    `target` is as it was.

    Raises:
        EntaiError: `target` exists and `overwrite` is off, or a file would take a folder's place or a folder a file's,
            or the system could not write.
    """
    if os.path.lexists(target) and not overwrite:
        raise EntaiError(f"{target} exists; give another name or --overwrite")
    if not target.name or target.name == "..":
        raise EntaiError(f"{target} is no name for an output")
    temporary = target.with_name(f".{target.stem[:40]}.{uuid.uuid4().hex[:8]}.part{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        _replace(temporary, target)
    except OSError as error:
        raise EntaiError(f"could not write {target}: {error.strerror or error}") from error
    finally:
        _remove(temporary)


def _replace(source: Path, target: Path) -> None:
    """Rename over a file; a folder can't be renamed over, so the old one steps aside first, and back if need be."""
    if target.exists() and target.is_dir() != source.is_dir():
        raise EntaiError(f"{target} is a {'folder' if target.is_dir() else 'file'}; it is not replaced by "
                         f"a {'folder' if source.is_dir() else 'file'}")
    if not target.is_dir():
        source.replace(target)
        return
    old = target.with_name(f".{target.stem[:40]}.{uuid.uuid4().hex[:8]}.old")
    target.replace(old)
    try:
        source.replace(target)
    except BaseException:
        old.replace(target)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()


def there(path: str | os.PathLike[str]) -> bool:
    """Whether there is something at a path; a name too long to be one is a no."""
    return os.path.exists(path)  # noqa: PTH110  Path.exists raises for a name that is too long


def not_an_input(out: Path, *inputs: object) -> None:
    """Refuse an output that is an input, or a folder that an input lies in: replacing it would lose the input."""
    for given in inputs:
        if isinstance(given, str | os.PathLike) and there(given) and out.exists():
            source = Path(given).resolve()
            if out.samefile(source) or out.resolve() in source.parents:
                raise EntaiError(f"{out} is, or holds, the input {given}; an input is never overwritten")


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all, over an old one."""
    with appearing(path, overwrite=True) as temporary:
        temporary.write_text(text, encoding="utf-8")
