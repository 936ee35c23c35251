"""From a raw table of ratings to checked, ordered events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError, near

if TYPE_CHECKING:
    import pyarrow as pa

KNOWN = {
    "user": ("user", "user_id", "userid", "uid", "user_id:token", "customer", "viewer", "profile"),
    "item": ("item", "item_id", "itemid", "movieid", "movie_id", "item_id:token", "film", "film_id", "track", "title"),
    "rating": ("rating", "rating:float", "score", "stars", "ratings"),
    "time": ("timestamp", "timestamp:float", "time", "date", "datetime", "pos", "rated_at", "watched_at"),
}
"""Column names that are understood unasked, in lower case, the likeliest first."""


@dataclass(frozen=True)
class Coded:
    """A column of ids: a code for each row, and the text of each code."""

    codes: NDArray[np.int32]
    ids: NDArray[np.str_]


@dataclass(frozen=True)
class Events:
    """Rows of a rating file as columns, checked, in the order of the file.

    Args:
        user, item: Who had what.
        rating: Ratings, or None where the file has none.
        time: Anything that sorts by time, or None; then the order of the rows counts.
    """

    user: Coded
    item: Coded
    rating: NDArray[np.float32] | None
    time: NDArray[np.float64] | None


def columns_of(names: list[str], mapped: Mapping[str, str | None], file: str) -> dict[str, str]:
    """Which column plays which part: what the user mapped, else a name that is known.

    Raises:
        EntaiError: There is no column for the user or the item; columns of a near name are offered.
    """
    lower = {name.lower(): name for name in names}
    found = {}
    for part, known in KNOWN.items():
        wanted = mapped.get(part)
        if wanted and wanted not in names:
            raise EntaiError(f"{file} has no column {wanted!r}{near(wanted, names) or '; it has ' + ', '.join(names)}")
        chosen = wanted or next((lower[name] for name in known if name in lower), None)
        if chosen:
            found[part] = chosen
        elif part in ("user", "item"):
            close = next((hint for word in known if (hint := near(word, names))), f"; it has {', '.join(names)}")
            raise EntaiError(f"{file} has no column for the {part}{close} (name it with --set read.{part}=COLUMN)")
    return found


def events_of(table: pa.Table, columns: Mapping[str, str], file: str, max_rating: float) -> Events:
    """Check a table's rows and code its ids."""
    import pyarrow as pa

    if table.num_rows == 0:
        raise EntaiError(f"{file} has a header but no rows")
    try:
        user, item = (coded(table[columns[part]], part, file) for part in ("user", "item"))
        rating = _ratings(table[columns["rating"]], file, max_rating) if "rating" in columns else None
        time = _times(table[columns["time"]], columns["time"], file) if "time" in columns else None
    except pa.ArrowException as error:
        raise EntaiError(f"{file} has a column of a kind that can't be used: {str(error).splitlines()[0]}") from error
    return Events(user, item, rating, time)


def coded(column: pa.ChunkedArray, part: str, file: str) -> Coded:
    """Number the ids of a column; an empty, not-a-number or negative one is refused."""
    import pyarrow as pa

    ready = pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type)
    text = column if ready else _undone(column).cast(pa.string()).dictionary_encode()
    joined = text.unify_dictionaries().combine_chunks()
    joined = joined.chunk(0) if isinstance(joined, pa.ChunkedArray) else joined
    if joined.null_count:
        raise EntaiError(f"{file}: row {int(np.flatnonzero(joined.is_null())[0]) + 1} has no {part}")
    codes = joined.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    found = _numbered(codes, [(value or "").strip() for value in joined.dictionary.to_pylist()])
    bad = [index for index, value in enumerate(found.ids) if value.lower() in ("", "nan") or _negative(value)]
    if bad:
        row = int(np.flatnonzero(np.isin(found.codes, bad))[0])
        raise EntaiError(f"{file}: row {row + 1} has no usable {part}: {str(found.ids[found.codes[row]])!r}")
    return found


def _undone(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A dictionary-encoded column as plain values; any other as it is."""
    import pyarrow as pa

    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _numbered(codes: NDArray[np.int32], texts: list[str]) -> Coded:
    """Codes of the texts that occur, in the order in which they were met; equal texts get one code."""
    occurs = np.bincount(codes, minlength=len(texts)) > 0
    place: dict[str, int] = {}
    new = [place.setdefault(text, len(place)) if here else -1 for text, here in zip(texts, occurs, strict=True)]
    return Coded(np.asarray(new, np.int32)[codes], np.asarray(list(place), dtype=np.str_))


def _negative(value: str) -> bool:
    return value.startswith("-") and value[1:].replace(".", "", 1).isdigit()


def _ratings(column: pa.ChunkedArray, file: str, most: float) -> NDArray[np.float32]:
    values = _numbers(column, "rating", file).astype(np.float32)
    wrong = np.flatnonzero(~((values >= 0) & (values <= most)))
    if len(wrong):
        raise EntaiError(f"{file}: row {wrong[0] + 1} has rating {values[wrong[0]]:g}, outside 0 to {most:g} "
                         "(--set read.max_rating=NUMBER raises the limit)")
    return values


def _times(column: pa.ChunkedArray, name: str, file: str) -> NDArray[np.float64]:
    """Numbers as they are, but whole ones by their rank; anything else as dates."""
    import pandas as pd
    import pyarrow as pa

    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("ms"))
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    if pa.types.is_integer(column.type) and not column.null_count:
        # Nanoseconds have more figures than a double holds.
        return np.unique(column.to_numpy(), return_inverse=True)[1].astype(np.float64)
    try:
        values = _numbers(column, "time", file)
    except EntaiError:
        codes = coded(column, "time", file)
        dates = pd.to_datetime(pd.Series(codes.ids), errors="coerce", utc=True, format="mixed")
        odd = [str(value) for value in codes.ids[dates.isna().to_numpy()]]
        if odd:
            worst = next((value for value in odd if not _is_number(value)), odd[0])
            raise EntaiError(f"{file}: {name} holds {len(odd)} values that are not dates (nor are all of them numbers), "
                             f"such as {worst!r}") from None
        values = dates.dt.tz_convert(None).to_numpy().astype("datetime64[ns]").astype(np.float64)[codes.codes]
    if not np.isfinite(values).all():
        raise EntaiError(f"{file}: row {int(np.argmin(np.isfinite(values))) + 1} has no usable time")
    return values


def _numbers(column: pa.ChunkedArray, part: str, file: str) -> NDArray[np.float64]:
    import pyarrow as pa

    try:
        return np.asarray(_undone(column).cast(pa.float64(), safe=False).to_numpy())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        rows: list[Any] = column.to_pylist()
        row = next((index for index, value in enumerate(rows) if not _is_number(value)), 0)
        raise EntaiError(f"{file}: row {row + 1} has {rows[row]!r} where a {part} belongs") from None


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
