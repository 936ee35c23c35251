"""Marks as rows of the accuracy shared task's table (gsml.csv)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ..tokens import Token, outer_tokens, sentences
from .marks import Mark

COLUMNS = (
    "TEXT_ID",
    "SENTENCE_ID",
    "ANNOTATION_ID",
    "TOKENS",
    "SENT_TOKEN_START",
    "SENT_TOKEN_END",
    "DOC_TOKEN_START",
    "DOC_TOKEN_END",
    "TYPE",
    "CORRECTION",
    "COMMENT",
)


def gsml_rows(text: str, marks: Iterable[Mark], text_id: str) -> list[dict[str, str]]:
    """One row a mark; positions count tokens from 1, in the text and in the sentence. No token is in two rows."""
    tokens = outer_tokens(text)
    sentence_of, place_of = _places(text, tokens)
    rows: list[dict[str, str]] = []
    used: set[int] = set()
    for mark in marks:
        inside = [i for i, t in enumerate(tokens) if t.end > mark.start and t.start < mark.end and i not in used]
        inside = [i for i in inside if sentence_of[i] == sentence_of[inside[0]]]
        if not inside:
            continue
        used.update(inside)
        first, last = inside[0], inside[-1]
        values = (
            text_id,
            sentence_of[first],
            len(rows) + 1,
            " ".join(tokens[i].text for i in inside),
            place_of[first],
            place_of[last],
            first + 1,
            last + 1,
            mark.category,
            mark.correction,
            mark.reason,
        )
        rows.append(dict(zip(COLUMNS, map(str, values), strict=True)))
    return rows


def _places(text: str, tokens: list[Token]) -> tuple[list[int], list[int]]:
    """For every token the number of its sentence and its place there, both from 1."""
    ends = [sentence.tokens[-1].end for sentence in sentences(text)]
    sentence_of, place_of, current, count = [], [], 0, 0
    for token in tokens:
        count += 1
        while current < len(ends) - 1 and token.start >= ends[current]:
            current, count = current + 1, 1
        sentence_of.append(current + 1)
        place_of.append(count)
    return sentence_of, place_of


def gsml_csv(rows: Iterable[dict[str, str]]) -> str:
    """The rows as CSV text with the heading."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
