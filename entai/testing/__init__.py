"""The conformance kit: checks made from the declared protocol alone, for any plugin's tasks and recipes.

In pytest: `@pytest.mark.parametrize("check", plan("my-distribution"), ids=str)` over a test that calls `check()`.
"""

from entai.testing.outcome import Outcome, Summary
from entai.testing.suite import check_plugin, plan

__all__ = ["Outcome", "Summary", "check_plugin", "plan"]
