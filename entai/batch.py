"""Many inputs, one after another: each done or named with its reason, and a run can go on where it stopped."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from entai.errors import EntaiError
from entai.files import not_an_input, there
from entai.inputs import STREAM, Item, assign_outputs, expand, paired
from entai.media.media import Media, kind_for
from entai.spec import load_object, resolve
from entai.task import Task
from entai.training.run import Progress, silent


@dataclass(frozen=True)
class Outcome:
    """What became of one input.

    Args:
        input, output: Names, as given and as written; None where there is none.
        seconds: How long it took.
        error: Why it failed; empty where it did not.
        skipped: Whether it had been done before (`resume`).
        value: The output itself, where it was not written to a file.
    """

    input: str | None
    output: str | None
    seconds: float = 0.0
    error: str = ""
    skipped: bool = False
    value: Media | None = None

    def to_json(self) -> str:
        """One line for machines; a value that went to no file is in it."""
        row: dict[str, Any] = {"input": self.input, "output": self.output, "ok": not self.error, "error": self.error,
                               "skipped": self.skipped, "seconds": round(self.seconds, 4)}
        if self.value is not None:
            row["value"] = _plain(self.value)
        return json.dumps(row, ensure_ascii=False)


@dataclass(frozen=True)
class Job:
    """What to do with every input.

    Args:
        task: With its model.
        options: Of the task, checked for each input.
        read, write: Of the kinds, as `--set read.…` and `write.…` say.
        overwrite: Whether an existing output may be replaced.
        resume: Whether an existing output means that its input is done.
        stdout: Where outputs meant for standard output go as they come; None keeps them in their outcomes.
        progress: Told how far what takes long is.
        tell: Told what there is to say of a result beside it.
    """

    task: Task[Any, Any, Any, Any]
    options: Mapping[str, Any]
    read: Mapping[str, Any]
    write: Mapping[str, Any]
    overwrite: bool = False
    resume: bool = False
    stdout: BinaryIO | None = None
    progress: Progress = silent
    tell: Callable[[str], None] = lambda text: None


def run_batch(job: Job, words: Sequence[str], out: str | None, text: str | None = None) -> Iterator[Outcome]:
    """Run a task over inputs.

    Args:
        job: What to do.
        words: Files, globs, folders, `-`; none where options or `text` say what to do.
        out: A file, a folder, `-`, or None for standard output.
        text: A literal input.

    Raises:
        EntaiError: An only input can't be used, or what was given makes no sense for any.
    """
    if words and text is not None:
        raise EntaiError("give inputs or --text, not both")
    items = expand(words) if words else [Item(None, Path("text" if text else "result"))]
    if not items:
        raise EntaiError(f"there is nothing in {' '.join(words)}")
    if not words and text is None and not job.task.spec.input_optional:
        raise EntaiError(f"{job.task.spec.name} needs an input: a file, a folder, - or --text")
    if job.task.spec.joins:
        yield _run_together(job, items, out, text)
        return
    many = len(items) > 1 or any(there(word) and Path(word).is_dir() for word in words)
    parts = job.task.spec.gives_parts(job.options)
    for item in assign_outputs(items, out, load_object(job.task.spec.output), many, parts):
        try:
            yield _run_one(job, item, many, partial(_read, job, item, text))
        except EntaiError as error:
            if not many:
                raise
            yield Outcome(_name(item.source), _name(item.output), error=str(error))


def _run_together(job: Job, items: Sequence[Item], out: str | None, text: str | None) -> Outcome:
    """All inputs of one call make one output, so that one which can't be used spoils it."""
    if refused := next((item.refused for item in items if item.refused), ""):
        raise EntaiError(refused)
    kind: type[Media] = load_object(job.task.spec.input)

    def read() -> Media | None:
        values = [value for item in items if (value := _read(job, item, text)) is not None]
        return kind.together(values) if len(values) > 1 else values[0] if values else None

    target, = assign_outputs([Item(None, Path("result"))], out, load_object(job.task.spec.output), many=False)
    if isinstance(target.output, Path):
        not_an_input(target.output, *(item.source for item in items))
    names = " ".join(name for item in items if (name := _name(item.source)))
    return replace(_run_one(job, target, many=False, read=read), input=names or None)


def _run_one(job: Job, item: Item, many: bool, read: Callable[[], Media | None]) -> Outcome:
    if item.refused:
        raise EntaiError(item.refused)
    if isinstance(item.output, Path) and there(item.output) and not job.overwrite:
        if job.resume:
            return Outcome(_name(item.source), _name(item.output), skipped=True)
        raise EntaiError(f"{item.output} exists; give another name, --overwrite or --resume")
    started = time.perf_counter()
    options = paired(job.task.spec, job.options, item, many)
    if isinstance(item.output, Path):
        not_an_input(item.output, *(value for value in options.values() if isinstance(value, Path)))
    job.task.progress = job.progress
    kept = _finish(job, job.task(read(), **options), item.output)
    return Outcome(_name(item.source), _name(item.output), time.perf_counter() - started, value=kept)


def _finish(job: Job, value: Media, output: Path | str | None) -> Media | None:
    """Write an output where it belongs; it is returned where it belongs to no file."""
    options = _kind_options(value.write_options or load_object(job.task.spec.output).write_options, job.write)
    if isinstance(output, Path) and value.resumable:
        value.save(output, job.overwrite, resume=job.resume, progress=job.progress, tell=job.tell, **options)
        return None
    if isinstance(output, Path):
        value.save(output, job.overwrite, **options)
        return None
    if job.stdout is None:
        return value
    value.write(job.stdout, value.suffix, **options)
    job.stdout.flush()
    return None


def _read(job: Job, item: Item, text: str | None) -> Media | None:
    kind = kind_for(load_object(job.task.spec.input), item.source)
    if item.source is None:
        return None if text is None else kind.from_text(text)
    source = sys.stdin.buffer if item.source == STREAM else Path(item.source)
    return kind.read(source, **_kind_options(kind.read_options, job.read))


def _kind_options(known: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resolve(tuple(known), given, "this kind of file").items() if value is not None}


def _plain(value: Media) -> Any:
    """A value as JSON: of itself where it can be written so, else its text."""
    if ".json" in value.suffixes:
        return json.loads(as_bytes(value, ".json"))
    if not value.textual:
        raise EntaiError(f"a {type(value).__name__} can't stand in a line of JSON; write it to a file with -o")
    return as_bytes(value, value.suffix).decode()


def as_bytes(value: Media, suffix: str) -> bytes:
    """A value as its file in that format would read."""
    buffer = io.BytesIO()
    value.write(buffer, suffix)
    return buffer.getvalue()


def _name(place: Path | str | None) -> str | None:
    return None if place is None else str(place)
