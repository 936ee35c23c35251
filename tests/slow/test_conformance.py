"""A plugin that comes with entai passes the conformance kit that any plugin can be put through.

`entai check NAME` does the same for each of the others.
"""

from __future__ import annotations

import pytest

from entai.testing import plan
from entai.testing.suite import Check

pytestmark = pytest.mark.slow
PLUGIN = "entai-audio"


@pytest.mark.parametrize("check", plan(PLUGIN), ids=str)
def test_conformance(check: Check) -> None:
    check()
