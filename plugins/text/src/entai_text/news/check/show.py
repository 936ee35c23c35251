"""Marks for people and programs: text with marks, JSON, and an HTML page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from html import escape

from .marks import Mark

_STYLE = """
:root{color-scheme:light dark;--ink:#1c1b1a;--paper:#fbfaf7;--rule:#d9d4c8;--bad:#b3261e;--soft:#8a5a00}
@media (prefers-color-scheme:dark){:root{--ink:#eceae4;--paper:#171614;--rule:#3a372f;--bad:#ff8a80;--soft:#f0b95a}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.05rem/1.7 Georgia,"Noto Serif SC",serif}
main{max-width:44rem;margin:3rem auto;padding:0 1.25rem;white-space:pre-wrap;overflow-wrap:anywhere}
h1{font-size:1.1rem;letter-spacing:.02em;border-bottom:1px solid var(--rule);padding-bottom:.6rem;white-space:normal}
mark{background:none;color:inherit;text-decoration:underline wavy var(--bad) 1.5px;text-underline-offset:4px}
mark.open{text-decoration-color:var(--soft);text-decoration-style:dashed}
ins{text-decoration:none;color:var(--bad);font-size:.85em;margin-left:.2em}mark.open+ins{color:var(--soft)}
ol{white-space:normal;border-top:1px solid var(--rule);padding:1rem 1.4rem;font-size:.92rem}li{margin:.35rem 0}
mark:focus,mark:target,a:focus{outline:2px solid currentColor;outline-offset:2px}
"""


def marked_text(text: str, marks: list[Mark]) -> str:
    """The text with every mark in brackets: `[Wednesday -> Friday]`, `[Detroit Pistons ?]` where no fact carries it."""
    return "".join(piece if mark is None else _bracket(mark) for piece, mark in _pieces(text, marks))


def _bracket(mark: Mark) -> str:
    if mark.correction:
        return f"[{mark.text} -> {mark.correction}]"
    return f"[{mark.text} {'!' if mark.contradicted else '?'}]"


def marks_json(text: str, marks: list[Mark]) -> str:
    """The marks as JSON: a list of objects with positions, category, correction, reason and fact ids."""
    return json.dumps({"text": text, "marks": [asdict(mark) for mark in marks]}, ensure_ascii=False, indent=2) + "\n"


def marks_html(text: str, marks: list[Mark], title: str = "Checked text") -> str:
    """A page without scripts or network: marks underlined, corrections beside them, reasons below."""
    body = "".join(
        escape(piece) if mark is None else _html_mark(mark, number) for number, (piece, mark) in _numbered(text, marks)
    )
    reasons = "".join(
        f'<li id="r{number}"><a href="#m{number}">{escape(mark.text)}</a>: {escape(mark.reason)} '
        f"<small>{escape(mark.category)}</small></li>"
        for number, mark in enumerate(marks, start=1)
    )
    count = f"{len(marks)} mark{'' if len(marks) == 1 else 's'}"
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>\n<main><h1>{escape(title)}: {count}</h1>{body}"
        f"<ol>{reasons}</ol></main></html>\n"
    )


def _html_mark(mark: Mark, number: int) -> str:
    kind = "" if mark.contradicted else ' class="open"'
    after = f"<ins>{escape(mark.correction)}</ins>" if mark.correction else ""
    return f'<mark{kind} id="m{number}" tabindex="0" title="{escape(mark.reason)}">{escape(mark.text)}</mark>{after}'


def _pieces(text: str, marks: list[Mark]) -> Iterator[tuple[str, Mark | None]]:
    place = 0
    for mark in marks:
        yield text[place : mark.start], None
        yield mark.text, mark
        place = mark.end
    yield text[place:], None


def _numbered(text: str, marks: list[Mark]) -> Iterator[tuple[int, tuple[str, Mark | None]]]:
    number = 0
    for piece in _pieces(text, marks):
        number += piece[1] is not None
        yield number, piece
