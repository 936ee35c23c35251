"""Facts: reading JSON, TOML and CSV into a flat, addressable set of things that are known."""

from .gather import detect, gather, load_facts
from .read import parse_record, read_record, without_articles
from .values import Fact, Facts, FactsError, Problem, Value

__all__ = [
    "Fact",
    "Facts",
    "FactsError",
    "Problem",
    "Value",
    "detect",
    "gather",
    "load_facts",
    "parse_record",
    "read_record",
    "without_articles",
]
