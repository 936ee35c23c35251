"""A task runs on its own example: chunk by chunk, to the declared kind, and twice to the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from entai.batch import as_bytes
from entai.errors import EntaiError
from entai.media.media import Media
from entai.media.parts import Parts
from entai.testing.outcome import BrokenLawError
from entai.testing.subject import RunSubject


def run(subject: RunSubject) -> str:
    """The example gives the declared kind, in every format that can hold it, twice the same; the input is left as it was."""
    task, (value, options), kind = subject.ready(), subject.example(), subject.task.kind("output")
    if not isinstance(task.model, task.Model):
        raise BrokenLawError(f"restore gives a {type(task.model).__name__}, where the task asks for {task.Model.__name__}")
    before = content(value)
    first, second = task(value, **options), task(value, **options)
    for part in _parts(first):
        if not isinstance(part, kind) or not part.to_html():
            raise BrokenLawError(f"it gives a {type(part).__name__}, where a {kind.__name__} that shows itself is declared")
    if isinstance(first, Parts) != task.spec.gives_parts(task.spec.resolve(options)):
        raise BrokenLawError("it gives several outputs where one is declared, or one where several are")
    if content(value) != before or content(first) != content(second):
        raise BrokenLawError("it changes its input, or the same input gives different outputs")
    return ", ".join(suffix for part in _parts(first)[:1] for suffix in part.suffixes if _held(part, suffix))


def _held(part: Media, suffix: str) -> bool:
    """Whether it was written; a format other than the first may refuse what it can't hold, such as a JPEG alpha."""
    try:
        return bool(as_bytes(part, suffix))
    except EntaiError:
        if suffix == part.suffixes[0]:
            raise
        return False


def predict_is_lazy(subject: RunSubject) -> str:
    """`predict` is an iterator that takes chunks only when it is asked, so that ceasing to ask cancels."""
    task, (value, given) = subject.ready(), subject.example()
    options, accepted = task.spec.resolve(given), task.accept(value)
    taken: list[Any] = []
    predicted = task.predict(_noting(task.chunks(accepted, options), taken), options)
    if not isinstance(predicted, Iterator) or taken:
        raise BrokenLawError(f"predict is no iterator, or takes chunks before it is asked ({len(taken)})")
    return f"{sum(1 for _ in predicted)} chunks from {len(taken)}"


def _noting(chunks: Iterable[Any], taken: list[Any]) -> Iterator[Any]:
    for chunk in chunks:
        taken.append(chunk)
        yield chunk


def content(value: Media | None) -> bytes:
    """A value in its first format; of several, one after another."""
    return b"".join(as_bytes(part, part.suffixes[0]) for part in _parts(value))


def _parts(value: Media | None) -> list[Media]:
    return [] if value is None else list(value.values()) if isinstance(value, Parts) else [value]
