"""Which items may be recommended: by genre, by year, from a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from entai import Catalogue, EntaiError
from entai.spec import Options

FILTERS = ("genres", "years", "items", "items_file")
YEARS = re.compile(r"\s*(\d{1,4})?\s*(-)?\s*(\d{1,4})?\s*")


def allowed(catalogue: Catalogue, options: Options) -> NDArray[np.bool_] | None:
    """The items that pass every filter given, `(items,)`; None where there is no filter."""
    masks = list(_masks(catalogue, options))
    if not masks:
        return None
    mask = np.logical_and.reduce(masks)
    if not mask.any():
        raise EntaiError(f"no item of the catalogue passes {' and '.join(name for name in FILTERS if options[name])}")
    return np.asarray(mask)


def _masks(catalogue: Catalogue, options: Options) -> Iterator[NDArray[np.bool_]]:
    if options["genres"]:
        yield catalogue.of_genres(options["genres"])
    if options["years"]:
        first, last = years(options["years"])
        yield (catalogue.years >= max(1, first)) & (catalogue.years <= last)
    names = [*(options["items"] or []), *(_listed(options["items_file"]) if options["items_file"] else [])]
    if names:
        mask = np.zeros(len(catalogue), bool)
        mask[[catalogue.number(name) for name in names]] = True
        yield mask


def years(text: str) -> tuple[int, int]:
    """`1994`, `1990-1999`, `1990-` or `-1999` as the first and the last year."""
    found = YEARS.fullmatch(text)
    if not found or not (found[1] or found[3]) or (found[3] and not found[2]):
        raise EntaiError(f"years is a year or a range, such as 1994, 1990-1999, 1990- or -1999, not {text!r}")
    first = int(found[1] or 0)
    last = int(found[3]) if found[3] else 9999 if found[2] else first
    if first > last:
        raise EntaiError(f"years {text} ends before it begins")
    return first, last


def _listed(path: Path) -> list[str]:
    """An id or a title a line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EntaiError(f"can't read a list of items from {path}: {error}") from error
    names = [line.strip() for line in lines if line.strip()]
    if not names:
        raise EntaiError(f"{path} lists no items; it needs an id or a title on each line")
    return names
