"""Reasons as values: scores taken apart, and what shows why an output is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from entai.pages import fragment, section


@dataclass(frozen=True)
class Part:
    """What one piece of the input adds to a score; negative where it speaks against."""

    label: str
    amount: float


@dataclass(frozen=True)
class Attribution:
    """A score taken apart. The law: `rest` and the amounts of all parts add up to `score`.

    Args:
        subject: What was scored.
        score: The score.
        parts: What matters most, for and against.
        rest: What everything else adds.
        support: The sum of all that speaks for it, of which shares are shown; where it is 0, that of the parts.
    """

    subject: str
    score: float
    parts: tuple[Part, ...]
    rest: float = 0.0
    support: float = 0.0


@dataclass(frozen=True)
class Explanation:
    """Why an output is what it is, in words, in exact shares, and in pictures.

    Args:
        title, text: What is explained, and how to read it.
        attributions: Scores taken apart, the most important first.
        values: Anything that shows itself (`_repr_html_`): a table, a chart, a picture.
    """

    title: str
    text: str
    attributions: tuple[Attribution, ...] = ()
    values: tuple[Any, ...] = ()

    def _repr_html_(self) -> str:
        return explanation_html(self)


def explanation_html(explanation: Explanation) -> str:
    """Reasons as bars, what speaks for and what speaks against."""
    blocks = "".join(map(attribution_html, explanation.attributions))
    return section(explanation.title, explanation.text, ()) + blocks + "".join(map(fragment, explanation.values))


def attribution_html(attribution: Attribution) -> str:
    """One score taken apart. Shares are of what speaks for it."""
    support = attribution.support or sum(part.amount for part in attribution.parts if part.amount > 0) or 1.0
    widest = max((abs(part.amount) for part in attribution.parts), default=1.0) or 1.0
    rows = "".join(
        f"<div class='part{' against' if part.amount < 0 else ''}'><span>{escape(part.label)}</span>"
        f"<div><b style='width:{100 * abs(part.amount) / widest:.1f}%'></b></div>"
        f"<span>{part.amount / support:+.0%}</span></div>"
        for part in attribution.parts)
    rest = f"<p class='soft'>and {attribution.rest / support:+.0%} from everything smaller</p>" \
        if abs(attribution.rest) > 0.005 * support else ""
    return (f"<div class='attribution'><h3><span>{escape(attribution.subject)}</span>"
            f"<span class='soft'>score {attribution.score:.4g}</span></h3>{rows}{rest}</div>")
