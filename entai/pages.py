"""Pages to look at: one file each, with nothing loaded from anywhere."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import Any

from entai.chart import Chart
from entai.plots import draw


def page(title: str, parts: Iterable[str], subtitle: str = "") -> str:
    """A whole HTML page from fragments."""
    style = (files("entai") / "page.css").read_text(encoding="utf-8")
    head = f"<h1>{escape(title)}</h1>" + (f"<p class='soft'>{escape(subtitle)}</p>" if subtitle else "")
    return ("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><meta name='viewport' "
            f"content='width=device-width, initial-scale=1'><title>{escape(title)}</title><style>{style}</style></head>"
            f"<body><main>{head}{''.join(parts)}</main><footer>Made with entai.</footer></body></html>\n")


def section(title: str, text: str, values: Iterable[Any]) -> str:
    """A headed part of a page, with values that show themselves."""
    return f"<section><h2>{escape(title)}</h2><p>{escape(text)}</p>{''.join(map(fragment, values))}</section>"


def fragment(value: Any) -> str:
    """Any value as HTML: a chart drawn, a text escaped, anything else by its own `_repr_html_`."""
    if isinstance(value, Chart):
        return figure(draw(value), value.title)
    if isinstance(value, str):
        return f"<p>{escape(value)}</p>"
    return f"<div class='scroll'>{value._repr_html_()}</div>"


def figure(svg: bytes, alt: str) -> str:
    """A drawing inside the page."""
    data = base64.b64encode(svg).decode()
    return f"<figure><img alt='{escape(alt, quote=True)}' src='data:image/svg+xml;base64,{data}'></figure>"
