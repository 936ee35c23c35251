"""Articles from reports: retold with attribution, contradictions reported, nothing obeyed that a source commands."""

from .compose import write_from_reports
from .contradictions import Contradiction, contradictions
from .guard import faults, longest_copy, quoted_part
from .source import Report, Said, load_reports, parse_report

__all__ = [
    "Contradiction",
    "Report",
    "Said",
    "contradictions",
    "faults",
    "load_reports",
    "longest_copy",
    "parse_report",
    "quoted_part",
    "write_from_reports",
]
