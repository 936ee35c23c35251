"""What became of a check."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Status = Literal["passed", "failed", "skipped", "not applicable"]


class BrokenLawError(AssertionError):
    """What a check raises when a plugin breaks the law that it is about."""


class SkippedError(Exception):
    """What a check raises when it could not run; it tells nothing, so it counts as a failure."""


class NotApplicableError(Exception):
    """What a check raises where the declaration gives it nothing to do; that is no failure."""


@dataclass(frozen=True)
class Outcome:
    """The result of one check on one subject (a plugin, a task or a recipe)."""

    check: str
    subject: str
    status: Status
    detail: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.status in ("passed", "not applicable")

    def __str__(self) -> str:
        return f"{self.status:<14} {self.subject}  {self.check}{self.detail and ': ' + self.detail}"


@dataclass(frozen=True)
class Summary:
    """All checks of a plugin."""

    distribution: str
    outcomes: tuple[Outcome, ...]

    @property
    def ok(self) -> bool:
        """Whether there were checks, and nothing is wrong."""
        return bool(self.outcomes) and all(outcome.ok for outcome in self.outcomes)

    def counts(self) -> dict[str, int]:
        """How many checks ran (they passed or failed), and of each status."""
        found = Counter(outcome.status for outcome in self.outcomes)
        return {"ran": found["passed"] + found["failed"], "passed": found["passed"], "failed": found["failed"],
                "skipped": found["skipped"], "not applicable": found["not applicable"]}

    def totals(self) -> str:
        """One line of counts."""
        counts = ", ".join(f"{count} {status}" for status, count in self.counts().items())
        return f"{self.distribution}: {len(self.outcomes)} checks: {counts}"

    def __str__(self) -> str:
        return "\n".join([*(str(outcome) for outcome in self.outcomes if not outcome.ok), self.totals()])
