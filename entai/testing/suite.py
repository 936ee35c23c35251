"""All checks of an installed plugin, planned and run."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from entai.errors import EntaiError, near
from entai.registry import Plugin, registry
from entai.testing.checks import declared, hostile, made, measured, options, ran, signatures, trained
from entai.testing.outcome import BrokenLawError, NotApplicableError, Outcome, SkippedError, Status, Summary
from entai.testing.subject import PluginSubject

Law = Callable[[Any], str]
PLUGIN_CHECKS: dict[str, Law] = {"import weight": declared.import_weight, "data sets": declared.data_sets}
TASK_CHECKS: dict[str, Law] = {
    "spec": declared.task_spec, "signatures": signatures.task_signatures, "options": options.task_options,
    "synthetic data": made.synthetic_data, "split": made.split, "hostile data": hostile.hostile_data,
}
RUN_CHECKS: dict[str, Law] = {
    "run": ran.run, "lazy": ran.predict_is_lazy, "measures": measured.measures, "explanation": measured.explanation,
    "hostile options": hostile.hostile_options, "hostile input": hostile.hostile_input,
}
"""For each recipe, and for a task that needs no model."""
RECIPE_CHECKS: dict[str, Law] = {
    "spec": declared.recipe_spec, "signatures": signatures.recipe_signatures, "options": options.recipe_options,
    "same seed, same weights": trained.same_seed_same_weights, **RUN_CHECKS, "save and load": trained.save_load_equal,
    "baseline": measured.beside_baseline, "hostile settings": hostile.hostile_settings,
    "kill and resume": trained.kill_and_resume,
}


@dataclass(frozen=True)
class Check:
    """One check of one subject; call it as a test, or `run` it for an outcome."""

    name: str
    subject: Any
    law: Law

    def __str__(self) -> str:
        return f"{self.subject}: {self.name}"

    def __call__(self) -> None:
        """Raise if it does not pass."""
        outcome = self.run()
        if not outcome.ok:
            raise BrokenLawError(str(outcome))

    def run(self) -> Outcome:
        """Run it; whatever a plugin raises is an outcome."""
        started = time.perf_counter()
        status, detail = self._status()
        return Outcome(self.name, str(self.subject), status, detail, round(time.perf_counter() - started, 3))

    def _status(self) -> tuple[Status, str]:
        try:
            return "passed", self.law(self.subject)
        except NotApplicableError as reason:
            return "not applicable", str(reason)
        except SkippedError as reason:
            return "skipped", str(reason)
        except Exception as error:
            return "failed", str(error) if isinstance(error, BrokenLawError) else f"{type(error).__name__}: {error}"


def plan(distribution: str, only: Collection[str] = ()) -> list[Check]:
    """The checks that the declarations of an installed distribution call for, or `only` those of some names.

    Raises:
        EntaiError: No such plugin is installed, or it does not load, or there is no check of a name.
    """
    known = {*PLUGIN_CHECKS, *TASK_CHECKS, *RECIPE_CHECKS}
    for name in only:
        if name not in known:
            raise EntaiError(f"there is no check {name!r}{near(name, known) or '; there are ' + ', '.join(sorted(known))}")
    return [check for plugin in _plugins(distribution) for check in _checks(plugin) if not only or check.name in only]


def check_plugin(distribution: str, only: Collection[str] = (), tell: Callable[[Outcome], None] = lambda _: None) -> Summary:
    """Run the checks that `plan` names; `tell` hears every outcome as it comes."""
    outcomes = []
    for check in plan(distribution, only):
        outcomes.append(check.run())
        tell(outcomes[-1])
    return Summary(distribution, tuple(outcomes))


def _plugins(distribution: str) -> list[Plugin]:
    """The entry points of a distribution, one or several."""
    for failure in registry().failures:
        if _canonical(failure.plugin) == _canonical(distribution):
            raise EntaiError(f"{distribution} does not load: {failure.reason}")
    found = [plugin for plugin in registry().plugins if _canonical(plugin.distribution) == _canonical(distribution)]
    if not found:
        names = [plugin.distribution for plugin in registry().plugins]
        hint = near(distribution, names) or f"; there are {', '.join(names) or 'none'}"
        raise EntaiError(f"no plugin of entai is installed as {distribution}{hint}")
    return found


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _checks(plugin: Plugin) -> Iterator[Check]:
    subject = PluginSubject.of(plugin)
    bare = [task for task in subject.tasks if not task.spec.needs_model]
    for subjects, laws in (([subject], PLUGIN_CHECKS), (subject.tasks, TASK_CHECKS), (bare, RUN_CHECKS),
                           (subject.recipes, RECIPE_CHECKS)):
        yield from (Check(name, one, law) for one in subjects for name, law in laws.items())
