"""What can be recommended: ids, titles, genres, years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai.errors import EntaiError, near


@dataclass(frozen=True)
class Catalogue:
    """Items by number 0..n-1, with what is known of them.

    Args:
        ids: The raw ids, as text.
        titles: Titles to show; where none are known, the ids.
        genres: A tuple of genres for each item, maybe empty.
        years: Year of each item, 0 where unknown.
    """

    ids: NDArray[np.str_]
    titles: NDArray[np.str_]
    genres: tuple[tuple[str, ...], ...]
    years: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ids)

    @staticmethod
    def of(ids: Sequence[str], titles: Sequence[str] | None = None, genres: Sequence[Iterable[str]] | None = None,
           years: Sequence[int] | None = None) -> Catalogue:
        """Make one from whatever is known."""
        n = len(ids)
        return Catalogue(np.asarray(ids, dtype=np.str_), np.asarray(ids if titles is None else titles, dtype=np.str_),
                         tuple(tuple(entry) for entry in genres) if genres is not None else ((),) * n,
                         np.asarray([0] * n if years is None else years, np.int32))

    @cached_property
    def _by_name(self) -> dict[str, int]:
        """Titles and, before them, ids, in lower case."""
        titles = {str(title).lower(): index for index, title in reversed(list(enumerate(self.titles)))}
        return titles | {str(item).lower(): index for index, item in reversed(list(enumerate(self.ids)))}

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {str(item): index for index, item in enumerate(self.ids)}

    def find(self, name: Any) -> int | None:
        """The number of the item with this id, else with this title (capitals don't count), or None."""
        text = str(name).strip()
        exact = self._by_id.get(text)
        return self._by_name.get(text.lower()) if exact is None else exact

    def number(self, name: Any) -> int:
        """The number of the item with this id or title; an unknown one is refused, with near titles."""
        found = self.find(name)
        if found is None:
            raise EntaiError(f"there is no item {str(name)!r}{near(str(name), map(str, self.titles))}")
        return found

    @cached_property
    def genre_names(self) -> tuple[str, ...]:
        """All genres, in order of the alphabet."""
        return tuple(sorted({genre for entry in self.genres for genre in entry}))

    @cached_property
    def genre_matrix(self) -> NDArray[np.bool_]:
        """Which item is of which genre, `(items, genres)`."""
        place = {name: index for index, name in enumerate(self.genre_names)}
        matrix = np.zeros((len(self), len(place)), bool)
        for item, entry in enumerate(self.genres):
            matrix[item, [place[name] for name in entry]] = True
        return matrix

    def of_genres(self, wanted: Sequence[str]) -> NDArray[np.bool_]:
        """Which items are of any of these genres; an unknown genre is refused."""
        known = {name.lower(): index for index, name in enumerate(self.genre_names)}
        for name in wanted:
            if name.lower() not in known:
                hint = near(name, self.genre_names) or f"; there are {', '.join(self.genre_names) or 'none'}"
                raise EntaiError(f"there is no genre {name!r}{hint}")
        return np.asarray(self.genre_matrix[:, [known[name.lower()] for name in wanted]].any(1))

    def to_asset(self) -> dict[str, Any]:
        """JSON for a bundle."""
        return {"ids": self.ids.tolist(), "titles": self.titles.tolist(), "years": self.years.tolist(),
                "genres": [list(entry) for entry in self.genres]}

    @staticmethod
    def from_asset(asset: dict[str, Any]) -> Catalogue:
        """Read what `to_asset` wrote."""
        return Catalogue.of(asset["ids"], asset["titles"], asset["genres"], asset["years"])
