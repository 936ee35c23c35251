"""From words on a command line to pairs of input and output."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entai.errors import EntaiError
from entai.files import there
from entai.media.media import Media, kind_for
from entai.media.parts import Parts
from entai.spec import TaskSpec

STREAM = "-"


@dataclass(frozen=True)
class Item:
    """One input and where its output goes; `refused` says why it can't be done.

    Args:
        source: A file, `-` for standard input, or None where the options alone say what to do.
        relative: Where it lies below the folder that was given, for an output that keeps names.
        output: A file, `-` for standard output, or None.
    """

    source: Path | str | None
    relative: Path
    output: Path | str | None = None
    refused: str = ""


def expand(words: Sequence[str]) -> list[Item]:
    """Files, globs (also where no shell expanded them) and folders, as single inputs in order."""
    return [item for word in words for item in _expand_one(word)]


def _expand_one(word: str) -> Iterator[Item]:
    path = Path(word)
    if word == STREAM:
        yield Item(STREAM, Path("stdin"))
    elif there(word) and path.is_dir():
        yield from (Item(file, file.relative_to(path)) for file in sorted(path.rglob("*"))
                    if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts))
    elif there(word) or not glob.has_magic(word):
        yield Item(path, Path(path.name), refused="" if there(word) else f"there is no file or folder {word}")
    else:
        found = [Path(name) for name in sorted(glob.glob(word, recursive=True)) if Path(name).is_file()]
        yield from (Item(file, Path(file.name)) for file in found)
        if not found:
            yield Item(path, Path(path.name), refused=f"nothing matches {word}")


def assign_outputs(items: Sequence[Item], out: str | None, kind: type[Media], many: bool, parts: bool = False) -> list[Item]:
    """Say where each output goes; two inputs that would write one output are refused both.

    Args:
        items: What `expand` found.
        out: As given with `-o`: a file for one input, `-`, a folder for several, or None.
        kind: Of the output; an input's suffix is kept where the kind can be written so.
        many: Whether several inputs, or a folder, were given.
        parts: Whether each input has several outputs, which go to a folder named by its stem.
    """
    sources = {identity for item in items if (identity := _identity(item.source))}
    if parts:
        if out is not None and Path(out).suffix.lower() in kind.suffixes:
            raise EntaiError(f"several outputs need a folder to write to, not {out}")
        many, kind = True, Parts
    if out is None:
        if not kind.textual:
            raise EntaiError(f"say where to write: -o {'FOLDER' if many else 'FILE' + kind.suffixes[0]}")
        return [_with(item, STREAM) for item in items]
    if not many:
        return [_with(item, STREAM if out == STREAM else Path(out), sources=sources) for item in items]
    if out == STREAM or (there(out) and Path(out).is_file()):
        raise EntaiError(f"several {'outputs' if parts else 'inputs'} need a folder to write to, not {out}")
    placed = [_with(item, Path(out) / item.relative.with_suffix(_suffix(item, kind)), sources=sources) for item in items]
    writers = Counter(item.output for item in placed)
    return [_with(item, item.output, f"another input would write {item.output}, too")
            if writers[item.output] > 1 and not item.refused else item for item in placed]


def _with(item: Item, output: Path | str | None, refused: str = "",
          sources: frozenset[tuple[int, int]] | set[tuple[int, int]] = frozenset()) -> Item:
    clash = f"{output} is an input; an input is never overwritten" if _identity(output) in sources else ""
    return Item(item.source, item.relative, output, item.refused or refused or clash)


def _identity(place: Path | str | None) -> tuple[int, int] | None:
    """What makes a file the same under any name: its device and number; None where there is no file."""
    if not isinstance(place, Path) or not there(place):
        return None
    status = place.stat()
    return status.st_dev, status.st_ino


def _suffix(item: Item, kind: type[Media]) -> str:
    suffix, kind = item.relative.suffix.lower(), kind_for(kind, item.source)
    return item.relative.suffix if suffix in kind.suffixes else (*kind.suffixes, "")[0]


def paired(spec: TaskSpec, options: Mapping[str, Any], item: Item, many: bool) -> dict[str, Any]:
    """The options for one of many inputs: a folder given for an option of type path is paired by stem."""
    chosen = dict(options)
    for option in spec.options:
        value = chosen.get(option.name)
        if option.type is Path and value is not None and Path(value).is_dir() and many:
            matches = [file for file in sorted(Path(value).iterdir()) if file.stem == item.relative.stem]
            if len(matches) != 1:
                raise EntaiError(f"{value} holds {len(matches)} files named {item.relative.stem}, where one is needed")
            chosen[option.name] = matches[0]
    return chosen
