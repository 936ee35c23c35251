"""The layouts in which ratings are handed about: MovieLens of every vintage, RecBole, split files, any table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError
from entai.media.catalogue import Catalogue
from entai.media.delimited import read_columns
from entai.media.events import Coded, Events, columns_of, events_of
from entai.media.interactions import Interactions
from entai.media.table import read_parquet

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ML100K_GENRES = ("unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama",
                 "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western")
YEAR = re.compile(r"\((\d{4})\)\s*$")


def read_events(path: Path, options: Mapping[str, Any]) -> Interactions:
    """Read events from a folder or a file in whichever layout it is."""
    for present, read in LAYOUTS:
        if path.is_dir() and present(path):
            return read(path, options)
    if path.is_dir():
        raise EntaiError(f"{path} holds no ratings that entai knows: u.data, ratings.dat, ratings.csv, *.inter, "
                         "or train.csv, valid.csv and test.csv")
    folder = path.parent
    named = {"u.data": _ml_100k, "ratings.dat": _ml_1m}.get(path.name)
    if named:
        return named(folder, options)
    if path.suffix == ".inter":
        return _recbole_file(path, options)
    table = _parquet(path) if path.suffix.lower() == ".parquet" else read_columns(path, str(path))
    return from_table(table, str(path), options, path.stem)


def from_frame(frame: Any) -> Interactions:
    """Events from a pandas frame."""
    import pandas as pd
    import pyarrow as pa

    if not isinstance(frame, pd.DataFrame):
        raise EntaiError(f"events can't be made from {type(frame).__name__}; give a path or a pandas DataFrame")
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, ValueError) as error:
        reason = "; ".join(map(str, error.args))
        raise EntaiError(f"the frame can't be used (a column holds one kind of value): {reason}") from error
    return from_table(table, "the frame", {}, "frame")


def from_table(table: pa.Table, file: str, options: Mapping[str, Any], name: str) -> Interactions:
    """Events from one table; titles, genres and years may stand in it."""
    columns = columns_of(table.column_names, options, file)
    events = events_of(table, columns, file, _max_rating(options))
    details = [column for column in ("title", "genres", "year") if column in table.column_names]
    if details == [] or columns["item"] == "title":
        return Interactions.ordered(events, _bare(events.item), name)
    import pandas as pd

    first = pd.Series(events.item.codes).drop_duplicates()
    frame = table.select(details).take(first.index.to_numpy()).to_pandas()
    frame.index = pd.Index(events.item.ids[first.to_numpy()])
    return Interactions.ordered(events, catalogue_of(frame.reindex(pd.Index(events.item.ids))), name)


def catalogue_of(frame: pd.DataFrame) -> Catalogue:
    """A catalogue from a frame indexed by raw id, with columns title, genres and year where they are known."""
    ids = [str(entry) for entry in frame.index]
    titles = [_title(*pair) for pair in zip(frame["title"], ids, strict=True)] if "title" in frame else ids
    years = [_year(entry) for entry in frame["year"]] if "year" in frame else [0] * len(ids)
    found = [YEAR.search(title) for title in titles]
    titles = [f"{title} ({year})" if year and not match else title
              for title, year, match in zip(titles, years, found, strict=True)]
    years = [year or (int(match[1]) if match else 0) for year, match in zip(years, found, strict=True)]
    genres = [_genres(entry) for entry in frame["genres"]] if "genres" in frame else None
    return Catalogue.of(ids, titles, genres, years)


def _title(entry: Any, item: str) -> str:
    """The title; where it is missing, the id."""
    text = entry.strip() if isinstance(entry, str) else "" if entry is None or entry != entry else str(entry)
    return text or item


def _genres(entry: Any) -> Sequence[str]:
    """`A|B` as MovieLens writes it, or a list."""
    listed = list(entry) if isinstance(entry, list | tuple | np.ndarray) else []
    parts = entry.split("|") if isinstance(entry, str) else listed
    return [part.strip() for part in parts if part.strip() and part != "(no genres listed)"]


def _year(entry: Any) -> int:
    text = str(entry).removesuffix(".0")
    return int(text) if text.isdigit() else 0


def _bare(item: Coded) -> Catalogue:
    """A catalogue that knows only ids; an id that is a title may bring its year."""
    import pandas as pd

    return catalogue_of(pd.DataFrame({"title": item.ids}, index=pd.Index(item.ids)))


def _max_rating(options: Mapping[str, Any]) -> float:
    return float(options.get("max_rating") or 10.0)


def _parquet(path: Path) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pandas(read_parquet(path), preserve_index=False)


def _with_catalogue(events: Events, films: pd.DataFrame, folder: Path,
                    part: NDArray[np.int8] | None = None) -> Interactions:
    """Number the items as the film list does, so that films without a rating are in the catalogue, too."""
    import pandas as pd

    films.index = pd.Index([str(entry).strip() for entry in films.index])
    films = films[~films.index.duplicated()]
    index = films.index
    place = index.get_indexer(pd.Index(events.item.ids))
    extra = [str(entry) for entry in events.item.ids[place < 0]]
    place[place < 0] = len(index) + np.arange(len(extra))
    films = films.reindex(index.append(pd.Index(extra)))
    item = Coded(place.astype(np.int32)[events.item.codes], np.asarray(films.index, dtype=np.str_))
    events = Events(events.user, item, events.rating, events.time)
    return Interactions.ordered(events, catalogue_of(films), folder.name, part)


def _films(path: Path, **how: Any) -> pd.DataFrame:
    """A film list by id. Old MovieLens lists are Latin-1, later ones UTF-8."""
    if path.suffix in (".item", ".dat") and path.exists() and not _is_utf8(path):
        how["encoding"] = "latin-1"
    frame: pd.DataFrame = read_columns(path, str(path), **how).to_pandas().astype("str")
    return frame.set_index(frame.columns[0]).rename(columns=_FILM_COLUMNS)


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_FILM_COLUMNS = {"movie_title:token_seq": "title", "release_year:token": "year", "class:token_seq": "genres",
                 "genre:token_seq": "genres", "title:token_seq": "title"}


def _ml_100k(folder: Path, options: Mapping[str, Any]) -> Interactions:
    table = read_columns(folder / "u.data", str(folder / "u.data"), ["user", "item", "rating", "timestamp"], b"\t")
    header = ["item", "title", "released", "video", "url", *ML100K_GENRES]
    films = _films(folder / "u.item", header=header, separator=b"|")
    flags = films[list(ML100K_GENRES)].to_numpy() == "1"
    films["genres"] = ["|".join(np.array(ML100K_GENRES)[row]) for row in flags]
    return _with_catalogue(_events(table, folder / "u.data", options), films, folder)


def _ml_1m(folder: Path, options: Mapping[str, Any]) -> Interactions:
    table = read_columns(folder / "ratings.dat", str(folder / "ratings.dat"), ["user", "item", "rating", "timestamp"], b"::")
    films = _films(folder / "movies.dat", header=["item", "title", "genres"], separator=b"::")
    return _with_catalogue(_events(table, folder / "ratings.dat", options), films, folder)


def _ml_latest(folder: Path, options: Mapping[str, Any]) -> Interactions:
    events = _events(read_columns(folder / "ratings.csv", str(folder / "ratings.csv")), folder / "ratings.csv", options)
    films = _films(folder / "movies.csv") if (folder / "movies.csv").exists() else None
    return Interactions.ordered(events, _bare(events.item), folder.name) if films is None \
        else _with_catalogue(events, films, folder)


def _recbole(folder: Path, options: Mapping[str, Any]) -> Interactions:
    found = sorted(folder.glob("*.inter"))
    if len(found) > 1:
        raise EntaiError(f"{folder} holds {' and '.join(path.name for path in found)}; name the one to read")
    return _recbole_file(found[0], options)


def _recbole_file(path: Path, options: Mapping[str, Any]) -> Interactions:
    events = _events(read_columns(path, str(path), separator=b"\t"), path, options)
    items = path.with_suffix(".item")
    if not items.exists():
        return Interactions.ordered(events, _bare(events.item), path.stem)
    films = _films(items, separator=b"\t")
    if "genres" in films:
        films["genres"] = films["genres"].str.replace(" ", "|")
    return _with_catalogue(events, films, path.with_suffix(""))


def _splits(folder: Path, options: Mapping[str, Any]) -> Interactions:
    """`train.csv`, `valid.csv` and `test.csv` with `user,item,pos`, and `items.csv`: the split is obeyed."""
    import pyarrow as pa

    paths = [folder / f"{name}.csv" for name in ("train", "valid", "test")]
    tables = [read_columns(path, str(path)) for path in paths]
    try:
        joined = pa.concat_tables(tables).unify_dictionaries()
    except pa.ArrowInvalid as error:
        raise EntaiError(f"{folder}: train.csv, valid.csv and test.csv must have the same columns") from error
    part = np.repeat(np.arange(len(tables), dtype=np.int8), [table.num_rows for table in tables])
    try:
        events = _events(joined, paths[0], options)
    except EntaiError:
        for path, table in zip(paths, tables, strict=True):  # so that the message names the file and its row
            _events(table, path, options)
        raise
    # A test event is later than a validation event, and that than any to train on, whatever the positions say.
    within = np.arange(len(part), dtype=np.float64) if events.time is None else events.time
    time = np.lexsort((within, part)).argsort().astype(np.float64)
    events = Events(events.user, events.item, events.rating, time)
    films = _films(folder / "items.csv") if (folder / "items.csv").exists() else None
    return Interactions.ordered(events, _bare(events.item), folder.name, part) if films is None \
        else _with_catalogue(events, films, folder, part)


def _events(table: pa.Table, path: Path, options: Mapping[str, Any]) -> Events:
    return events_of(table, columns_of(table.column_names, options, str(path)), str(path), _max_rating(options))


LAYOUTS: tuple[tuple[Callable[[Path], bool], Callable[[Path, Mapping[str, Any]], Interactions]], ...] = (
    (lambda folder: (folder / "train.csv").exists() and (folder / "test.csv").exists(), _splits),
    (lambda folder: (folder / "u.data").exists(), _ml_100k),
    (lambda folder: (folder / "ratings.dat").exists(), _ml_1m),
    (lambda folder: (folder / "ratings.csv").exists(), _ml_latest),
    (lambda folder: any(folder.glob("*.inter")), _recbole),
)
