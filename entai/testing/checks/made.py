"""Synthetic data need no network and follow from their seed; so does the way they are split."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from entai.testing.outcome import BrokenLawError
from entai.testing.subject import SEED, TaskSubject


def synthetic_data(subject: TaskSubject) -> str:
    """Same seed, same data; another seed, other data; no socket is touched; they are of the declared kind."""
    kind = subject.kind("data")
    with no_network() as attempts:
        first, second, other = (subject.implementation.synthetic(seed) for seed in (SEED, SEED, SEED + 1))
    if attempts:
        raise BrokenLawError(f"it reaches for the network ({attempts[0]})")
    if not isinstance(first, kind) or not getattr(first, "name", ""):
        raise BrokenLawError(f"it gives a {type(first).__name__}, where a {kind.__name__} with a name is declared")
    if first.fingerprint() != second.fingerprint() or first.fingerprint() == other.fingerprint():
        raise BrokenLawError("the data do not follow from the seed: other data for the same, or the same for another")
    return ""


def split(subject: TaskSubject) -> str:
    """Same seed, same split; it says how it was made, and what was held out is known by a fingerprint."""
    made, again = subject.split(), subject.implementation.split(subject.implementation.synthetic(SEED), SEED)
    if made.test is None or made.valid is None or not made.method or not made.fingerprint:
        raise BrokenLawError("it lacks a test part, a validation part, its method in words, or its fingerprint")
    if made.fingerprint != again.fingerprint:
        raise BrokenLawError("the same seed holds out other cases")
    return str(made.method)


@contextmanager
def no_network() -> Iterator[list[str]]:
    """Refuse every connection and every look-up of a name, and note them, for code that swallows the refusal."""
    attempts: list[str] = []

    def refuse(*arguments: Any, **_: Any) -> Any:
        attempts.append(str(arguments[-1]))
        raise OSError("the network is closed while synthetic data are made")

    with ExitStack() as patches:
        for owner, name in ((socket.socket, "connect"), (socket.socket, "connect_ex"), (socket.socket, "sendto"),
                            (socket, "getaddrinfo"), (socket, "create_connection")):
            patches.enter_context(patch.object(owner, name, refuse))
        yield attempts
