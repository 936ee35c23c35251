"""The fenced blocks of a Markdown page, and how each is run.

- `console`: lines that begin with `$ ` are commands, run by bash in order; each must end with exit code 0. The lines
  below a command are what it prints on standard output, `…` standing for any lines; with none, anything goes.
- `python`: run in order, all blocks of a page in one namespace.
- any block with `title="NAME"`: written to that file.
- `text`: shown and not run.

A fence that says `slow` behind its language is left to the slow tests, which also hold what is shown against what is
printed. A console block that begins with `pip` or `uv` installs something; the slow tests run it in a fresh environment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(?P<language>[\w-]*)(?P<slow> slow)?(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$",
                   re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    page: str
    line: int
    language: str
    body: str
    title: str = ""
    slow: bool = False

    @property
    def installs(self) -> bool:
        return self.language == "console" and self.body.startswith(("$ pip ", "$ uv "))


@dataclass(frozen=True)
class Command:
    """One command of a console block, and what the page shows of its output."""

    text: str
    shown: tuple[str, ...]


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        line = text[:match.start()].count("\n") + 1
        yield Block(page.relative_to(ROOT).as_posix(), line, match["language"], match["body"], match["title"] or "",
                    bool(match["slow"]))


def commands(body: str) -> list[Command]:
    found: list[Command] = []
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith("$ "):
            text = line[2:]
            while text.endswith("\\"):
                text += "\n" + next(lines)
            found.append(Command(text, ()))
        else:
            found[-1] = Command(found[-1].text, (*found[-1].shown, line))
    return found


def difference(shown: tuple[str, ...], printed: str) -> str:
    """Where a page and a command's output part, in words; empty where they agree. Figures may differ by 2 %."""
    rest = printed.splitlines()
    anything = False
    for line in shown:
        if line == "…":
            anything = True
            continue
        while anything and rest and not agree(line, rest[0]):
            rest.pop(0)
        if not rest or not agree(line, rest[0]):
            return f"the page shows {line!r}, the command printed {rest[0] if rest else 'no more'!r}"
        rest.pop(0)
        anything = False
    return "" if anything or not rest else f"the command printed more: {rest[0]!r}"


def agree(line: str, other: str) -> bool:
    """Same words, and figures within 2 % or two units of the last of four places."""
    if NUMBER.sub("#", line).split() != NUMBER.sub("#", other).split():
        return False
    pairs = zip(NUMBER.findall(line), NUMBER.findall(other), strict=True)
    return all(abs(float(a) - float(b)) <= max(0.02 * abs(float(a)), 0.002, 1.5 * ("%" in line)) for a, b in pairs)
