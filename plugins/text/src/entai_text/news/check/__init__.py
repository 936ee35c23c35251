"""The checker: marks each wrong name, number, date, word and comparison of a text, with the correction."""

from .checker import check
from .gsml import gsml_csv, gsml_rows
from .marks import CATEGORIES, Mark
from .show import marked_text, marks_html, marks_json

__all__ = ["CATEGORIES", "Mark", "check", "gsml_csv", "gsml_rows", "marked_text", "marks_html", "marks_json"]
