"""What the writer of reports works with: the reports, the phrases, chance, and what was told already."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cached_property

from ..assets import toml_asset
from .guard import all_said
from .retell import proper_words
from .source import Report, Said


@dataclass
class Desk:
    """What the writer works with: the reports, the phrases, chance, and what was told already."""

    reports: list[Report]
    language: str
    chance: random.Random
    told: list[Said] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def name(self, said: Said) -> str:
        """What the report of a sentence calls itself."""
        return next(report.name for report in self.reports if report.id == said.source)

    def frames(self, kind: str) -> list[str]:
        """The phrases of a kind in an order of chance."""
        known = toml_asset("report_phrases.toml")[self.language]["frames"][kind]
        return self.chance.sample(known, len(known))

    @cached_property
    def proper(self) -> frozenset[str]:
        """Words that the reports write with a capital."""
        return proper_words([s.text for r in self.reports for s in r.said])

    @cached_property
    def said(self) -> dict[str, Said]:
        """All source sentences by id."""
        return {s.id: s for report in self.reports for s in all_said(report)}
