"""The kit and a recipe that can't begin by itself: it is given what it makes up, or, where that can't be made, not judged."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import planted
from test_testing_mutants import PLUGIN, SOUND, TASK

from entai.testing import check_plugin
from entai.testing.suite import RECIPE_CHECKS

FIT = "    def fit(self, split, run):\n        values, letters"
START = """    @classmethod
    def synthetic_start(cls, seed):
        {body}

    def fit(self, split, run):
        if run.start is None:
            raise EntaiError("there is nothing to go on from")
        values, letters"""


@pytest.mark.parametrize(("body", "counts"), [
    ('return State({"before": np.array([seed])})', {"passed": 33, "failed": 0, "skipped": 0}),
    ('raise EntaiError("it needs a library")', {"passed": 24, "failed": 0, "skipped": 0}),
    ("return None", {"passed": 24, "failed": 1, "skipped": 8})])
def test_a_start_is_made_or_said_to_be_impossible(tmp_path: Path, body: str, counts: dict[str, int]) -> None:
    assert FIT in SOUND[TASK]
    sources = SOUND | {TASK: SOUND[TASK].replace(FIT, START.format(body=body))}
    with planted(tmp_path, "shouting", PLUGIN, sources):
        summary = check_plugin("shouting")
    found = summary.counts()
    assert {name: found[name] for name in counts} == counts, str(summary)
    if "library" in body:
        reasons = [outcome.detail for outcome in summary.outcomes if outcome.detail == "it needs a library"]
        assert 0 < len(reasons) < len(RECIPE_CHECKS)
