"""A model can be measured beside its baseline, and its reasons add up."""

from __future__ import annotations

import math

from entai.explanation import Explanation
from entai.measure import Measure
from entai.metrics import measure_all
from entai.registry import registry
from entai.testing.outcome import BrokenLawError, NotApplicableError
from entai.testing.subject import RecipeSubject, RunSubject


def measures(subject: RunSubject) -> str:
    """Metrics on both held-out parts are finite, and lie within their intervals."""
    for part in ("valid", "test"):
        found = _measured(subject, part)
        if not found:
            raise BrokenLawError(f"nothing is measured on {part}")
        for name, measure in found.items():
            slack = 1e-6 * max(1.0, abs(measure.value))
            inside = measure.low - slack <= measure.value <= measure.high + slack
            if not inside or not math.isfinite(measure.high - measure.low):
                raise BrokenLawError(f"{name} on {part} is {measure}")
    return ", ".join(found)


def beside_baseline(subject: RecipeSubject) -> str:
    """The task's baseline is measured on the same cases by the same metrics."""
    name = subject.task.spec.baseline
    if name in ("", subject.spec.name):
        raise NotApplicableError("it is the baseline itself" if name else "the task declares no baseline")
    baseline = RecipeSubject(subject.task, registry().recipe(subject.spec.task, name))
    ours, theirs = _measured(subject, "test"), _measured(baseline, "test")
    if list(ours) != list(theirs):
        raise BrokenLawError(f"model and baseline have different metrics: {', '.join(set(ours) ^ set(theirs))}")
    first = next(iter(ours))
    return f"{first} {ours[first].value:.3f}, the baseline {theirs[first].value:.3f}"


def _measured(subject: RunSubject, part: str) -> dict[str, Measure]:
    return measure_all(subject.ready().measure(subject.task.split(), part).measured, resamples=200)


def explanation(subject: RunSubject) -> str:
    """That of the example shows itself, and in each attribution the parts and the rest add up to the score."""
    task, (value, options) = subject.ready(), subject.example()
    why = task.explain(task.accept(value), task.spec.resolve(options))
    if not isinstance(why, Explanation) or not why.title or not why._repr_html_():
        raise BrokenLawError("explain gives no Explanation with a title")
    for entry in why.attributions:
        total = entry.rest + math.fsum(part.amount for part in entry.parts)
        if not math.isclose(total, entry.score, rel_tol=1e-6, abs_tol=1e-6):
            raise BrokenLawError(f"the parts and the rest of {entry.subject} make {total:.6g}, not {entry.score:.6g}")
    return f"{len(why.attributions)} scores taken apart"
